"""Every operation with inputs to try it on, and torch's counterpart.

``test_every_operation.py`` runs the same checks over all of them; what is
particular to one operation stands in the test of its module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.scratch.ops import arithmetic, linear, shape
from tests.scratch.parity import positive


@dataclass(frozen=True)
class Case:
    """An operation, torch's counterpart, and specs of its inputs (see ``parity.draw``)."""

    name: str
    ours: Callable
    theirs: Callable
    specs: tuple


def case(name: str, ours: Callable, theirs: Callable, *specs) -> Case:
    """Return a :class:`Case`."""
    return Case(name, ours, theirs, specs)


def both(name: str, fn: Callable, *specs) -> Case:
    """Return a case whose function reads the same for our tensors and torch's."""
    return Case(name, fn, fn, specs)


ROWS = np.array([2, 0, 2, 1])
COLUMNS = np.array([1, 1, 1, 4])
CLASSES = np.array([1, 0, 4, 1, 2, 2])

ARITHMETIC = [
    both("add", lambda a, b: a + b, (3, 4), (3, 4)),
    both("add, broadcast", lambda a, b: a + b, (3, 1, 5), (4, 1)),
    both("add, number", lambda a: 2 + a + 1.5, (3, 4)),
    both("sub", lambda a, b: a - b, (3, 4), (3, 4)),
    both("sub, broadcast", lambda a, b: a - b, (4, 1), (3, 1, 5)),
    both("sub, number", lambda a: 2 - (a - 1.5), (3, 4)),
    both("mul", lambda a, b: a * b, (3, 4), (3, 4)),
    both("mul, broadcast", lambda a, b: a * b, (3, 1, 5), (4, 1)),
    both("mul, 0-d", lambda a, b: a * b, (), (4, 3)),
    both("mul, number", lambda a: 2 * a * 1.5, (3, 4)),
    both("mul, itself", lambda a: a * a, (3, 4)),
    both("div", lambda a, b: a / b, (3, 4), positive(3, 4)),
    both("div, broadcast", lambda a, b: a / b, (3, 1, 5), positive(4, 1)),
    both("div, number", lambda a: 2 / a / 1.5, positive(3, 4)),
    both("neg", lambda a: -a, (3, 4)),
    both("abs", abs, (3, 4)),
    *[
        both(f"pow, {exponent}", lambda a, n=exponent: a**n, positive(3, 4))
        for exponent in (0, 1, 2, 3, 4, 5, -1, 0.5, -1.5, 3.0)
    ],
    both("pow, negative base", lambda a: a**3, (3, 4)),
    case("exp", scratch.exp, torch.exp, (3, 4)),
    case("log", scratch.log, torch.log, positive(3, 4)),
    case("sqrt", scratch.sqrt, torch.sqrt, positive(3, 4)),
    case("abs, method", lambda a: arithmetic.abs(a), torch.abs, (3, 4)),
]

MATMUL = [
    both("matmul", lambda a, b: a @ b, (3, 4), (4, 5)),
    both("matmul, dot", lambda a, b: a @ b, (4,), (4,)),
    both("matmul, vector left", lambda a, b: a @ b, (4,), (4, 5)),
    both("matmul, vector right", lambda a, b: a @ b, (3, 4), (4,)),
    both("matmul, batch", lambda a, b: a @ b, (2, 3, 4), (2, 4, 5)),
    both("matmul, batch on the left", lambda a, b: a @ b, (2, 6, 3, 4), (4, 5)),
    both("matmul, batch on the right", lambda a, b: a @ b, (3, 4), (2, 4, 5)),
    both("matmul, broadcast batch", lambda a, b: a @ b, (2, 1, 3, 4), (6, 4, 5)),
    both("matmul, batch by vector", lambda a, b: a @ b, (2, 3, 4), (4,)),
    both("matmul, vector by batch", lambda a, b: a @ b, (4,), (2, 4, 5)),
    both("matmul, transposed", lambda a, b: a.T @ b.T, (4, 3), (5, 4)),
    both("matmul, size one", lambda a, b: a @ b, (1, 1), (1, 1)),
]

LINEAR = [
    case("linear", linear.linear, F.linear, (3, 4), (5, 4), (5,)),
    case("linear, batches", linear.linear, F.linear, (2, 3, 4), (5, 4), (5,)),
    case("linear, no bias", linear.linear, F.linear, (4,), (5, 4)),
]

REDUCE = [
    both("sum", lambda a: a.sum(), (3, 4)),
    both("sum, axis", lambda a: a.sum(axis=1), (3, 4, 5)),
    both("sum, last axis", lambda a: a.sum(axis=-1), (3, 4, 5)),
    both("sum, keepdims", lambda a: a.sum(axis=-1, keepdims=True), (3, 4)),
    both("sum, axes", lambda a: a.sum(axis=(0, -1)), (3, 4, 5)),
    both("mean", lambda a: a.mean(), (3, 4)),
    both("mean, axis", lambda a: a.mean(axis=0), (3, 4, 5)),
    both("mean, axes kept", lambda a: a.mean(axis=(0, 2), keepdims=True), (3, 4, 5)),
    case("max", lambda a: a.max(), torch.amax, (3, 4)),
    case("max, axis", lambda a: a.max(axis=1), lambda a: a.amax(1), (3, 4, 5)),
    case(
        "max, axes kept",
        lambda a: a.max(axis=(0, -1), keepdims=True),
        lambda a: a.amax((0, -1), keepdim=True),
        (3, 4, 5),
    ),
]

SHAPE = [
    both("reshape", lambda a: a.reshape(6, -1), (3, 4, 5)),
    both("reshape, tuple", lambda a: a.reshape((4, 3)), (3, 4)),
    case("transpose", shape.transpose, lambda a: a.permute(2, 1, 0), (3, 4, 5)),
    case(
        "transpose, axes",
        lambda a: a.transpose(1, -1, 0),
        lambda a: a.permute(1, 2, 0),
        (3, 4, 5),
    ),
    case("T", lambda a: a.T, lambda a: a.T, (3, 4)),
    both("swapaxes", lambda a: a.swapaxes(-1, 0), (3, 4, 5)),
]

INDEX = [
    both("getitem, number", lambda a: a[1], (3, 4)),
    both("getitem, slices", lambda a: a[1:, ::2], (3, 4)),
    both("getitem, ellipsis and None", lambda a: a[..., None, -1], (3, 4)),
    both("getitem, array", lambda a: a[ROWS], (3, 4)),
    both("getitem, two arrays", lambda a: a[ROWS, COLUMNS], (3, 5)),
    both("getitem, array and slice", lambda a: a[ROWS, 1:3], (3, 5)),
    both("getitem, mask", lambda a: a[np.array([True, False, True])], (3, 4)),
]

SOFTMAX = [
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
    case("gelu", scratch.gelu, lambda x: F.gelu(x, approximate="tanh"), (3, 4)),
]

LOSSES = [
    case("mse_loss", scratch.mse_loss, F.mse_loss, (3, 4), (3, 4)),
    case(
        "cross_entropy",
        lambda x: scratch.cross_entropy(x, CLASSES),
        lambda x: F.cross_entropy(x, torch.tensor(CLASSES)),
        (6, 5),
    ),
]

CASES = [
    *ARITHMETIC,
    *MATMUL,
    *LINEAR,
    *REDUCE,
    *SHAPE,
    *INDEX,
    *SOFTMAX,
    *ACTIVATIONS,
    *LOSSES,
]
