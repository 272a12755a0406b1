/** Use cases: what a command or a button does, from a request to files and events. */
package loralei.job;
