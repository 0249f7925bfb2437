from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest

from dlbook.grade.outcome import Outcome, Task, digest_of, seed_of

TASK = Task("ada", "backpropagation/maximum-operation", "def f(): ...", "ab12", 2**63 - 1)
OUTCOME = Outcome(
    "ada",
    "backpropagation/maximum-operation",
    "ab12",
    "graded",
    0.5,
    "value",
    "m",
    "",
    0.1,
    True,
)


@pytest.mark.parametrize("thing", [TASK, OUTCOME])
def test_survives_json(thing):
    again = type(thing).from_dict(json.loads(json.dumps(thing.as_dict())))
    assert again == thing


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"score": True}, "score"),
        ({"score": 1}, "score"),
        ({"seconds": "0.1"}, "seconds"),
        ({"student": None}, "student"),
        ({"trusted": 1}, "trusted"),
        ({"extra": 1}, "extra"),
    ],
)
def test_refuses_fields_of_another_type(change, said):
    with pytest.raises(ValueError, match=said):
        Outcome.from_dict(OUTCOME.as_dict() | change)


def test_refuses_a_missing_field():
    entries = TASK.as_dict()
    del entries["seed"]
    with pytest.raises(ValueError, match="seed"):
        Task.from_dict(entries)


@pytest.mark.parametrize("score", [-0.1, 1.5, float("nan"), float("inf")])
def test_refuses_a_score_that_is_none(score):
    with pytest.raises(ValueError, match="from 0 to 1"):
        dataclasses.replace(OUTCOME, score=score)


def test_refuses_an_unknown_state():
    with pytest.raises(ValueError, match="fine"):
        dataclasses.replace(OUTCOME, state="fine")


def test_digest_is_sha256_of_utf8():
    assert digest_of("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()


def test_digest_takes_lone_surrogates():
    assert digest_of("\udc80") != digest_of("\udc81")


def test_seed_depends_on_every_part_and_on_the_secret():
    parts = ("ada", "a/b", "ff")
    seeds = {
        seed_of(secret, *parts[:i], "x", *parts[i + 1 :])
        for secret in (b"one", b"two")
        for i in range(3)
    }
    assert len(seeds) == 6
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_seed_keeps_parts_apart():
    assert seed_of(b"s", "ab", "c", "d") != seed_of(b"s", "a", "bc", "d")
    assert seed_of(b"s", "a\0001:b", "c", "d") != seed_of(b"s", "a", "b\0c", "d")


def test_seed_is_the_same_each_time():
    assert seed_of(b"s", "a", "b", "c") == seed_of(b"s", "a", "b", "c")
