"""The small pair: shapes, independence within a batch, spectral norm, a game that moves."""

from __future__ import annotations

import pytest
import torch

from dlbook.models.gan import (
    discriminator_loss,
    generator_loss,
    small_discriminator,
    small_generator,
    with_spectral_norm,
)
from tests.models.checks import GAP, device_gap, example


def test_shapes_and_range():
    images = small_generator(latent=11, width=4)(example(3, 11)[0])
    assert images.shape == (3, 1, 28, 28)
    assert images.abs().max() <= 1
    assert small_discriminator(width=4)(images).shape == (3,)


def test_a_score_does_not_depend_on_the_rest_of_the_batch():
    x, _ = example(5, 1, 28, 28)
    model = small_discriminator(width=4)
    torch.testing.assert_close(model(x)[:1], model(x[:1]))


def test_spectral_norm_makes_the_largest_singular_value_one():
    model = with_spectral_norm(small_discriminator(width=4))
    for _ in range(50):  # each forward pass in training mode comes closer
        model(example(3, 1, 28, 28)[0])
    for layer in (model[0], model[2], model[7]):
        largest = torch.linalg.matrix_norm(layer.weight.flatten(1), 2).item()
        assert largest == pytest.approx(1, abs=0.05)
    plain = small_discriminator(width=4)
    assert torch.linalg.matrix_norm(plain[0].weight.flatten(1), 2).item() != pytest.approx(
        1, abs=0.05
    )


def test_a_generator_learns_the_mean_of_constant_images():
    real = torch.full((16, 1, 28, 28), 0.5)
    G, D = small_generator(8, 4), small_discriminator(4)
    optimizers = [torch.optim.Adam(m.parameters(), 3e-3, betas=(0.5, 0.9)) for m in (D, G)]
    before = (G(torch.randn(16, 8)).mean() - 0.5).abs().item()
    for _ in range(40):
        fake = G(torch.randn(16, 8))
        for optimizer, loss in (
            (optimizers[0], lambda f=fake: discriminator_loss(D(real), D(f.detach()))),
            (optimizers[1], lambda f=fake: generator_loss(D(f))),
        ):
            optimizer.zero_grad()
            loss().backward()
            optimizer.step()
    after = (G(torch.randn(64, 8)).mean() - 0.5).abs().item()
    assert before > 0.3
    assert after < 0.2


@pytest.mark.gpu
def test_cpu_and_gpu_agree():
    assert device_gap(small_generator(), example(3, 64)[0]) < GAP
    assert device_gap(small_discriminator(), example(3, 1, 28, 28)[0]) < GAP
