/** What the window says, in the person's language. */
package loralei.gui.text;
