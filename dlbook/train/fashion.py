"""``python -m dlbook.train.fashion --scale laptop|full|NUMBER``: clothes, a sample of them."""

from __future__ import annotations

from functools import partial

from dlbook.models.cnn import residual_net
from dlbook.train.augment import flip
from dlbook.train.classify import Recipe, main

RECIPE = Recipe(widths=(16, 32, 64), epochs=8, smoothing=0.05)

build = partial(residual_net, 1)
run = partial(main, "fashion", "fashion_mnist", build, RECIPE, 64.0, flip)

if __name__ == "__main__":
    run()
