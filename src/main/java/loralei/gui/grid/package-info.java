/** Checkpoints beside each other, to pick the best by eye. */
package loralei.gui.grid;
