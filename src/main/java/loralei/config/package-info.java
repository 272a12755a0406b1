/**
 * What a person asks for: the settings of a run, read from the command line, a window or a file, checked as a whole.
 * Needs nothing but the JDK and Jackson, so that every other package may use it.
 */
package loralei.config;
