"""A tagger learns what it is shown, and never breaks a rule of the tags."""

from __future__ import annotations

import pytest
import torch
from torch.nn.utils.rnn import pad_sequence

from dlbook.models.language import CRFTagger, word_features, word_shape

SENTENCES = [
    (["Ada", "Lovelace", "wrote", "it"], ["B-person", "I-person", "O", "O"]),
    (["we", "met", "Ada", "Lovelace"], ["O", "O", "B-person", "I-person"]),
    (["in", "Paris", "we", "met", "Bob"], ["O", "B-place", "O", "O", "B-person"]),
    (["we", "wrote", "it", "in", "Paris"], ["O", "O", "O", "O", "B-place"]),
] * 2
TAGS = ["B-person", "B-place", "I-person", "I-place", "O"]
FEATURES = [word_features(words) for words, _ in SENTENCES]


@pytest.mark.parametrize(
    ("word", "shape"),
    [("London", "Xx"), ("24-7", "d-d"), ("iPhone6s", "xXxdx"), ("", ""), ("Über", "Xx")],
)
def test_shapes(word, shape):
    assert word_shape(word) == shape


def test_features_name_the_word_and_its_neighbors():
    first, last = word_features(["Big", "Apple"])
    assert {"word 0: big", "word 1: apple", "word -1: <", "shape 0: Xx"} <= set(first)
    assert {"word -1: big", "word 1: >", "ends le"} <= set(last)
    assert word_features([]) == []


def batch(tagger, device="cpu"):
    x = [tagger.encode(f).to(device) for f in FEATURES]
    y = [torch.tensor([TAGS.index(t) for t in tags], device=device) for _, tags in SENTENCES]
    lengths = torch.tensor([len(t) for t in y], device=device)
    return pad_sequence(x, True), pad_sequence(y, True), lengths


def train(tagger, device="cpu"):
    optimizer = torch.optim.Adam(tagger.parameters(), 0.1)
    for _ in range(40):
        optimizer.zero_grad()
        loss = tagger.loss(*batch(tagger, device))
        loss.backward()
        optimizer.step()
    return loss.item()


@pytest.mark.parametrize("chain", [True, False])
def test_it_learns_its_training_sentences(chain):
    tagger = CRFTagger(FEATURES, TAGS, chain)
    assert train(tagger) < 0.05
    found = tagger.predict([tagger.encode(f) for f in FEATURES])
    assert found == [tags for _, tags in SENTENCES]


def test_a_chain_never_continues_what_has_not_begun():
    tagger = CRFTagger(FEATURES, TAGS)
    with torch.no_grad():
        tagger.weights.weight.normal_(generator=torch.Generator().manual_seed(1))
        tagger.weights.weight[:, 2:4] += 5  # in favor of I-
    for tags in tagger.predict([tagger.encode(f) for f in FEATURES]):
        for before, tag in zip(["O", *tags], tags, strict=False):
            assert not tag.startswith("I-") or before[2:] == tag[2:]


def test_the_loss_is_that_of_each_sentence_alone():
    tagger = CRFTagger(FEATURES, TAGS)
    train(tagger)
    x, y, lengths = batch(tagger)
    alone = [
        tagger.loss(x[i : i + 1, :n], y[i : i + 1, :n], lengths[i : i + 1]) * n
        for i, n in enumerate(lengths.tolist())
    ]
    together = tagger.loss(x, y, lengths)
    torch.testing.assert_close(together, torch.stack(alone).sum() / lengths.sum())


def test_an_unknown_feature_changes_nothing():
    tagger = CRFTagger(FEATURES, TAGS)
    assert tagger.encode([["never seen", "bias"]])[0, 0] == 0
    assert tagger(torch.zeros(1, 2, 3, dtype=torch.long)).abs().sum() == 0


@pytest.mark.gpu
def test_it_learns_on_a_gpu():
    tagger = CRFTagger(FEATURES, TAGS).cuda()
    assert train(tagger, "cuda") < 0.05
    assert tagger.predict([tagger.encode(f).cuda() for f in FEATURES])[0][0] == "B-person"
