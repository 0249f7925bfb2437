"""A deep learning engine from scratch: NumPy, and nothing else.

Read it in this order: :mod:`~dlbook.scratch.tensor` (the graph and the backward
pass), then any file of :mod:`~dlbook.scratch.ops` (each operation's forward next
to its gradient), then :mod:`~dlbook.scratch.gradcheck` (how we know that they are
right). Networks are made of them in :mod:`~dlbook.scratch.module` and
:mod:`~dlbook.scratch.layers`, started by :mod:`~dlbook.scratch.init`, and
trained by :mod:`~dlbook.scratch.optim`.

Notes
-----
``make bench`` measures a training step (forward, backward, update; float32, one
thread) as ratios to torch eager, the same arithmetic in turn in one run.

On an AMD EPYC with two virtual cores (torch 2.13.0, NumPy 2.4.6, November 2026), with
nothing else running; the range of the repetitions in brackets:

==================  ====  ============
step                time  range
==================  ====  ============
MLP                 1.05  0.94 to 1.17
CNN                 1.02  0.96 to 1.14
Transformer block   0.83  0.74 to 0.94
LSTM                1.19  1.15 to 1.24
==================  ====  ============

An MLP's step takes longer than the same step written out by hand in NumPy: the
difference is the graph, and the checks of shapes, dtypes and versions that turn a
wrong call into a clear error. A CNN copies every window of its input
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
