"""BERT equals torch's own encoder; padding and company change no sentence's vector."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.data.tokenizers import WordPieceTokenizer
from dlbook.models.language import Bert, BertBlock, BertConfig, SentenceEncoder
from tests.models.checks import example, random_tokens

SMALL = BertConfig(13, 11, d_model=24, n_head=3, n_layer=2, d_ff=40)
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghi"]


@pytest.fixture
def encoder():
    return SentenceEncoder(Bert(SMALL).eval(), WordPieceTokenizer(WORDS), max_length=9)


def test_a_block_is_torchs_encoder_layer():
    ours = BertBlock(SMALL)
    theirs = nn.TransformerEncoderLayer(
        24, 3, 40, dropout=0.0, activation="gelu", layer_norm_eps=1e-12, batch_first=True
    )
    parts = (ours.attention.query, ours.attention.key, ours.attention.value)
    for norm in (ours.norm_1, ours.norm_2):
        nn.init.normal_(norm.weight)
    state = {
        "self_attn.in_proj_weight": torch.cat([p.weight for p in parts]),
        "self_attn.in_proj_bias": torch.cat([p.bias for p in parts]),
        "self_attn.out_proj.weight": ours.attention.proj.weight,
        "self_attn.out_proj.bias": ours.attention.proj.bias,
    }
    pairs = {
        "linear1": ours.up,
        "linear2": ours.down,
        "norm1": ours.norm_1,
        "norm2": ours.norm_2,
    }
    for name, layer in pairs.items():
        state |= {f"{name}.weight": layer.weight, f"{name}.bias": layer.bias}
    theirs.load_state_dict(state)
    x, is_token = example(4, 7, 24)[0], torch.ones(4, 7, dtype=torch.bool)
    is_token[1, 4:] = is_token[3, 1:] = False
    expected = theirs(x, src_key_padding_mask=~is_token)
    found = ours(x, is_token)
    torch.testing.assert_close(found[is_token], expected[is_token], rtol=1e-4, atol=1e-5)


def test_padding_changes_nothing():
    model, tokens = Bert(SMALL), random_tokens(3, 7)
    is_token = torch.tensor([[True] * 5 + [False] * 2] * 3)
    alone = model(tokens[:, :5])
    padded = model(tokens, is_token)
    torch.testing.assert_close(padded[:, :5], alone, rtol=1e-4, atol=1e-5)
    assert (model(tokens)[:, :5] - alone).abs().max() > 0.01  # but it would, unmarked


def test_the_order_of_words_matters():
    model, tokens = Bert(SMALL), random_tokens(1, 7)
    assert (model(tokens) - model(tokens.flip(1)).flip(1)).abs().max() > 0.01


@pytest.mark.parametrize("batch_size", [1, 2, 32])
def test_a_vector_depends_on_its_sentence_alone(encoder, batch_size):
    sentences = ["a b c", "d", "", "e f g h a b c d e f", "b a c"]
    vectors = encoder.encode(sentences, batch_size)
    assert vectors.shape == (5, 24)
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(5))
    for sentence, vector in zip(sentences, vectors, strict=True):
        tokens = torch.tensor([encoder.tokenizer.encode(sentence, 9)])
        mean = encoder.bert(tokens)[0].mean(dim=0)
        torch.testing.assert_close(vector, mean / mean.norm(), rtol=1e-4, atol=1e-5)


def test_no_sentences_and_a_single_string(encoder):
    assert encoder.encode([]).shape == (0, 24)
    with pytest.raises(TypeError, match="expected a list of sentences, got one str"):
        encoder.encode("a b")


def test_impossible_sizes_are_refused():
    with pytest.raises(ValueError, match="d_model 24 is not a multiple of 5 heads"):
        Bert(BertConfig(13, 11, d_model=24, n_head=5))
    with pytest.raises(ValueError, match="12 tokens exceed the block size of 11"):
        Bert(SMALL)(random_tokens(1, 12))
