/** What the window says when something fails. */
package loralei.gui.error;
