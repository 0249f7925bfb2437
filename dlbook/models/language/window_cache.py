"""A key-value cache that forgets what is further back than a window."""

from __future__ import annotations

from torch import Tensor

from dlbook.models.language.gpt import KVCache


class WindowKVCache(KVCache):
    """Keys and values of the last ``window`` tokens; ``length`` counts all tokens read."""

    def __init__(self, window: int):
        super().__init__()
        if window < 1:
            raise ValueError(f"WindowKVCache: window must be at least 1, got {window}")
        self.window = window

    def append(self, k_BNTK: Tensor, v_BNTK: Tensor) -> tuple[Tensor, Tensor]:
        """Return those that were kept, and the new ones, of which the last are kept."""
        seen = self.length + k_BNTK.shape[2]
        k_BNTK, v_BNTK = super().append(k_BNTK, v_BNTK)
        # Copies: a view would keep the memory of what is dropped.
        self.k, self.v = (x[:, :, -self.window :].clone() for x in (k_BNTK, v_BNTK))
        self.length = seen
        return k_BNTK, v_BNTK
