/**
 * Pictures on their way into training: a folder is scanned, each picture is decoded upright to 8-bit sRGB, scaled and
 * cropped to the size the model is trained at, and shown in a reproducible order. Plain arrays and records only: no
 * tensor engine in sight.
 */
package loralei.data;
