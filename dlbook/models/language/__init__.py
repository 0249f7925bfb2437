"""Language models, from n-gram counts to Llama and BERT, and how to sample from them.

Ten lines that chat::

    import torch
    from dlbook.data import load_weights
    from dlbook.data.tokenizers import BPETokenizer
    from dlbook.models.language import Llama

    weights = load_weights("smollm2-135m")
    model, tokenizer = Llama.from_weights(weights), BPETokenizer.from_weights(weights)
    chat, end = [], tokenizer.number("<|im_end|>")
    while question := input("> "):
        chat.append({"role": "user", "content": question})
        prompt = torch.tensor([tokenizer.encode_chat(chat)])
        tokens = model.generate(prompt, 200, stop=end, temperature=0.2, top_p=0.9)
        answer = tokenizer.decode(tokens[0, prompt.shape[1] :])
        chat.append({"role": "assistant", "content": answer})
        print(answer)
"""

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
    rotate_neighbors,
)
from dlbook.models.language.lora import LoRALinear, add_lora
from dlbook.models.language.mixers import (
    LinearAttention,
    RecallNet,
    SelectiveStateSpace,
    SoftmaxAttention,
    StateSpace,
)
from dlbook.models.language.ngram import NGram
from dlbook.models.language.sampling import continue_texts, sample, top_k_filter, top_p_filter
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
from dlbook.models.language.window_cache import WindowKVCache
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
    "LoRALinear",
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
    "add_lora",
    "apply_rotary_emb",
    "beam_search",
    "continue_texts",
    "greedy_search",
    "rotary_cos_sin",
    "rotate_neighbors",
    "sample",
    "top_k_filter",
    "top_p_filter",
    "word_features",
    "word_shape",
]
