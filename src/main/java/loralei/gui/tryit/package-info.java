/** The tab that draws: what to draw, with which LoRAs, and all pictures that were drawn. */
package loralei.gui.tryit;
