"""Arithmetic and products."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.scratch.ops import elementwise
from tests.scratch.cases.case import both, case
from tests.scratch.parity import positive

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
    case("abs, method", lambda a: elementwise.abs(a), torch.abs, (3, 4)),
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
    case("linear", scratch.linear, F.linear, (3, 4), (5, 4), (5,)),
    case("linear, batches", scratch.linear, F.linear, (2, 3, 4), (5, 4), (5,)),
    case("linear, no bias", scratch.linear, F.linear, (4,), (5, 4)),
]


EINSUM = [
    case(
        equation,
        lambda *xs, e=equation: scratch.einsum(e, *xs),
        lambda *xs, e=equation: torch.einsum(e, *xs),
        *shapes,
    )
    for equation, shapes in [
        ("ij,jk->ik", [(3, 4), (4, 5)]),
        ("ij->ji", [(3, 4)]),
        ("ij->i", [(3, 4)]),
        ("ij->", [(3, 4)]),
        ("i,j->ij", [(3,), (4,)]),
        ("i,i->", [(3,), (3,)]),
        ("ij,ij->ij", [(3, 4), (3, 4)]),
        ("bqhd,bkhd->bhqk", [(2, 3, 4, 5), (2, 6, 4, 5)]),
        ("bhqk,bkhd->bqhd", [(2, 4, 3, 6), (2, 6, 4, 5)]),
        ("ij,kj,lk->il", [(3, 4), (5, 4), (2, 5)]),
        ("ia,jb->ji", [(3, 4), (5, 2)]),
        (",i->i", [(), (3,)]),
    ]
]
