"""What the chapter on neurons tells of: a wider margin, other starts, longer training."""

from __future__ import annotations

import numpy as np
import torch
from sklearn.svm import SVC

from tools.longer.record import definitions, percent

PARTS = ("margin", "stuck", "biases", "longer", "saturated")


def _chapter():
    c = definitions("neurons", "fashion", "X_both", "P", "points", "images", "kinds", "rates")
    c.labels, c.test_labels = torch.tensor(c.fashion.y_train), torch.tensor(c.fashion.y_test)
    return c


def margin() -> dict:
    """Bound the perceptron's changes by the widest margin there is, from a hard-margin SVM.

    With the bias among the weights: examples times their labels, and their negatives, leave
    the SVM's own bias at zero.
    """
    c = _chapter()
    X = np.column_stack([c.X, np.ones(len(c.X))])
    one_side = c.y[:, None] * X
    signs = np.repeat([1, -1], len(X))
    svm = SVC(kernel="linear", C=1e6).fit(np.concatenate([one_side, -one_side]), signs)
    w = svm.coef_[0]
    least = (one_side @ w).min() / np.linalg.norm(w)
    return {"bound": round((X**2).sum(axis=1).max() / least**2)}


def stuck() -> dict:
    """Train two tanh units for ten times the steps, from the chapter's ten starts."""
    c, found = _chapter(), {}
    for steps in (300, 3_000):
        nets = [c.learn_plane(2, seed, steps)[0] for seed in range(10)]
        scores = [c.plane_score(net, c.P_test) for net in nets]
        found[f"{steps:,} steps"] = percent(
            [c.fraction_right(z, c.y_test_both) for z in scores]
        )
    return found


def biases() -> dict:
    """Spread the hidden biases of tanh more or less: best validation accuracy of six rates."""
    c, found = _chapter(), {}
    for most in (1, 2, 3):

        def start(phi, seed, most=most):
            net = c.small_net(phi, seed)
            with torch.no_grad():
                net[0].bias.uniform_(-most, most)
            return net

        nets = [
            c.train_classifier(start(c.nn.Tanh, 0), True, lr, count=8_000) for lr in c.rates
        ]
        best = max(c.accuracy_of(net, True, *c.held_out) for net in nets)
        found[f"up to {most}"] = percent([best])
    return found


def longer() -> dict:
    """Train for 16 times the steps, both polarities: test accuracy in percent.

    The best of five learning rates by validation accuracy, then three other seeds: their mean
    and standard deviation.
    """
    c, found, steps = _chapter(), {"steps": 4_800}, 4_800
    starts = {name: (c.small_net, name) for name in c.kinds if name != "linear"}
    starts["tanh, spread biases"] = (c.spread_net, "tanh")
    for name, (start, kind) in starts.items():
        phi, validated = c.kinds[kind], {}
        for lr in (0.1, 0.2, 0.4, 0.8, 1.6):
            net = c.train_classifier(start(phi, 0), True, lr, steps, count=8_000)
            validated[lr] = c.accuracy_of(net, True, *c.held_out)
        best = max(validated, key=validated.get)
        nets = [
            c.train_classifier(start(phi, seed), True, best, steps, seed) for seed in (3, 4, 5)
        ]
        reached = np.array([c.accuracy_of(net) for net in nets])
        mean, spread = percent([reached.mean(), reached.std(ddof=1)])
        found[name] = {"learning rate": best, "mean": mean, "deviation": spread}
        print(name, found[name], flush=True)
    return found


def saturated() -> dict:
    """Try larger learning rates for tanh with weights × 100: validation accuracy, percent."""
    c, found = _chapter(), {}
    for lr in (1.6, 3.2, 6.4, 12.8):
        nets = [
            c.train_classifier(
                c.saturated_net(c.nn.Tanh, seed), False, lr, seed=seed, count=8_000
            )
            for seed in range(3)
        ]
        found[str(lr)] = percent([c.accuracy_of(net, False, *c.held_out) for net in nets])
    return found
