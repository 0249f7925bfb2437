"""Every cure of the chapter on gradient flow with four times the steps and other seeds."""

from __future__ import annotations

import numpy as np
import torch

from tools.longer.record import definitions

PARTS = ("layers:10:0", "layers:10:1", "layers:100:0", "layers:100:1")
STEPS, SEEDS = 360, (10, 11, 12)
# For 10 and 100 layers: the best of 0.003, 0.01, 0.03, 0.1, 0.3 and 1 after 360 steps, by the
# median of the three seeds on 2,000 validation digits.
LEARNING_RATES = {
    "ReLU, default": (1.0, 1.0),
    "ReLU, ×3, clipped": (0.1, 1.0),
    "ReLU, He": (0.03, 0.01),
    "tanh, Gaussian": (0.1, 0.003),
    "tanh, orthogonal": (0.1, 0.01),
    "batch norm": (0.1, 0.3),
    "layer norm": (0.03, 0.03),
    "gates": (0.3, 0.3),
    "residual": (0.3, 0.1),
    "residual, layer norm": (0.1, 0.01),
}


def layers(depth: int, half: int) -> dict:
    """Train half of the recipes for 360 steps, three other seeds, at their best learning rates.

    Median test accuracy, and that of each seed.
    """
    c = definitions("gradient-flow", "mnist", "RECIPES")
    found = {"steps": STEPS, "layers": depth}
    for name in list(LEARNING_RATES)[5 * half : 5 * half + 5]:
        lr, right = LEARNING_RATES[name][depth == 100], []
        for seed in SEEDS:
            torch.manual_seed(seed)
            net = c.build_network(depth, c.RECIPES[name])
            clip = 1.0 if "clipped" in name else None
            c.train(net, lr, STEPS, seed, clip)
            right.append(round(c.accuracy_of(net.eval()), 3))
        found[name] = {
            "learning rate": lr,
            "accuracy": right,
            "median": round(float(np.median(right)), 3),
        }
        print(depth, name, found[name], flush=True)
    return found
