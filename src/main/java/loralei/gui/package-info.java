/** The window: Swing over the use cases of {@code job}, and nothing of tensors. */
package loralei.gui;
