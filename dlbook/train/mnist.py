"""``python -m dlbook.train.mnist --scale laptop|full|NUMBER``: a small network on digits."""

from __future__ import annotations

from functools import partial

from dlbook.models.vision import conv_net
from dlbook.train.classify import Recipe, main

# Chosen on 10,000 digits held out of training, not on the test digits, one dial at a time:
# strided_net for 2 or 3 epochs, conv_net for 1 or 2; narrower; twice the rate; batches of 64,
# 96, 128 and 256. Most of what took 10 to 15 s lay within a fifth of a percent.
RECIPE = Recipe(widths=(16, 32, 64), epochs=1, batch_size=96)

build = partial(conv_net, 1)
run = partial(main, "mnist", "mnist", build, RECIPE, 64.0)

if __name__ == "__main__":
    run()
