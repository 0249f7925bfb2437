"""A GPT of today's kind: rotary positions, RMS normalization, a cache for writing."""

from dlbook.models.gpt.attention import CausalAttention, KVCache
from dlbook.models.gpt.generate import generate, generate_without_cache
from dlbook.models.gpt.model import GPT, GPTConfig, LastTokens
from dlbook.models.gpt.rotary import rotate, rotation_table

__all__ = [
    "GPT",
    "CausalAttention",
    "GPTConfig",
    "KVCache",
    "LastTokens",
    "generate",
    "generate_without_cache",
    "rotate",
    "rotation_table",
]
