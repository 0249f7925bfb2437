"""Kullback-Leibler divergence: known answers, zeros, wrong calls."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, kl_div, log_softmax
from tests.scratch.parity import assert_parity

P = np.array([[0.5, 0.5], [1.0, 0.0]])


def test_known_answers():
    log_q = np.log([[0.25, 0.75], [0.5, 0.5]])
    first = 0.5 * np.log(2) + 0.5 * np.log(2 / 3)
    terms = kl_div(log_q, P, reduction="none").data
    np.testing.assert_allclose(terms.sum(axis=1), [first, np.log(2)], rtol=1e-12)
    np.testing.assert_allclose(
        kl_div(log_q, P, reduction="batchmean").item(), (first + np.log(2)) / 2, rtol=1e-12
    )
    np.testing.assert_allclose(kl_div(log_q, P).item(), (first + np.log(2)) / 4, rtol=1e-12)


def test_of_equal_distributions_it_is_zero_and_of_others_above(rng):
    log_p = log_softmax(rng.standard_normal((4, 5))).data
    log_q = log_softmax(rng.standard_normal((4, 5))).data
    p = np.exp(log_p)
    np.testing.assert_allclose(kl_div(log_p, p, reduction="none").data, 0 * p, atol=1e-15)
    assert (kl_div(log_q, p, reduction="none").data.sum(axis=1) > 0.01).all()


def test_a_probability_of_zero_has_no_term(rng):
    x = np.array([[0.0, -np.inf]])
    target = np.array([[1.0, 0.0]])
    assert kl_div(x, target, "sum").item() == 0
    assert_parity(
        lambda x: kl_div(x, target, "sum"),
        lambda x: F.kl_div(x, torch.tensor(target, dtype=x.dtype), reduction="sum"),
        np.array([[-0.1, -2.0]]),
        rng=rng,
    )
    assert kl_div(x, np.log(np.array([[1.0, 1e-300]])), "sum", log_target=True).item() > 0


def test_what_is_ruled_out_costs_infinitely_much():
    assert kl_div(np.array([-np.inf, 0.0]), np.array([0.5, 0.5]), "sum").item() == np.inf


def test_dtypes():
    assert kl_div(Tensor([-1.0, -1.0]), np.array([0.5, 0.5])).dtype == np.float32
    assert kl_div(Tensor([-1.0, -1.0]), np.array([1, 0])).dtype == np.float32


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((np.ones(2), np.ones((2, 1))), r"input has shape \(2,\) and target \(2, 1\)"),
        ((np.ones(2), np.ones(2), "avg"), r"reduction must be one of .*'batchmean'.*'avg'"),
        ((np.ones(0), np.ones(0)), "there are no entries"),
        ((np.ones(1), Tensor([1.0], requires_grad=True)), "no gradient is computed for target"),
    ],
)
def test_wrong_calls_are_named(args, message):
    with pytest.raises(ValueError, match=f"kl_div: .*{message}"):
        kl_div(*args)
