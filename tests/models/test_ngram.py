"""N-grams: by hand, as distributions, and on texts whose rule is known."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.models.language import NGram

V = 5


@pytest.fixture
def text():
    """Return 300 tokens in which some follow others more often than by chance."""
    rng = np.random.default_rng(0)
    steps = rng.choice([1, 2, 4], p=[0.7, 0.2, 0.1], size=300)
    return np.cumsum(steps) % V


def every_next(model: NGram, context) -> np.ndarray:
    """Return the probabilities of all tokens after a context."""
    context = np.tile(np.array(context, dtype=int), (model.vocab_size, 1))
    return model.probability(np.column_stack([context, np.arange(model.vocab_size)]))


def by_hand(tokens, context, token, vocab_size, discount, top=True) -> float:
    """Return the probability by the definition, with loops and lists."""
    if context is None:
        return 1 / vocab_size
    n = len(context) + 1
    grams = [tuple(tokens[k : k + n]) for k in range(len(tokens) - n + 1)]
    if not top:  # how many different tokens stand before
        longer = {tuple(tokens[k : k + n + 1]) for k in range(len(tokens) - n)}
        grams = [gram[1:] for gram in longer]
    same = [gram for gram in grams if gram[:-1] == tuple(context)]
    shorter = context[1:] if context else None
    rest = by_hand(tokens, shorter, token, vocab_size, discount, top=False)
    if not same:
        return rest
    kept = max(same.count((*context, token)) - discount, 0)
    return (kept + discount * len(set(same)) * rest) / len(same)


def test_its_size_is_the_number_of_different_grams():
    assert NGram([0, 1, 0, 1, 2], V, 2).size == 3 + 3


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_equals_the_definition(text, order):
    model = NGram(text, V, order, 0.6)
    rng = np.random.default_rng(1)
    for _ in range(10):
        context = tuple(rng.integers(0, V, order - 1).tolist())
        found = every_next(model, context)
        wanted = [by_hand(text.tolist(), context, k, V, 0.6) for k in range(5)]
        np.testing.assert_allclose(found, wanted, rtol=1e-12)


@pytest.mark.parametrize("order", [1, 2, 3, 6])
def test_probabilities_are_positive_and_add_up_to_one(text, order):
    model = NGram(text[text != 3], V, order)  # a token that never comes
    rng = np.random.default_rng(2)
    for _ in range(20):
        p = every_next(model, rng.integers(0, V, order - 1))
        assert p.min() > 0
        assert p.sum() == pytest.approx(1, abs=1e-12)


def test_loss_is_the_mean_over_all_grams(text):
    model = NGram(text, V, 3)
    grams = [text[k : k + 3] for k in range(10)]
    wanted = -np.log([model.probability([gram])[0] for gram in grams]).mean()
    assert model.loss(text[:12]) == pytest.approx(wanted, rel=1e-12)


def test_generate_follows_the_rule_and_the_seed():
    rule = np.arange(3000) % V
    model = NGram(rule, V, 3, 0.01)
    first, second = (model.generate([0, 1], 6, np.random.default_rng(4)) for _ in range(2))
    np.testing.assert_array_equal(first, [0, 1, 2, 3, 4, 0, 1, 2])
    np.testing.assert_array_equal(first, second)
    alone = NGram(rule, V, 1).generate([], 9, np.random.default_rng(5))
    assert len(alone) == 9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"order": 0}, "order must be 1 to 300"),
        ({"order": 301}, "order must be 1 to 300"),
        ({"order": 40}, "do not fit in 64 bits"),
        ({"discount": 0.0}, "discount must be between 0 and 1"),
        ({"discount": 1.0}, "discount must be between 0 and 1"),
        ({"vocab_size": 4}, "tokens must be 0 to 3"),
    ],
)
def test_bad_parameters_are_named(text, change, message):
    arguments = {"vocab_size": V, "order": 3, "discount": 0.5} | change
    with pytest.raises(ValueError, match=message):
        NGram(text, **arguments)


def test_bad_grams_and_prompts_are_named(text):
    model = NGram(text, V, 3)
    with pytest.raises(ValueError, match=r"expected grams \(M, 3\), got \(4, 2\)"):
        model.probability(np.zeros((4, 2), dtype=int))
    with pytest.raises(ValueError, match="a prompt of 2 tokens"):
        model.generate([1], 5, np.random.default_rng(6))
