"""Every cure of the chapter on gradient flow with four times the steps and other seeds."""

from __future__ import annotations

import numpy as np
import torch

from tools.longer.record import definitions

PARTS = (
    *("layers:10:0", "layers:10:1", "layers:100:0", "layers:100:1"),
    *("rates:10:0", "rates:10:1", "rates:100:0", "rates:100:1"),
    *("plain", "shallow", "unclipped", "both"),
)
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


def rates(depth: int, half: int) -> dict:
    """Train half of the recipes for 90 steps with each of six learning rates.

    Median accuracy, of three starts that are not the chapter's, on 2,000 validation digits.
    """
    c = definitions("gradient-flow", "mnist", "RECIPES", "LEARNING_RATES")
    x = torch.tensor(c.mnist.X_train[50_000:52_000].reshape(-1, 784)).float()
    x, y = (x - c.center) / c.spread, torch.tensor(c.mnist.y_train[50_000:52_000])
    found = {"steps": 90, "layers": depth}
    tuned = list(c.LEARNING_RATES)
    for name in tuned[:5] if half == 0 else tuned[5:]:
        accuracy = {}
        for lr in (0.003, 0.01, 0.03, 0.1, 0.3, 1.0):
            nets = []
            for seed in SEEDS:
                torch.manual_seed(seed)
                nets.append(c.build_network(depth, c.RECIPES[name]))
            net = c.side_by_side(nets)
            c.train_three(net, lr, clip=1.0 if "clipped" in name else None)
            accuracy[str(lr)] = round(float(np.median(c.accuracies_of(net, x, y))), 2)
        best = max(accuracy, key=accuracy.get)
        chosen = c.LEARNING_RATES[name][depth == 100]
        found[name] = {"accuracy": accuracy, "best": float(best), "in the chapter": chosen}
        print(depth, name, found[name], flush=True)
    return found


def plain() -> dict:
    """Train 10 plain layers for 3,000 steps: test accuracy of three starts."""
    c = definitions("gradient-flow", "mnist")
    found = {"steps": 3000, "layers": 10}
    for lr in (0.1, 0.3):
        right = []
        for seed in range(3):
            torch.manual_seed(seed)
            net = c.build_network(10)
            c.train(net, lr, 3000, seed)
            right.append(round(c.accuracy_of(net), 2))
        found[f"learning rate {lr}"] = right
    return found


def shallow() -> dict:
    """Train 2 layers for 360 steps, three other seeds, learning rate 0.1: test accuracy."""
    c, right = definitions("gradient-flow", "mnist"), []
    for seed in SEEDS:
        torch.manual_seed(seed)
        net = c.build_network(2)
        c.train(net, 0.1, STEPS, seed)
        right.append(round(c.accuracy_of(net), 3))
    return {"steps": STEPS, "accuracy": right, "median": round(float(np.median(right)), 2)}


def unclipped() -> dict:
    """Train the reader of rows, gain 1.8, without a clip, at small learning rates."""
    c = definitions("gradient-flow", "mnist")
    return {
        f"learning rate {lr}": [_read(c, lr, None, 1.8, 90, seed) for seed in range(3)]
        for lr in (0.001, 0.003)
    }


def both() -> dict:
    """Compare the reader of rows with a clip, with gain 1, and with both.

    Test accuracy, mean of three starts: 90 steps at the best of four learning rates; then
    360 steps, three other starts, learning rate 0.1.
    """
    c = definitions("gradient-flow", "mnist")
    ways = {"both": (1.0, 1.0), "clip alone": (1.0, 1.8), "gain 1 alone": (None, 1.0)}
    found = {}
    for name, (clip, gain) in ways.items():
        by_rate = {
            lr: np.mean([_read(c, lr, clip, gain, 90, seed) for seed in range(3)])
            for lr in (0.03, 0.1, 0.3, 1.0)
        }
        best = max(by_rate, key=lambda lr: np.nan_to_num(by_rate[lr]))
        later = [_read(c, 0.1, clip, gain, STEPS, seed) for seed in SEEDS]
        found[name] = {
            "90 steps, by learning rate": {
                str(k): round(float(v), 2) for k, v in by_rate.items()
            },
            "best learning rate": best,
            "best": round(float(by_rate[best]), 2),
            "360 steps": round(float(np.mean(later)), 2),
        }
    return found


def _read(c, lr, clip, gain, steps, seed) -> float:
    """Return the accuracy of one reader of rows; 0.1 or so if its weights are not finite."""
    net = c.RowReader(seed, gain)
    c.train(net, lr, steps, seed, clip)
    return round(c.accuracy_of(net), 2)
