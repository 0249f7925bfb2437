"""A deep learning engine from scratch: NumPy, and nothing else.

Read it in this order: :mod:`~dlbook.scratch.tensor` (the graph and the backward
pass, one page), then any file of :mod:`~dlbook.scratch.ops` (each operation's
forward beside its gradient), then :mod:`~dlbook.scratch.gradcheck` (how we know
that they are right). Networks are made of them in :mod:`~dlbook.scratch.module`
and :mod:`~dlbook.scratch.layers`, started by :mod:`~dlbook.scratch.init`, and
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

With two threads the ratios were 0.23, 0.63, 0.52 and 0.47; there torch was
slower than with one thread, as its threads wait for each other on a shared
machine. micrograd, which works number by number, needs about 500,000 times as
long for the MLP and cannot express the others. The share of the peak is the
speed in the matrix products over that of one large product.

Left on the table: the MLP's step written out by hand takes 0.66 of torch's
time, so the graph and the checks of shapes, dtypes and versions that turn a
wrong call into a clear error cost about 0.3 milliseconds a step. The
CNN copies every window of its input (:mod:`~dlbook.scratch.ops.windows`), where
torch has kernels that need not. Both could go, and a reader could no longer
follow them.
"""

from dlbook.scratch import init, layers, optim
from dlbook.scratch import operators as operators  # binds +, @, .sum() ... to Tensor
from dlbook.scratch.anomaly import detect_anomaly
from dlbook.scratch.explain import explain_gradients
from dlbook.scratch.grad_mode import no_grad
from dlbook.scratch.gradcheck import gradcheck
from dlbook.scratch.memory import keep_freed_memory
from dlbook.scratch.module import Module
from dlbook.scratch.ops.activations import (
    elu,
    gelu,
    leaky_relu,
    relu,
    selu,
    sigmoid,
    silu,
    softplus,
    tanh,
)
from dlbook.scratch.ops.adaptive_pool import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_max_pool1d,
    adaptive_max_pool2d,
)
from dlbook.scratch.ops.arithmetic import exp, log, sqrt
from dlbook.scratch.ops.attention import scaled_dot_product_attention
from dlbook.scratch.ops.binary_cross_entropy import binary_cross_entropy_with_logits
from dlbook.scratch.ops.channel_norm import batch_norm, group_norm
from dlbook.scratch.ops.conv import conv1d, conv2d
from dlbook.scratch.ops.conv_transpose import conv_transpose1d, conv_transpose2d
from dlbook.scratch.ops.cross_entropy import cross_entropy
from dlbook.scratch.ops.ctc import ctc_loss
from dlbook.scratch.ops.divergence import kl_div
from dlbook.scratch.ops.dropout import dropout
from dlbook.scratch.ops.einsum import einsum
from dlbook.scratch.ops.embedding import embedding
from dlbook.scratch.ops.gather import gather, scatter_add
from dlbook.scratch.ops.hinge import multi_margin_loss
from dlbook.scratch.ops.join import concat, pad, stack
from dlbook.scratch.ops.linear import linear
from dlbook.scratch.ops.losses import huber_loss, l1_loss, mse_loss, smooth_l1_loss
from dlbook.scratch.ops.norm import layer_norm, rms_norm
from dlbook.scratch.ops.pool import avg_pool1d, avg_pool2d, max_pool1d, max_pool2d
from dlbook.scratch.ops.select import clip, maximum, minimum, where
from dlbook.scratch.ops.softmax import log_softmax, logsumexp, softmax
from dlbook.scratch.tensor import Tensor
from dlbook.scratch.trace import trace

__all__ = [
    "Module",
    "Tensor",
    "adaptive_avg_pool1d",
    "adaptive_avg_pool2d",
    "adaptive_max_pool1d",
    "adaptive_max_pool2d",
    "avg_pool1d",
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy_with_logits",
    "clip",
    "concat",
    "conv1d",
    "conv2d",
    "conv_transpose1d",
    "conv_transpose2d",
    "cross_entropy",
    "ctc_loss",
    "detect_anomaly",
    "dropout",
    "einsum",
    "elu",
    "embedding",
    "exp",
    "explain_gradients",
    "gather",
    "gelu",
    "gradcheck",
    "group_norm",
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
    "max_pool1d",
    "max_pool2d",
    "maximum",
    "minimum",
    "mse_loss",
    "multi_margin_loss",
    "no_grad",
    "optim",
    "pad",
    "relu",
    "rms_norm",
    "scaled_dot_product_attention",
    "scatter_add",
    "selu",
    "sigmoid",
    "silu",
    "smooth_l1_loss",
    "softmax",
    "softplus",
    "sqrt",
    "stack",
    "tanh",
    "trace",
    "where",
]

keep_freed_memory()
