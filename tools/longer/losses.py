"""What the chapter on losses tells of: learning rates, longer training, other seeds."""

from __future__ import annotations

import numpy as np
import torch

from tools.longer.record import definitions, percent

PARTS = ("calibration", "rates", "clothes", "start", "rain", "twice")
SEEDS = (3, 4, 5)
RATES = {
    "cross-entropy": (0.1, 0.2, 0.3, 0.5, 0.8),
    "squared error of probabilities": (0.3, 0.5, 0.8, 1.2, 2.0),
    "squared error of the class number": (0.003, 0.01, 0.03, 0.05, 0.1),
}


def _clothes():
    c = definitions("losses", "images", "one_hot")
    c.methods = dict(
        zip(RATES, ((c.entropy_of, 10), (c.squared_of, 10), (c.number_of, 1)), strict=True)
    )
    return c


def calibration() -> dict:
    """Train for 12,000 steps, three other seeds: calibration error and temperature."""
    c = definitions("losses", "images", "used")
    found = {"steps": 12_000, "calibration error": [], "temperature": []}
    for seed in SEEDS:
        net = c.trained_for(12_000, seed)
        with torch.no_grad():
            tested, held = net(c.images_test), net(c.images[c.held])
        error = c.functional.expected_calibration_error(*c.confidence(tested)).item()
        found["calibration error"].append(round(error, 3))
        T = c.functional.fit_temperature(held, c.labels[c.held])
        found["temperature"].append(round(float(T), 2))
    return found


def rates() -> dict:
    """Try five learning rates for each loss on the clothes, 300 steps on 8,000 pictures.

    Accuracy on the other 2,000 in percent, mean of three seeds.
    """
    c, found = _clothes(), {}
    known, held = c.images[:8_000], (c.images[8_000:], c.labels[8_000:])
    for name, (loss_of, outputs) in c.methods.items():
        found[name] = {}
        for lr in RATES[name]:
            nets = [
                c.train(c.make_net(outputs, seed), loss_of, known, lr=lr, seed=seed)
                for seed in range(3)
            ]
            mean = np.mean([c.accuracy_of(net, *held) for net in nets])
            found[name][str(lr)] = percent([mean])[0]
    return found


def clothes() -> dict:
    """Train with three losses for 1,200 steps, three other seeds: mean test accuracy."""
    c, found = _clothes(), {"steps": 1_200}
    for (name, (loss_of, outputs)), lr in zip(c.methods.items(), (0.5, 0.8, 0.03), strict=True):
        nets = [
            c.train(c.make_net(outputs, seed), loss_of, c.images, 1_200, lr, seed)
            for seed in SEEDS
        ]
        reached = [c.accuracy_of(net) for net in nets]
        found[name] = {"each": percent(reached), "mean": percent([np.mean(reached)])[0]}
    return found


def start() -> dict:
    """Start confident and wrong, for 1,200 steps, three other seeds: test accuracy."""
    c, found = _clothes(), {"steps": 1_200}
    for name in ("cross-entropy", "squared error of probabilities"):
        found[name] = []
        for seed in SEEDS:
            net = c.make_net(10, seed)
            with torch.no_grad():
                net[2].bias[0] += 15
            c.train(net, c.methods[name][0], c.images, 1_200, 0.3, seed)
            found[name] += percent([c.accuracy_of(net)])
    return found


def rain() -> dict:
    """Train the plain and the weighted model of a rare yes for 3,000 steps.

    Cross-entropy and calibration error; rain found and false alarms in percent, of the
    plain model with its threshold moved and of the weighted one with its threshold at a half;
    and how often the two decide alike.
    """
    c = definitions("losses", "weather", "before", "images", "wet")
    loss, used = c.functional.binary_cross_entropy_with_logits, c.train_linear
    c.train_linear = lambda *args, **kwargs: used(*args, steps=3_000, **kwargs)
    plain, heavy = c.forecasts(c.X, c.wet, loss), c.forecasts(c.X, c.wet, c.weighted)
    shift, found = np.log(c.w), {"steps": 3_000}
    same = ((plain + shift > 0) == (heavy > 0)).double().mean().item()
    found["same decisions"] = percent([same])[0]
    for name, z in (("plain", plain), ("weighted − log w", heavy - shift)):
        error = c.functional.expected_calibration_error(torch.sigmoid(z), c.wet)
        decided = z + shift
        found[name] = {
            "cross-entropy": round(loss(z, c.wet).item(), 3),
            "calibration error": round(error.item(), 3),
            "rain found": percent([c.recall(decided)])[0],
            "false alarms": percent([c.false_alarms(decided)])[0],
        }
    return found


def twice() -> dict:
    """Train with softmax twice and once, 1,200 steps, three other seeds: test accuracy."""
    c, found = _clothes(), {"steps": 1_200}
    for name, loss_of, lr in (("twice", c.twice, 3.0), ("once", c.entropy_of, 0.5)):
        nets = [
            c.train(c.make_net(10, seed), loss_of, c.images, 1_200, lr, seed) for seed in SEEDS
        ]
        found[name] = {"learning rate": lr, "each": percent([c.accuracy_of(n) for n in nets])}
    return found
