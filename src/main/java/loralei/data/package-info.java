/**
 * What a run learns from. A source finds examples: pictures with a prompt, a size, a weight. Each picture is decoded upright
 * to 8-bit sRGB, scaled and cropped to its size, encoded once, and shown in a reproducible order. Only the encoder knows
 * tensors; all else is plain arrays and records.
 */
package loralei.data;
