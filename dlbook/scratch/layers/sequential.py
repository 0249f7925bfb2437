"""One layer after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dlbook.scratch.module import Module
from dlbook.scratch.tensor import Tensor


class Sequential(Module):
    """Pass the input through ``layers`` in turn.

    Parameters
    ----------
    *layers : Module or callable
        Each takes the result of the one before. A plain function is welcome
        where there is nothing to save: ``Sequential(Linear(...), relu)``.

    Notes
    -----
    The layers are attributes named by their position, so that the weights are
    called ``0.weight``, ``2.weight`` and so on, as in torch.
    """

    def __init__(self, *layers: Callable[[Tensor], Tensor]):
        for i, layer in enumerate(layers):
            if not callable(layer):
                raise TypeError(
                    f"Sequential: layer {i} must be a Module or a function, "
                    f"got {type(layer).__name__}"
                )
            setattr(self, str(i), layer)
        self.length = len(layers)

    def forward(self, input: Tensor) -> Tensor:
        """Return the last layer's output."""
        for layer in self:
            input = layer(input)
        return input

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Callable[[Tensor], Tensor]]:
        return (getattr(self, str(i)) for i in range(self.length))

    def __getitem__(self, index: int) -> Callable[[Tensor], Tensor]:
        return list(self)[index]
