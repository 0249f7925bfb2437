"""DCGAN: counts of parameters, shapes, ranges."""

from __future__ import annotations

import pytest

from dlbook.models import count_parameters
from dlbook.models.gan import dcgan_discriminator, dcgan_generator
from tests.models.checks import GAP, device_gap, example


def test_parameters():
    # As of PyTorch's own DCGAN example.
    assert count_parameters(dcgan_generator()) == 3_576_704
    assert count_parameters(dcgan_discriminator()) == 2_765_568


def test_shapes_and_range():
    z, _ = example(3, 11)
    images = dcgan_generator(latent=11, width=4, channels=2)(z)
    assert images.shape == (3, 2, 64, 64)
    assert images.abs().max() <= 1
    assert dcgan_discriminator(width=4, channels=2)(images).shape == (3,)


def test_weights_are_drawn_as_the_paper_says():
    weight = dcgan_discriminator()[2].weight
    assert weight.std().item() == pytest.approx(0.02, rel=0.05)


@pytest.mark.gpu
def test_cpu_and_gpu_agree():
    assert device_gap(dcgan_generator(width=16), example(3, 100)[0]) < GAP
    assert device_gap(dcgan_discriminator(width=16), example(3, 3, 64, 64)[0]) < GAP
