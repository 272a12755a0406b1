/** What the window remembers from one start to the next: one versioned file in the user's config folder. */
package loralei.gui.state;
