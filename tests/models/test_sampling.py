"""What is drawn, and how often: against probabilities by hand."""

from __future__ import annotations

import pytest
import torch

from dlbook.models.language import sample, top_k_filter, top_p_filter

P = torch.tensor([[0.15, 0.5, 0.05, 0.3], [0.25, 0.25, 0.25, 0.25]])
LOGITS = P.log() + torch.tensor([[7.0], [-3.0]])  # a constant changes nothing


def shares(n: int = 4000, **options) -> torch.Tensor:
    """Return how often each token is drawn from the first row."""
    generator = torch.Generator().manual_seed(0)
    drawn = sample(LOGITS[:1].expand(n, 4), generator=generator, **options)
    return torch.bincount(drawn, minlength=4) / n


def kept(logits: torch.Tensor) -> list[list[int]]:
    return [row.isfinite().nonzero().flatten().tolist() for row in logits]


def test_tokens_are_drawn_as_often_as_they_are_probable():
    assert (shares() - P[0]).abs().max() < 0.03
    assert (shares() - P[1]).abs().max() > 0.1  # the other row's would be seen


@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_temperature_is_a_power_of_the_probabilities(temperature):
    powers = P[0] ** (1 / temperature)
    assert (shares(temperature=temperature) - powers / powers.sum()).abs().max() < 0.03


def test_temperature_zero_takes_the_likeliest():
    assert sample(LOGITS[:1], temperature=0).tolist() == [1]


def test_top_k_keeps_k_and_their_logits():
    assert kept(top_k_filter(LOGITS[:1], 2)) == [[1, 3]]
    assert torch.equal(top_k_filter(LOGITS, 9), LOGITS)
    first = top_k_filter(LOGITS, 2)
    assert torch.equal(first[first.isfinite()], LOGITS[first.isfinite()])
    assert len(kept(first)[1]) == 2  # of equal ones no more


@pytest.mark.parametrize(
    ("p", "places"), [(0.4, [1]), (0.6, [1, 3]), (0.79, [1, 3]), (0.9, [0, 1, 3]), (1e-9, [1])]
)
def test_top_p_keeps_the_fewest_that_make_up_p(p, places):
    assert kept(top_p_filter(LOGITS[:1], p)) == [places]
    assert shares(top_p=p)[places].sum() == 1


def test_top_p_of_one_keeps_all():
    assert torch.equal(top_p_filter(LOGITS, 1.0), LOGITS)


def test_what_is_kept_keeps_its_ratio():
    assert shares(top_k=2)[1] == pytest.approx(0.5 / 0.8, abs=0.03)


def test_extreme_logits_are_taken():
    logits = torch.tensor([[1000.0, -1000.0, 999.0]])
    assert top_p_filter(logits, 0.9).isfinite().tolist() == [[True, False, True]]
    assert sample(logits, temperature=0.01).tolist() == [0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"temperature": -1}, "temperature must be 0 or more, got -1"),
        ({"top_k": 0}, "k must be at least 1, got 0"),
        ({"top_p": 0.0}, "p must be above 0 and at most 1, got 0.0"),
        ({"top_p": 1.5}, "p must be above 0"),
    ],
)
def test_parameters_out_of_range_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        sample(LOGITS, **options)
