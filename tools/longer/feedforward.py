"""Longer runs of the week and the sawtooth, other inputs, thresholds of a single column."""

from __future__ import annotations

import numpy as np
import torch

from dlbook.data import load, tables
from dlbook.models import mlp
from dlbook.train.recipes import tabular
from tools.longer.record import definitions, percent

PARTS = (
    *("week:6000", "week:30000", "hours", "depth", "corners"),
    *("sawtooth:1", "sawtooth:2", "sawtooth:5", "sawtooth:10", "sawtooth:2:15000"),
    *("features", "gain"),
)
SEEDS = (3, 4, 5)


def week(steps: int) -> dict:
    """One hidden layer of 167 units, three other seeds: typical error in °F."""
    return {"steps": steps, "error": _errors((167,), steps, 0.03)}


def hours() -> dict:
    """The same with inputs in hours, for 1,500 steps at five learning rates."""
    c = definitions("feedforward", "temperature", "weather")
    in_hours = torch.tensor(c.hour).float()[:, None]
    return {
        str(lr): _errors((167,), 1500, lr, in_hours) for lr in (0.001, 0.003, 0.01, 0.03, 0.1)
    }


def depth() -> dict:
    """Two and three hidden layers with about as many parameters, 1,500 steps."""
    return {"20-20": _errors((20, 20), 1500, 0.03), "14-14-14": _errors((14,) * 3, 1500, 0.01)}


def corners() -> dict:
    """A corner at every hour, output weights alone by Adam, 1,500 steps, six learning rates."""
    c = definitions("feedforward", "temperature", "weather")
    in_place = torch.relu(c.x_week - c.x_week[:-1].T)
    return {
        str(lr): _errors((), 1500, lr, in_place) for lr in (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
    }


def sawtooth(thousandths: int, steps: int = 2000) -> dict:
    """Six layers of 32 units on six folds, at a rate of so many thousandths."""
    c = definitions("feedforward")
    x = np.linspace(0, 1, 257)
    inputs = torch.tensor(2 * x - 1).float()[:, None]
    target = torch.tensor(c.sawtooth(x, 6)).float()[:, None]
    models = [
        c.fit_curve(6 * (32,), inputs, target, steps, thousandths / 1000, seed)
        for seed in SEEDS
    ]
    errors = [(model(inputs) - target).abs().mean().item() for model in models]
    return {"steps": steps, "mean absolute error": [round(e, 3) for e in errors]}


def features() -> dict:
    """Random and learned features for 1,200 steps: test accuracy on digits, in percent."""
    c, found = definitions("feedforward", "mnist", "X_train", "X_test", "y_train"), {}
    for units, learned, lr in ((1024, False, 0.1), (64, True, 0.03), (64, True, 0.01)):
        accuracies = []
        for seed in SEEDS:
            torch.manual_seed(seed)
            model = mlp(784, units, 10)
            model[1].requires_grad_(learned)
            accuracies.append(c.train_digits(model, steps=1200, lr=lr, seed=seed))
        found[f"{units} {'learned' if learned else 'random'}, {lr}"] = percent(accuracies)
    return found


def gain() -> dict:
    """The chapter's comparison with thresholds in one column, capital gain: test accuracy."""
    table, tests = load("adult"), []
    column = [n for n in table.numeric_names if n != "fnlwgt"].index("capital_gain")
    for seed in range(3):
        kinds = tabular.split_rows(table, 12_000, 4_000, seed)
        rows, gains = kinds["columns"], [x[:, [column]] for x in kinds["codes"].X]
        thresholds = tables.find_thresholds(gains[0])
        X = [
            np.concatenate([x, tables.steps(g, thresholds)], axis=1)
            for x, g in zip(rows.X, gains, strict=True)
        ]
        with_gains = {"steps": tabular.Rows(tuple(X), rows.y)}
        tests.append(tabular.search("network, steps", with_gains, trials=3, seed=seed)[1])
    return {"network, three splits": percent(tests)}


def _errors(
    widths: tuple[int, ...], steps: int, lr: float, x: torch.Tensor | None = None
) -> list:
    c, found = definitions("feedforward", "temperature", "weather"), []
    x = c.x_week if x is None else x
    for seed in SEEDS:
        model = c.fit_curve(widths, x, c.y_week, steps=steps, lr=lr, seed=seed)
        predicted = model(x).detach().numpy()[:, 0] * c.deviation + c.mean
        found.append(round(float(c.typical_error(predicted)), 1))
    return found
