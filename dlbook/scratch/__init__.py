"""A deep learning engine from scratch: NumPy, and nothing else.

Read it in this order: :mod:`~dlbook.scratch.tensor` (the graph and the backward
pass), then any file of :mod:`~dlbook.scratch.ops` (each operation's forward next
to its gradient), then :mod:`~dlbook.scratch.gradcheck` (how we know that they are
right). Networks are made of them in :mod:`~dlbook.scratch.module` and
:mod:`~dlbook.scratch.layers`, started by :mod:`~dlbook.scratch.init`, and
trained by :mod:`~dlbook.scratch.optim`.

Notes
-----
Time of a training step (forward, backward, update; float32, one thread) over
that of torch eager, the same arithmetic in turn in one run, medians; measured
on two virtual cores of an AMD EPYC with NumPy 2.4.6 and torch 2.13.0 on
2026-11-21 by ``make bench``, which says more.

======================  ====  ====  =================  ====
..                      MLP   CNN   Transformer block  LSTM
======================  ====  ====  =================  ====
dlbook.scratch          0.94  1.12  0.93               1.18
NumPy, by hand          0.66
HIPS autograd           2.93  16    5.65               5.12
tinygrad, CPU           3.63  3.83  7.04               83
share of the peak       50%   20%   47%                54%
torch's                 52%   20%   46%                70%
memory of a step, MB    1     36    12                 16
torch's, MB             9     39    23                 39
======================  ====  ====  =================  ====

micrograd, which works number by number, needs about 500,000 times as
long for the MLP and cannot express the others. The share of the peak is the
speed in the matrix products over that of one large product.

The MLP's step written out by hand takes 0.66 of torch's time: the rest is the
graph, and the checks of shapes, dtypes and versions that turn a wrong call into
a clear error. The CNN copies every window of its input
(:mod:`~dlbook.scratch.ops.im2col`), where torch has kernels that need not.
"""

import numpy as _np

from dlbook.scratch import init, layers, optim
from dlbook.scratch import operators as operators  # binds +, @, .sum() ... to Tensor
from dlbook.scratch.anomaly import detect_anomaly
from dlbook.scratch.gradcheck import gradcheck
from dlbook.scratch.module import Module
from dlbook.scratch.ops.activations import (
    gelu,
    leaky_relu,
    log_softmax,
    logsumexp,
    relu,
    sigmoid,
    silu,
    softmax,
    softplus,
    tanh,
)
from dlbook.scratch.ops.attention import scaled_dot_product_attention
from dlbook.scratch.ops.conv import conv1d, conv2d, conv_transpose2d
from dlbook.scratch.ops.ctc import ctc_loss
from dlbook.scratch.ops.dropout import dropout
from dlbook.scratch.ops.elementwise import clip, exp, log, maximum, minimum, sqrt, where
from dlbook.scratch.ops.index import embedding, gather, scatter_add
from dlbook.scratch.ops.linalg import einsum, linear
from dlbook.scratch.ops.loss import (
    binary_cross_entropy_with_logits,
    cross_entropy,
    huber_loss,
    kl_div,
    l1_loss,
    mse_loss,
)
from dlbook.scratch.ops.normalization import batch_norm, layer_norm, rms_norm
from dlbook.scratch.ops.pool import (
    avg_pool2d,
    max_pool2d,
)
from dlbook.scratch.ops.shape import concat, pad, stack
from dlbook.scratch.tensor import Tensor, no_grad
from dlbook.scratch.trace import trace

__all__ = [
    "Module",
    "Tensor",
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy_with_logits",
    "clip",
    "concat",
    "conv1d",
    "conv2d",
    "conv_transpose2d",
    "cross_entropy",
    "ctc_loss",
    "detect_anomaly",
    "dropout",
    "einsum",
    "embedding",
    "exp",
    "gather",
    "gelu",
    "gradcheck",
    "huber_loss",
    "init",
    "kl_div",
    "l1_loss",
    "layer_norm",
    "layers",
    "leaky_relu",
    "linear",
    "log",
    "log_softmax",
    "logsumexp",
    "max_pool2d",
    "maximum",
    "minimum",
    "mse_loss",
    "no_grad",
    "optim",
    "pad",
    "relu",
    "rms_norm",
    "scaled_dot_product_attention",
    "scatter_add",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "sqrt",
    "stack",
    "tanh",
    "trace",
    "where",
]


def _keep_freed_memory() -> None:
    """Have the C library keep freed arrays of up to 32 MiB for the next ones.

    Every training step frees its arrays, and asks for as many again. By default
    the GNU C library returns large freed blocks to the operating system, which
    must clear every page that it gives out anew; that cost a third of a step of
    the networks in ``tools/bench``. The library stops returning blocks as large
    as one that it has seen freed (``man mallopt``, M_MMAP_THRESHOLD), and so one
    large array, never touched and freed at once, teaches it. Elsewhere this does
    nothing. The process keeps up to 64 MiB that it would otherwise return.
    """
    # The largest block from which glibc learns (DEFAULT_MMAP_THRESHOLD_MAX), less a header.
    _np.empty(32 * 2**20 - 2**13, _np.uint8)


_keep_freed_memory()
