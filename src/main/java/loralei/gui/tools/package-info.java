/** The tab with the tools for LoRA files: what to do, with which files, and what came of it. */
package loralei.gui.tools;
