/** The page on which a person looks at the pictures before a training, and says what becomes of single ones. */
package loralei.gui.check;
