"""Language models, from n-gram counts to Llama and BERT, and how to sample from them."""

from dlbook.models.language.bert import Bert, BertBlock, BertConfig, SentenceEncoder
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
from dlbook.models.language.llama import (
    GroupedQueryAttention,
    Llama,
    LlamaBlock,
    LlamaConfig,
    SwiGLU,
    WindowKVCache,
    rotate_neighbors,
)
from dlbook.models.language.mixers import (
    LinearAttention,
    RecallNet,
    SelectiveStateSpace,
    SoftmaxAttention,
    StateSpace,
)
from dlbook.models.language.ngram import NGram
from dlbook.models.language.sampling import sample, top_k_filter, top_p_filter

__all__ = [
    "GPT",
    "Bert",
    "BertBlock",
    "BertConfig",
    "Block",
    "CausalSelfAttention",
    "CharRNN",
    "GPTConfig",
    "GroupedQueryAttention",
    "KVCache",
    "LinearAttention",
    "Llama",
    "LlamaBlock",
    "LlamaConfig",
    "NGram",
    "RecallNet",
    "SelectiveStateSpace",
    "SentenceEncoder",
    "SoftmaxAttention",
    "StateSpace",
    "SwiGLU",
    "WindowKVCache",
    "apply_rotary_emb",
    "rotary_cos_sin",
    "rotate_neighbors",
    "sample",
    "top_k_filter",
    "top_p_filter",
]
