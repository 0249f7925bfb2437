"""Losses at known points: the optimum is 2 log 2; a linear critic's slope is its weights."""

from __future__ import annotations

import math

import pytest
import torch

from dlbook.models.gan import (
    discriminator_loss,
    generator_loss,
    gradient_penalty,
    minimax_generator_loss,
    wasserstein_critic_loss,
    wasserstein_generator_loss,
)


def test_a_discriminator_that_cannot_tell_loses_2_log_2():
    zeros = torch.zeros(7)
    assert discriminator_loss(zeros, zeros).item() == pytest.approx(2 * math.log(2))
    assert generator_loss(zeros).item() == pytest.approx(math.log(2))
    assert minimax_generator_loss(zeros).item() == pytest.approx(-math.log(2))


def test_where_both_look_alike_nothing_is_better_than_2_log_2():
    scores = torch.linspace(-3, 3, 61)
    losses = [discriminator_loss(s, s).item() for s in scores]
    assert min(losses) == pytest.approx(2 * math.log(2))
    assert scores[losses.index(min(losses))].item() == pytest.approx(0, abs=1e-6)


def test_they_are_the_formulas():
    real, fake = torch.tensor([0.3, -1.2, 2.0]), torch.tensor([-0.7, 0.1])
    D = torch.sigmoid
    by_hand = -D(real).log().mean() - (1 - D(fake)).log().mean()
    torch.testing.assert_close(discriminator_loss(real, fake), by_hand)
    torch.testing.assert_close(generator_loss(fake), -D(fake).log().mean())
    torch.testing.assert_close(minimax_generator_loss(fake), (1 - D(fake)).log().mean())
    assert wasserstein_critic_loss(real, fake).item() == pytest.approx(-0.3 - 1.1 / 3)
    assert wasserstein_generator_loss(fake).item() == pytest.approx(0.3)


def test_where_the_discriminator_is_sure_only_one_has_a_gradient():
    slopes = []
    for loss in (generator_loss, minimax_generator_loss):
        fake = torch.tensor([-20.0], requires_grad=True)
        loss(fake).backward()
        slopes.append(fake.grad.item())
    assert slopes[0] == pytest.approx(-1, abs=1e-6)
    assert -1e-6 < slopes[1] < 0


def test_extreme_scores_are_finite():
    far = torch.tensor([1000.0, -1000.0])
    for value in (discriminator_loss(far, far), generator_loss(far)):
        assert value.item() == pytest.approx(1000 if value > 600 else 500)


@pytest.mark.parametrize("norm", [0.0, 1.0, 3.0])
def test_the_penalty_of_a_linear_critic_is_known(norm):
    w = torch.tensor([0.6, 0.0, 0.8]) * norm
    real, fake = torch.randn(2, 5, 3, generator=torch.Generator().manual_seed(0))
    penalty = gradient_penalty(lambda x: x @ w, real, fake)
    assert penalty.item() == pytest.approx((norm - 1) ** 2, abs=1e-5)


def test_the_slope_is_taken_between_real_and_fake():
    seen = []

    def critic(x):
        seen.append(x.detach())
        return x.flatten(1).sum(1)

    real, fake = torch.zeros(500, 1, 2, 2), torch.ones(500, 1, 2, 2)
    gradient_penalty(critic, real, fake, torch.Generator().manual_seed(0))
    (between,) = seen
    assert 0 <= between.min() < 0.02
    assert 0.98 < between.max() <= 1
    assert torch.equal(between, between[:, :1, :1, :1].expand_as(between))  # on a line


def test_the_penalty_trains_the_critic():
    w = torch.tensor([3.0, 4.0], requires_grad=True)
    gradient_penalty(lambda x: x @ w, torch.randn(5, 2), torch.randn(5, 2)).backward()
    # (|w| - 1)**2 has the gradient 2 (|w| - 1) w / |w|.
    torch.testing.assert_close(w.grad, torch.tensor([4.8, 6.4]))
