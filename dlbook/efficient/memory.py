"""Count the memory of a training step: what autograd saves, and the peak of what is alive."""

from __future__ import annotations

import weakref
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode

from dlbook.efficient.ledger import tensors_in


def saved_bytes(model: nn.Module, loss: Callable[[], Tensor]) -> int:
    """Return the bytes that the graph of ``loss()`` keeps for the backward pass.

    A tensor that several operations keep counts once, and the model's parameters and buffers
    do not count. On the device ``"meta"`` nothing is computed and no memory is used.
    """
    own = {t.untyped_storage()._cdata for t in [*model.parameters(), *model.buffers()]}
    kept: dict[int, torch.UntypedStorage] = {}

    def pack(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        if storage._cdata not in own:
            kept[storage._cdata] = storage
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        loss()
    return sum(storage.nbytes() for storage in kept.values())


class MemoryTracker(TorchDispatchMode):
    """Follow the bytes of all tensors that are alive in a ``with`` block, and their peak.

    ``given`` are tensors that exist before it, such as parameters: they count from the start.
    """

    def __init__(self, given: list[Tensor]) -> None:
        super().__init__()
        self.alive: dict[int, int] = {}
        self.peak = 0
        self._follow(given)

    def _follow(self, found: list[Tensor]) -> None:
        for tensor in found:
            storage = tensor.untyped_storage()
            key = storage._cdata
            if key not in self.alive:
                self.alive[key] = storage.nbytes()
                weakref.finalize(storage, self.alive.pop, key, None)
        self.peak = max(self.peak, sum(self.alive.values()))

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        """Run the operation and follow what it returns."""
        out = func(*args, **(kwargs or {}))
        self._follow(tensors_in(out))
        return out
