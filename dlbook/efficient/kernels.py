"""The kernel itself; importing this file needs Triton."""

import triton
import triton.language as tl


@triton.jit
def bias_relu_scale_kernel(x_ptr, bias_ptr, out_ptr, scale, size, width, BLOCK: tl.constexpr):
    """Each program reads one block of x, computes three operations on it, and writes once."""
    where = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    inside = where < size
    x = tl.load(x_ptr + where, mask=inside)
    bias = tl.load(bias_ptr + where % width, mask=inside)
    tl.store(out_ptr + where, scale * tl.maximum(x + bias, 0.0), mask=inside)
