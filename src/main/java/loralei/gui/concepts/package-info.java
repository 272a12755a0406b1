/** Several folders in one run: a list of concepts, shown and edited. */
package loralei.gui.concepts;
