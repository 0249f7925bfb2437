"""Language models, from n-gram counts to a GPT, and how to sample from them."""

from dlbook.models.language.char_rnn import CharRNN
from dlbook.models.language.gpt import (
    GPT,
    Block,
    CausalSelfAttention,
    GPTConfig,
    KVCache,
    apply_rotary_emb,
    rotary_cos_sin,
)
from dlbook.models.language.ngram import NGram
from dlbook.models.language.sampling import sample, top_k_filter, top_p_filter

__all__ = [
    "GPT",
    "Block",
    "CausalSelfAttention",
    "CharRNN",
    "GPTConfig",
    "KVCache",
    "NGram",
    "apply_rotary_emb",
    "rotary_cos_sin",
    "sample",
    "top_k_filter",
    "top_p_filter",
]
