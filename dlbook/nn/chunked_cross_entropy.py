"""Cross-entropy over many classes without holding all logits at once."""

from __future__ import annotations

from torch import Tensor
from torch.utils.checkpoint import checkpoint

from dlbook.nn.losses import cross_entropy


def linear_cross_entropy(input: Tensor, weight: Tensor, target: Tensor, chunk: int) -> Tensor:
    """Return ``cross_entropy(input @ weight.T, target)``, computed ``chunk`` rows at a time.

    Parameters
    ----------
    input : Tensor
        What the last layer gets, shape ``(B, H)``.
    weight : Tensor
        Weights of the last layer, shape ``(C, H)``.
    target : Tensor
        Right classes, shape ``(B,)``.
    chunk : int
        Rows whose logits are held at a time: memory for ``(chunk, C)`` numbers, not ``(B, C)``.

    Notes
    -----
    The backward pass computes the logits of each part anew, so that the product with ``weight``
    is done twice.
    """
    if chunk < 1:
        raise ValueError(f"linear_cross_entropy: chunk must be at least 1, got {chunk}")

    def loss_of(rows: Tensor, classes: Tensor) -> Tensor:
        return cross_entropy(rows @ weight.T, classes, reduction="sum")

    parts = zip(input.split(chunk), target.split(chunk), strict=True)
    total = sum(checkpoint(loss_of, *part, use_reentrant=False) for part in parts)
    return total / len(input)
