/**
 * Tensors, kernels, scopes, precision and devices: the only door to DJL.
 *
 * <p>All tensor arithmetic is written as TorchScript kernels (text under {@code resources/loralei/torch/kernels}), which
 * this package puts into an archive in memory and loads into libtorch. Kernels run without autograd: each one that
 * takes part in training has its derivative beside it, written out.
 */
package loralei.torch;
