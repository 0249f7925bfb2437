"""``python -m dlbook.train.fashion --scale laptop|full|NUMBER``: clothes, a sample of them."""

from __future__ import annotations

from functools import partial

from dlbook.models.vision import residual_net
from dlbook.train.augment import flip
from dlbook.train.classify import Recipe, main

# Chosen on 2,000 pictures held out of training: batches of 64 for 6 epochs do as well as 128
# for 8, in less time; 8 epochs of 64 gain a tenth of a point, within the noise.
RECIPE = Recipe(widths=(16, 32, 64), epochs=6, batch_size=64, smoothing=0.05)

build = partial(residual_net, 1)
run = partial(main, "fashion", "fashion_mnist", build, RECIPE, 64.0, flip)

if __name__ == "__main__":
    run()
