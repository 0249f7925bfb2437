"""Dialogues have the lines of a play and invented names, and know which letters are names'."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch

from dlbook.data.dialogues import (
    CONSONANTS,
    KINDS,
    SPEAKER,
    VOWELS,
    DialogueWindows,
    dialogue,
    invented_name,
    name_letters,
    spoken_lines,
)
from dlbook.data.tensors import CharTokenizer

PLAY = "".join(
    f"{name}:\nthe line of number {i} is short\nand it goes on, {i}\n\n"
    for i, name in enumerate(["Anna", "SIR BEN", "Carl"] * 20)
)
TOKENIZER = CharTokenizer(PLAY + CONSONANTS + VOWELS)


def test_lines_are_spoken_without_names():
    lines = spoken_lines(PLAY)
    assert len(lines) == 120
    assert not any(line.endswith(":") for line in lines)


def test_a_name_is_of_syllables_in_capitals():
    rng = np.random.default_rng(0)
    names = {invented_name(rng) for _ in range(200)}
    assert len(names) > 190
    assert set("".join(names)) == set(CONSONANTS + VOWELS)
    assert all(name[0] in CONSONANTS and 4 <= len(name) <= 12 for name in names)


@pytest.mark.parametrize("seed", range(8))
def test_speakers_take_turns_with_the_lines_in_their_order(seed):
    lines = spoken_lines(PLAY)
    play = dialogue(np.random.default_rng(seed), lines, 400)
    assert len(play) == 400
    speakers = SPEAKER.findall(play)
    assert 2 <= len(set(speakers)) <= 4
    assert all(a != b for a, b in pairwise(speakers))
    spoken = [speech.split(":\n")[1] for speech in play.split("\n\n")[1:-1]]
    assert any(
        all(lines[(i + k) % 120].startswith(speech) for k, speech in enumerate(spoken))
        for i in range(120)
    )


def test_a_name_is_new_once_and_then_seen():
    text = "x\n\nBAKO:\nhi\n\nLU:\nBAKO:\n\nBAKO:\nhi LU:\n\nLU:\n"
    kinds = name_letters(text)
    found = {
        name: "".join(text[i] for i in np.flatnonzero(kinds == k))
        for k, name in enumerate(KINDS)
    }
    # A name within a line is none, nor is one without an empty line before it.
    assert (found["new"], found["seen"]) == ("AKO:U:", "AKO:U:")
    assert len("".join(found.values())) == len(text)


def test_half_of_the_windows_are_dialogues_and_a_batch_depends_on_seed_and_number():
    windows = DialogueWindows(PLAY, TOKENIZER, block_size=60, batch_size=200)
    x, y = windows(3)
    assert x.shape == y.shape == (200, 60)
    assert torch.equal(x[:, 1:], y[:, :-1])
    assert torch.equal(x, windows(3)[0])
    assert not torch.equal(x, windows(4)[0])
    assert not torch.equal(x, DialogueWindows(PLAY, TOKENIZER, 60, 200, seed=1)(3)[0])
    plain = sum(TOKENIZER.decode(row) in PLAY for row in x)
    assert 70 < plain < 130
