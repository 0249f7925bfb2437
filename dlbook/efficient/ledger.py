"""Write down the FLOPs and the bytes of each operation that torch runs."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


class Operation(NamedTuple):
    """One operation: its name in ATen, its FLOPs, and the bytes that it reads and writes.

    ``narrow`` is the smallest of the three sizes of a product: narrow ones run slowly.
    """

    name: str
    flops: int
    bytes: int
    narrow: int = 0


class Ledger(TorchDispatchMode):
    """Record the operations of a ``with`` block; on the device ``"meta"`` none is computed.

    A multiply-add is two FLOPs, and only matrix products and convolutions have any: other
    operations are paid for by their bytes, each input and each output once. Views move no
    data and are left out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.operations: list[Operation] = []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        """Run the operation and record it."""
        out = func(*args, **(kwargs or {}))
        name = func._schema.name.removeprefix("aten::")
        if not (func.is_view or name in {"detach", "_unsafe_view"}):
            moved = tensors_in((args, kwargs)) + tensors_in(out)
            size = sum(t.numel() * t.element_size() for t in moved)
            self.operations.append(Operation(name, *product_cost(name, args, out, size)))
        return out

    @property
    def flops(self) -> int:
        """FLOPs of all operations."""
        return sum(op.flops for op in self.operations)

    @property
    def bytes(self) -> int:
        """Bytes that all operations read and write."""
        return sum(op.bytes for op in self.operations)


def tensors_in(tree) -> list[Tensor]:
    """Return the tensors in nested lists, tuples and dicts."""
    return [leaf for leaf in tree_leaves(tree) if isinstance(leaf, torch.Tensor)]


def product_cost(name: str, args: tuple, out, size: int) -> tuple[int, int, int]:
    """Return FLOPs (twice the multiply-adds), the given bytes, and the narrowest side."""
    if name in {"mm", "bmm", "addmm", "baddbmm"}:
        left, right = tensors_in(args)[-2:]
        rows, inner, columns = *left.shape[-2:], right.shape[-1]
        return 2 * out.numel() * inner, size, min(rows, inner, columns)
    if name == "convolution":
        x, weight, transposed, made, products = *args[:2], args[6], out, 1
    elif name == "convolution_backward":  # a product for the inputs, one for the weights
        made, x, weight, transposed, products = *args[:3], args[7], sum(args[-1][:2])
    else:
        return 0, size, 0
    patch = prod(weight.shape[1:])
    places = x if transposed else made  # each of its numbers takes one product with a patch
    return 2 * places.numel() * patch * products, size, min(patch, weight.shape[0])
