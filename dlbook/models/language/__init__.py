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
from dlbook.models.language.seq2seq import (
    AdditiveAttention,
    GRUSeq2Seq,
    GRUSeq2SeqConfig,
    MultiHeadAttention,
    RecurrentEncoder,
    TransformerBlock,
    TransformerConfig,
    TransformerSeq2Seq,
    beam_search,
    greedy_search,
)
from dlbook.models.language.tagger import CRFTagger, word_features, word_shape
from dlbook.models.language.word_table import WordTable

__all__ = [
    "GPT",
    "AdditiveAttention",
    "Bert",
    "BertBlock",
    "BertConfig",
    "Block",
    "CRFTagger",
    "CausalSelfAttention",
    "CharRNN",
    "GPTConfig",
    "GRUSeq2Seq",
    "GRUSeq2SeqConfig",
    "GroupedQueryAttention",
    "KVCache",
    "LinearAttention",
    "Llama",
    "LlamaBlock",
    "LlamaConfig",
    "MultiHeadAttention",
    "NGram",
    "RecallNet",
    "RecurrentEncoder",
    "SelectiveStateSpace",
    "SentenceEncoder",
    "SoftmaxAttention",
    "StateSpace",
    "SwiGLU",
    "TransformerBlock",
    "TransformerConfig",
    "TransformerSeq2Seq",
    "WindowKVCache",
    "WordTable",
    "apply_rotary_emb",
    "beam_search",
    "greedy_search",
    "rotary_cos_sin",
    "rotate_neighbors",
    "sample",
    "top_k_filter",
    "top_p_filter",
    "word_features",
    "word_shape",
]
