"""A Llama's sizes and tensors in a GGUF file, whose names are those of llama.cpp."""

from __future__ import annotations

import torch
from torch import Tensor

from dlbook.data.weight_files import Weights


def llama_sizes(weights: Weights) -> dict:
    """Return the sizes that a file states, by the names of the fields of ``LlamaConfig``."""
    entries = weights.metadata
    if entries.get("general.architecture") != "llama":
        raise ValueError(
            "Llama.from_weights: expected the weights of a Llama in a GGUF file, got the "
            f"architecture {entries.get('general.architecture')!r}"
        )
    return {
        "vocab_size": weights.stored["token_embd.weight"].shape[0],
        "block_size": entries["llama.context_length"],
        "d_model": entries["llama.embedding_length"],
        "n_head": entries["llama.attention.head_count"],
        "n_kv_head": entries["llama.attention.head_count_kv"],
        "n_layer": entries["llama.block_count"],
        "d_ff": entries["llama.feed_forward_length"],
        "rotary_base": entries["llama.rope.freq_base"],
        "eps": entries["llama.attention.layer_norm_rms_epsilon"],
    }


# From our names of a block's layers to those of llama.cpp.
GGUF_NAMES = {
    "norm_1": "attn_norm",
    "attention.query": "attn_q",
    "attention.key": "attn_k",
    "attention.value": "attn_v",
    "attention.proj": "attn_output",
    "norm_2": "ffn_norm",
    "mlp.gate": "ffn_gate",
    "mlp.up": "ffn_up",
    "mlp.down": "ffn_down",
}


def llama_tensors(weights: Weights, n_layer: int) -> dict[str, Tensor]:
    """Return the tensors of a file by the names of :class:`~dlbook.models.language.Llama`."""
    names = {"embedding": "token_embd", "norm": "output_norm"}
    for i in range(n_layer):
        names |= {f"blocks.{i}.{ours}": f"blk.{i}.{s}" for ours, s in GGUF_NAMES.items()}
    return {
        f"{ours}.weight": torch.from_numpy(weights[f"{theirs}.weight"])
        for ours, theirs in names.items()
    }
