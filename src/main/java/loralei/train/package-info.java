/** The run of a training: its steps, learning rates, checkpoints, and the events and commands that it exchanges. */
package loralei.train;
