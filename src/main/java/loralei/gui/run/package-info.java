/** A run as the window shows it: its thread, its progress, its loss, its log and what comes out. */
package loralei.gui.run;
