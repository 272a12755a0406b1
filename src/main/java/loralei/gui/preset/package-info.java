/** Settings under a name: some that are shipped, with the reason for their numbers, and a person's own. */
package loralei.gui.preset;
