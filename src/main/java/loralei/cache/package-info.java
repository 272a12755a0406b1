/**
 * What was computed before, kept on disk by what it was computed from: so that nothing stale is ever used, and anything may
 * be deleted at any time.
 */
package loralei.cache;
