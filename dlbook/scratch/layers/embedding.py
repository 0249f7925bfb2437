"""A table with a row for each symbol."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.init.plain import normal_
from dlbook.scratch.module import Module
from dlbook.scratch.ops.embedding import embedding
from dlbook.scratch.tensor import Tensor


class Embedding(Module):
    """Look up rows of a table, which are trained.

    Parameters
    ----------
    num_embeddings, embedding_dim : int
        Rows V, and their length D.
    rng : numpy.random.Generator
        Source of the initial rows.

    Attributes
    ----------
    weight : Tensor
        Shape ``(V, D)``; initially normal numbers of mean 0 and variance 1, as in
        torch.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, *, rng: np.random.Generator):
        weight = Tensor(
            np.empty((num_embeddings, embedding_dim), np.float32), requires_grad=True
        )
        self.weight = normal_(weight, rng=rng)

    def forward(self, input) -> Tensor:
        """Map row numbers of any shape ``(...)`` to ``(..., D)``."""
        return embedding(input, self.weight)
