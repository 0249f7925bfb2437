"""Recipes for pairs of sequences learn, and judge what they wrote."""

from __future__ import annotations

import gzip
from dataclasses import replace

import numpy as np
import pytest
import torch

from dlbook.data import ParallelText
from dlbook.data.readers import read_parallel, read_quantized
from dlbook.data.sequences import PairBatches
from dlbook.models.language import GRUSeq2Seq, GRUSeq2SeqConfig
from dlbook.train.recipes import RECIPES, sequences
from tools.prepare_speller import arrays

rng = np.random.default_rng(0)
WORDS = sorted({"".join(rng.choice(list("abcd"), size=n)) for n in rng.integers(3, 7, 300)})
SOUNDS = {word: [tuple(word.upper())] for word in WORDS}
ENGLISH = [f"A {color} {thing}." for color in ("red", "big") for thing in ("dog", "cat")] * 10
FRENCH = ["Un chien rouge.", "Un chat rouge.", "Un chien grand.", "Un chat grand."] * 10
TEXT = ParallelText((ENGLISH, FRENCH), (ENGLISH[:4], FRENCH[:4]), (ENGLISH[:8], FRENCH[:8]))


@pytest.fixture(autouse=True)
def small(monkeypatch):
    data = {"cmudict": SOUNDS, "multi30k": TEXT}
    monkeypatch.setattr(sequences, "load", data.__getitem__)
    monkeypatch.setattr(sequences.split_words, "__defaults__", (3, 12, 20))
    monkeypatch.setattr(sequences, "pick_device", lambda: torch.device("cpu"))


def test_words_are_split_without_overlap():
    sounds, *parts = sequences.split_words()
    assert [len(part) for part in parts[1:]] == [20, 20]
    assert sorted(word for part in parts for word in part) == sorted(sounds)


def test_a_network_learns_to_say_words():
    recipe = replace(RECIPES["cmudict"], steps=150)
    record = recipe.train(1.0, seed=0).record
    assert record["curve"][-1][1] < 0.5 * record["curve"][0][1]
    assert record["phoneme_error_rate"] < 0.3
    assert 0 < record["words_right"] <= 1


def test_a_network_learns_to_translate():
    recipe = replace(RECIPES["multi30k"], steps=120, batch_size=16, dropout=0.0)
    result = recipe.train(1.0, seed=0)
    assert result.record["beam 4, length power 1"] > 90
    assert result.record["word_by_word"] < 70
    assert result.record["translations"][0][0] == "a red dog ."
    assert result.reached.startswith("BLEU ")


def test_a_model_is_trained_for_as_many_steps_as_asked():
    torch.manual_seed(0)
    model = GRUSeq2Seq(GRUSeq2SeqConfig(9, 9))
    batches = PairBatches([[4, 5]] * 8, [[5, 4]] * 8, 4)
    losses = list(sequences.train_pairs(model, batches, 30, 1e-2))
    assert len(losses) == 30
    assert losses[-1] < 0.5 * losses[0]
    assert not model.training


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'eau, c'est bon!", ["l'", "eau", ",", "c'", "est", "bon", "!"]),
        ("Un t-shirt bleu.", ["un", "t-shirt", "bleu", "."]),
    ],
)
def test_sentences_are_split_and_joined(text, words):
    assert sequences.split_sentence(text) == words
    assert sequences.join_words(words) == text.lower()


# --- what the readers read ---------------------------------------------------------


def test_files_of_unequal_length_are_refused(tmp_path):
    paths = [tmp_path / f"{k}.gz" for k in range(6)]
    for path in paths:
        path.write_bytes(gzip.compress(b"one\ntwo\n"))
    assert read_parallel(*paths).test == (["one", "two"], ["one", "two"])
    paths[3].write_bytes(gzip.compress(b"one\n"))
    with pytest.raises(ValueError, match="2 sentences and 1 translations"):
        read_parallel(*paths)


def test_weights_in_eight_bits_are_near(tmp_path):
    model = GRUSeq2Seq(GRUSeq2SeqConfig(9, 7))
    np.savez(tmp_path / "weights.npz", **arrays(model, ["a", "b"], ["C"]))
    read = read_quantized(tmp_path / "weights.npz")
    assert (read["letters"], read["sounds"]) == (["a", "b"], ["C"])
    for name, weight in model.state_dict().items():
        assert read[name].dtype == np.float32
        assert abs(read[name] - weight.numpy()).max() <= abs(weight).max() / 250
