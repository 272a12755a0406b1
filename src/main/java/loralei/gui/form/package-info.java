/** The form of one family: the settings, what is wrong with them, and what a run with them would be. */
package loralei.gui.form;
