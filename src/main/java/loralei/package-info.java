/** Loralei: trains Stable Diffusion 1.5 and SDXL LoRAs from a handful of pictures. */
package loralei;
