"""What regularization's text tells of: longer contests, more digits, and searches."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.data import load
from dlbook.train import accuracy, forward_in_batches
from tools.longer.record import definitions, percent

PARTS = ("contest", "sizes", "rates", "wide", "linear", "clothes")


def _chapter(*names):
    return definitions("regularization", "mnist", *names)


def _errors(nets, x, y) -> dict:
    errors = [1 - accuracy(net, x, y) for net in nets]
    return {"errors": percent(errors), "mean": round(100 * float(np.mean(errors)), 1)}


def contest() -> dict:
    """Train the contest's chosen settings for 1,200 steps on three other draws of 500 digits.

    Test errors in percent; plain also at a third of its learning rate.
    """
    c = _chapter()
    kinds = {
        "plain, 0.6": {"lr": 0.6},
        "plain, 0.2": {"lr": 0.2},
        "L2": {"lr": 0.6, "decay": 0.001},
        "label smoothing": {"lr": 0.6, "smoothing": 0.3},
        "dropout": {"lr": 0.2, "p": 0.3},
        "shifts": {"lr": 0.2, "most": 1},
    }
    found = {"steps": 1200}
    for name, options in kinds.items():
        nets = [c.trial(seed, steps=1200, **options)[0] for seed in (3, 4, 5)]
        found[name] = _errors(nets, c.x_test, c.y_test)
    five = []
    for seed in (3, 4, 5):
        nets = [c.trial(seed, start, steps=1200, lr=0.6)[0] for start in range(5)]
        p = torch.stack([forward_in_batches(n, c.x_test).softmax(1) for n in nets]).mean(0)
        five.append((p.argmax(1) != c.y_test).double().mean())
    found["five plain"] = {"errors": percent(five), "mean": percent([np.mean(five)])[0]}
    return found


def sizes() -> dict:
    """Train longer on 2,000 digits (120 passes), and on 8,000 digits (30 passes).

    Three draws each, test errors in percent.
    """
    c = _chapter()
    kinds = {"plain": {}, "dropout": {"p": 0.3}, "shifts": {"most": 1}}
    found = {}
    for N, lr, draws in ((2000, 0.2, (3, 4, 5)), (8000, 0.1, (0, 1, 2))):
        found[str(N)] = {"steps": 4800, "passes": 4800 * 50 // N, "learning rate": lr}
        for name, options in kinds.items():
            nets = [c.trial(s, N=N, steps=4800, lr=lr, **options)[0] for s in draws]
            found[str(N)][name] = _errors(nets, c.x_test, c.y_test)
    return found


def rates() -> dict:
    """Try three learning rates with 2,000 digits on one draw: validation accuracy (%)."""
    c = _chapter()
    return {
        name: {
            str(lr): percent([c.trial(100, N=2000, lr=lr, steps=1200, most=most)[1]])[0]
            for lr in (0.07, 0.2, 0.6)
        }
        for name, most in (("plain", 0), ("shifts", 1))
    }


def wide() -> dict:
    """Train one network of 640 units: six learning rates, then the contest's four draws."""
    c = _chapter()

    def net_of(p=0.0):
        return torch.nn.Sequential(
            torch.nn.Flatten(),
            torch.nn.Linear(196, 640),
            torch.nn.ReLU(),
            torch.nn.Linear(640, 10),
        )

    c.make_net = net_of
    tried = {lr: c.trial(100, lr=lr)[1] for lr in (0.05, 0.1, 0.2, 0.4, 0.6, 0.9)}
    best = sorted(tried, key=tried.get)[-2:]
    lr = max(best, key=lambda lr: tried[lr] + c.trial(101, lr=lr)[1])
    nets = [c.trial(seed, lr=lr)[0] for seed in range(4)]
    logits = [forward_in_batches(net, c.x_test) for net in nets]
    loss = np.mean([F.cross_entropy(z, c.y_test).item() for z in logits])
    found = _errors(nets, c.x_test, c.y_test)
    return {"units": 640, "learning rate": lr, **found, "loss": round(float(loss), 2)}


def linear() -> dict:
    """Fit a linear model for threes to all training images, by least squares: squared error.

    Also the error of fits to 100 digits (λ = 0.1) on the test digits and on training digits.
    """
    c = _chapter("decays", "X_new")
    X = c.digits.flatten(1).double().numpy()
    y = (c.labels == 3).numpy() * 1.0
    A = np.hstack([X, np.ones((len(X), 1))])
    w = np.linalg.lstsq(A, y, rcond=None)[0]
    fitted = np.hstack([c.X_new, np.ones((len(c.X_new), 1))]) @ w
    elsewhere = c.digits[-2000:].flatten(1).double().numpy(), y[-2000:]
    found = {"all 60,000": round(float(((fitted - c.y_new) ** 2).mean()), 4)}
    for name, (new, truth) in {"test": (c.X_new, c.y_new), "training": elsewhere}.items():
        fits = [c.ridge_predictions(*c.draw_threes(s), new)[:, 8] for s in range(40)]
        found[f"100 digits, {name}"] = round(float(((np.array(fits) - truth) ** 2).mean()), 4)
    return found


def clothes() -> dict:
    """Train on 500 pictures of clothes, plain and with shifts, on four draws: test errors."""
    c = _chapter()
    fashion = load("fashion_mnist")
    c.digits, c.labels = c.shrunk(fashion.X_train), torch.tensor(fashion.y_train)
    test = c.shrunk(fashion.X_test), torch.tensor(fashion.y_test)
    found = {}
    for name, most in (("plain", 0), ("shifts", 1)):
        tried = {lr: c.trial(100, lr=lr, most=most)[1] for lr in (0.05, 0.1, 0.2, 0.4)}
        lr = max(tried, key=tried.get)
        nets = [c.trial(seed, lr=lr, most=most)[0] for seed in range(4)]
        found[name] = {"learning rate": lr, **_errors(nets, *test)}
    return found
