"""GANs: losses at known points, spectral norm, classes, a game that learns."""

from __future__ import annotations

import math

import pytest
import torch

from dlbook.models.generative import (
    dcgan_discriminator,
    discriminator_loss,
    generator_loss,
    gradient_penalty,
    minimax_generator_loss,
    toy_discriminator,
    toy_generator,
    with_spectral_norm,
)
from tests.models.checks import example


def test_a_discriminator_that_cannot_tell_loses_2_log_2():
    zeros = torch.zeros(7)
    assert discriminator_loss(zeros, zeros).item() == pytest.approx(2 * math.log(2))
    assert generator_loss(zeros).item() == pytest.approx(math.log(2))
    assert minimax_generator_loss(zeros).item() == pytest.approx(-math.log(2))


def test_they_are_the_formulas():
    real, fake = torch.tensor([0.3, -1.2, 2.0]), torch.tensor([-0.7, 0.1])
    D = torch.sigmoid
    by_hand = -D(real).log().mean() - (1 - D(fake)).log().mean()
    torch.testing.assert_close(discriminator_loss(real, fake), by_hand)
    torch.testing.assert_close(generator_loss(fake), -D(fake).log().mean())
    torch.testing.assert_close(minimax_generator_loss(fake), (1 - D(fake)).log().mean())


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

    real, fake = torch.zeros(500, 1, 2, 2), torch.full((500, 1, 2, 2), 2.0)
    gradient_penalty(critic, real, fake, torch.Generator().manual_seed(0))
    (between,) = seen
    assert 0 <= between.min() < 0.04
    assert 1.96 < between.max() <= 2
    assert torch.equal(between, between[:, :1, :1, :1].expand_as(between))  # on a line


def test_the_penalty_trains_the_critic():
    w = torch.tensor([3.0, 4.0], requires_grad=True)
    gradient_penalty(lambda x: x @ w, torch.randn(5, 2), torch.randn(5, 2)).backward()
    # (|w| - 1)**2 has the gradient 2 (|w| - 1) w / |w|.
    torch.testing.assert_close(w.grad, torch.tensor([4.8, 6.4]))


# --- networks ---------------------------------------------------------------------


def test_images_are_between_minus_one_and_one():
    images = toy_generator()(example(5, 64)[0])
    assert images.shape == (5, 1, 28, 28)
    assert 0 < images.abs().max() <= 1


def test_dcgan_s_weights_are_drawn_as_the_paper_says():
    assert dcgan_discriminator()[2].weight.std().item() == pytest.approx(0.02, rel=0.05)


def test_a_score_does_not_depend_on_the_rest_of_the_batch():
    x, model = example(5, 1, 28, 28)[0], toy_discriminator(4)
    torch.testing.assert_close(model(x)[:1], model(x[:1]))


def largest_singular_values(model):
    weights = [layer.weight for layer in (model[0], model[2], model[7])]
    return torch.stack([torch.linalg.matrix_norm(w.flatten(1), 2) for w in weights])


def test_spectral_norm_makes_the_largest_singular_value_one():
    model = toy_discriminator(4)
    assert (largest_singular_values(model) - 1).abs().max() > 0.05
    model = with_spectral_norm(model)
    for _ in range(50):  # each forward pass in training mode comes closer
        model(example(3, 1, 28, 28)[0])
    assert (largest_singular_values(model) - 1).abs().max() < 0.05
