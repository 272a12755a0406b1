/** Where files are named: fields with what is said of them, lists of LoRAs with weights, and what is found in files. */
package loralei.gui.entry;
