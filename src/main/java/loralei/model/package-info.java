/**
 * The networks of Stable Diffusion (CLIP text encoders, UNet, VAE) as records of parameters plus blocks that call
 * kernels, and the checkpoint layouts that their weights come in.
 *
 * <p>A family (SD1.5, SDXL) is data here: the configuration files of the base model say what to build.
 */
package loralei.model;
