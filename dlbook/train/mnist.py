"""``python -m dlbook.train.mnist --scale laptop|full|NUMBER``: a small network on digits."""

from __future__ import annotations

from functools import partial

from dlbook.models.cnn import strided_net
from dlbook.train.classify import Recipe, main

RECIPE = Recipe(widths=(16, 32, 64), epochs=3)

build = partial(strided_net, 1)
run = partial(main, "mnist", "mnist", build, RECIPE, 64.0)

if __name__ == "__main__":
    run()
