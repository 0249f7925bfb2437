"""The pre-norm transformer block that looks both ways, as in BERT's and ViT's line.

Letters in names of arrays: B batch, T positions, N heads, K head size, D width.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention


class SelfAttention(nn.Module):
    """Each position gathers from all (Vaswani et al. 2017, section 3.2.2).

    Parameters
    ----------
    width, heads : int
        Numbers per position, D, and heads, N, which divide it.
    """

    def __init__(self, width: int, heads: int):
        super().__init__()
        if width % heads:
            raise ValueError(f"SelfAttention: width {width} is not a multiple of {heads} heads")
        self.heads = heads
        self.query_key_value = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)

    def forward(self, x_BTD: Tensor) -> Tensor:
        """Return what each position gathers, shape ``(B, T, D)``."""
        B, T, D = x_BTD.shape
        qkv = self.query_key_value(x_BTD).view(B, T, 3, self.heads, D // self.heads)
        mixed_BNTK = scaled_dot_product_attention(*qkv.permute(2, 0, 3, 1, 4))
        return self.output(mixed_BNTK.transpose(1, 2).reshape(B, T, D))


class EncoderBlock(nn.Module):
    """Attention, then a perceptron at each position, both normalized before and added.

    Parameters
    ----------
    width, heads : int
        As :class:`SelfAttention`.
    hidden : int
        Units of the perceptron.

    Notes
    -----
    Differs from the paper: normalization stands before each part and not after the sum (Xiong
    et al. 2020, figure 1b), GELU in place of ReLU, no dropout.
    """

    def __init__(self, width: int, heads: int, hidden: int):
        super().__init__()
        self.norm_1 = nn.LayerNorm(width, eps=1e-6)
        self.attention = SelfAttention(width, heads)
        self.norm_2 = nn.LayerNorm(width, eps=1e-6)
        self.expand = nn.Linear(width, hidden)
        self.reduce = nn.Linear(hidden, width)

    def forward(self, x_BTD: Tensor) -> Tensor:
        """Return the next ``(B, T, D)``."""
        x_BTD = x_BTD + self.attention(self.norm_1(x_BTD))
        return x_BTD + self.reduce(gelu(self.expand(self.norm_2(x_BTD))))
