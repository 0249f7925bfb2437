"""``python -m dlbook.train.cifar10 --scale laptop|full|NUMBER``: photographs, a sample."""

from __future__ import annotations

from functools import partial

from dlbook.models.cnn import residual_net
from dlbook.train.augment import flip
from dlbook.train.classify import Recipe, main

RECIPE = Recipe(widths=(24, 48, 96), epochs=6)

build = partial(residual_net, 3)
run = partial(main, "cifar10", "cifar10", build, RECIPE, 64.0, flip)

if __name__ == "__main__":
    run()
