"""What layers of a network compute, entry by entry or group by group."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.scratch import Tensor
from tests.scratch.cases.case import case

SOFTMAX = [
    case("logsumexp", scratch.logsumexp, lambda x: torch.logsumexp(x, -1), (3, 4)),
    case(
        "logsumexp, axis kept",
        lambda x: scratch.logsumexp(x, 0, keepdims=True),
        lambda x: torch.logsumexp(x, 0, keepdim=True),
        (3, 4),
    ),
    case("softmax", scratch.softmax, lambda x: F.softmax(x, -1), (3, 4)),
    case(
        "softmax, axis", lambda x: scratch.softmax(x, 1), lambda x: F.softmax(x, 1), (3, 4, 5)
    ),
    case("log_softmax", scratch.log_softmax, lambda x: F.log_softmax(x, -1), (3, 4)),
    case(
        "log_softmax, axis",
        lambda x: scratch.log_softmax(x, 0),
        lambda x: F.log_softmax(x, 0),
        (3, 4, 5),
    ),
]

ACTIVATIONS = [
    case("sigmoid", scratch.sigmoid, torch.sigmoid, (3, 4)),
    case("tanh", scratch.tanh, torch.tanh, (3, 4)),
    case("relu", scratch.relu, torch.relu, (3, 4)),
    case("leaky_relu", scratch.leaky_relu, F.leaky_relu, (3, 4)),
    case(
        "leaky_relu, slope",
        lambda x: scratch.leaky_relu(x, 0.3),
        lambda x: F.leaky_relu(x, 0.3),
        (3, 4),
    ),
    case("silu", scratch.silu, F.silu, (3, 4)),
    case("softplus", scratch.softplus, F.softplus, (3, 4)),
    case("elu", scratch.elu, F.elu, (3, 4)),
    case("elu, alpha", lambda x: scratch.elu(x, 0.5), lambda x: F.elu(x, 0.5), (3, 4)),
    case("selu", scratch.selu, F.selu, (3, 4)),
    case("gelu", scratch.gelu, lambda x: F.gelu(x, approximate="tanh"), (3, 4)),
]


def torch_dropout(x):
    """Drop what our operation drops with the same random numbers."""
    return x * torch.tensor(np.random.default_rng(3).random((3, 4), np.float32) >= 0.4) / 0.6


DROPOUT = [
    case(
        "dropout",
        lambda x: scratch.dropout(x, 0.4, rng=np.random.default_rng(3)),
        torch_dropout,
        (3, 4),
    ),
]


def running(x) -> tuple[np.ndarray, np.ndarray]:
    """Return a mean and a variance for each channel."""
    dtype = np.float32 if "float32" in str(x.dtype) else np.float64
    channels = x.shape[1]
    return np.linspace(-1, 1, channels, dtype=dtype), np.linspace(0.5, 2, channels, dtype=dtype)


def running_tensors(x: Tensor) -> list[Tensor]:
    """Return them as tensors on the device of ``x``."""
    return [Tensor(np.asarray(value, like=x.data)) for value in running(x)]


NORMALIZATION = [
    case(
        "batch_norm",
        lambda x, w, b: scratch.batch_norm(x, *running_tensors(x), w, b),
        lambda x, w, b: F.batch_norm(x, *map(torch.tensor, running(x)), w, b),
        (5, 3),
        (3,),
        (3,),
    ),
    case(
        "batch_norm, training",
        lambda x, w, b: scratch.batch_norm(x, None, None, w, b, training=True),
        lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True),
        (5, 3, 4, 2),
        (3,),
        (3,),
    ),
    case(
        "batch_norm, plain",
        lambda x: scratch.batch_norm(x, None, None, training=True, eps=0.1),
        lambda x: F.batch_norm(x, None, None, training=True, eps=0.1),
        (5, 3, 4),
    ),
    case(
        "layer_norm",
        lambda x, w, b: scratch.layer_norm(x, 4, w, b),
        lambda x, w, b: F.layer_norm(x, (4,), w, b),
        (2, 3, 4),
        (4,),
        (4,),
    ),
    case(
        "layer_norm, two axes",
        lambda x, w: scratch.layer_norm(x, (3, 4), w, eps=0.1),
        lambda x, w: F.layer_norm(x, (3, 4), w, eps=0.1),
        (2, 3, 4),
        (3, 4),
    ),
    case(
        "rms_norm",
        lambda x, w: scratch.rms_norm(x, 4, w),
        lambda x, w: F.rms_norm(x, (4,), w),
        (2, 3, 4),
        (4,),
    ),
    case(
        "rms_norm, plain",
        lambda x: scratch.rms_norm(x, (3, 4), eps=0.1),
        lambda x: F.rms_norm(x, (3, 4), eps=0.1),
        (2, 3, 4),
    ),
    case(
        "group_norm",
        lambda x, w, b: scratch.group_norm(x, 2, w, b),
        lambda x, w, b: F.group_norm(x, 2, w, b),
        (3, 4, 5, 2),
        (4,),
        (4,),
    ),
    case(
        "group_norm, plain",
        lambda x: scratch.group_norm(x, 3, eps=0.1),
        lambda x: F.group_norm(x, 3, eps=0.1),
        (2, 6, 5),
    ),
]
