"""A deep learning engine from scratch: NumPy, and nothing else.

Read it in this order: :mod:`~dlbook.scratch.tensor` (the graph and the backward
pass, one page), then any file of :mod:`~dlbook.scratch.ops` (each operation's
forward beside its gradient), then :mod:`~dlbook.scratch.gradcheck` (how we know
that they are right).
"""

from dlbook.scratch import operators as operators  # binds +, @, .sum() ... to Tensor
from dlbook.scratch.grad_mode import no_grad
from dlbook.scratch.gradcheck import gradcheck
from dlbook.scratch.ops.activations import (
    gelu,
    leaky_relu,
    relu,
    sigmoid,
    silu,
    softplus,
    tanh,
)
from dlbook.scratch.ops.arithmetic import exp, log, sqrt
from dlbook.scratch.ops.losses import cross_entropy, mse_loss
from dlbook.scratch.ops.softmax import log_softmax, softmax
from dlbook.scratch.tensor import Tensor
from dlbook.scratch.trace import trace

__all__ = [
    "Tensor",
    "cross_entropy",
    "exp",
    "gelu",
    "gradcheck",
    "leaky_relu",
    "log",
    "log_softmax",
    "mse_loss",
    "no_grad",
    "relu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "sqrt",
    "tanh",
    "trace",
]
