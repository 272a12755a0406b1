/**
 * The mathematics of diffusion in plain numbers: noise schedule, prediction targets, loss weights and the coefficients
 * of a sampler. No tensors here; the packages above apply these scalars to them.
 */
package loralei.diffusion;
