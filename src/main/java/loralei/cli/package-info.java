/** The command line: options, progress on a terminal or in a pipe, exit codes. No tensor in sight. */
package loralei.cli;
