/** The demonstration: the invitation to it, and what came of it. */
package loralei.gui.demo;
