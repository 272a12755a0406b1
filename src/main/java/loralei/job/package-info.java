/** The use cases: what a person can ask of the program, whether from a command line or a window. */
package loralei.job;
