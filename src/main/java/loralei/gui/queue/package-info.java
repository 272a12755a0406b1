/** Several runs, one after the other, through the night and through restarts. */
package loralei.gui.queue;
