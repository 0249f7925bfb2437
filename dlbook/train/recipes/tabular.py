"""Income from a census table: gradient-boosted trees and networks, tuned alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from dlbook.data import TableData, load
from dlbook.data.batches import ShuffledBatches
from dlbook.data.tables import find_thresholds, one_hot, steps
from dlbook.models import mlp
from dlbook.train.loop import TrainState, progress, training_steps
from dlbook.train.results import Result, Stopwatch, make_record
from dlbook.train.setup import pick_device

Predictor = Callable[[np.ndarray], np.ndarray]  # from rows to 0/1


@dataclass(frozen=True)
class Rows:
    """Training, validation and test rows of a table, as inputs of one kind, with labels."""

    X: tuple[np.ndarray, np.ndarray, np.ndarray]
    y: tuple[np.ndarray, np.ndarray, np.ndarray]


def split_rows(table: TableData, n_train: int, n_validation: int, seed: int) -> dict[str, Rows]:
    """Draw training and validation rows, and encode them in three ways.

    ``"codes"`` are for trees: numbers, then categories as codes. ``"columns"`` are for
    networks: numbers with mean 0 and standard deviation 1 (gains and losses as logarithms),
    categories as 0/1. ``"steps"`` adds a 0/1 column for each threshold of a number. Thresholds,
    means and deviations are those of the training rows; fnlwgt, which is no attribute of a
    person, is left out.
    """
    order = np.random.default_rng(seed).permutation(len(table.y_train))
    chosen = order[:n_train], order[n_train : n_train + n_validation]
    kept = [k for k, name in enumerate(table.numeric_names) if name != "fnlwgt"]
    numbers = [table.numeric_train[c][:, kept] for c in chosen]
    codes = [table.categorical_train[c] for c in chosen]
    y = [table.y_train[c] for c in chosen]
    numbers.append(table.numeric_test[:, kept])
    codes.append(table.categorical_test)
    y.append(table.y_test)

    thresholds, sizes = find_thresholds(numbers[0]), [len(c) for c in table.categories]
    heavy = [k for k, j in enumerate(kept) if table.numeric_names[j].startswith("capital")]
    for_trees, columns, with_steps = [], [], []
    logs = [_log_of(n, heavy) for n in numbers]
    mean, deviation = logs[0].mean(axis=0), logs[0].std(axis=0) + 1e-9
    for n, log, c in zip(numbers, logs, codes, strict=True):
        scaled = ((log - mean) / deviation).astype(np.float32)
        for_trees.append(np.concatenate([n, c], axis=1))
        columns.append(np.concatenate([scaled, one_hot(c, sizes)], axis=1))
        with_steps.append(np.concatenate([columns[-1], steps(n, thresholds)], axis=1))
    kinds = {"codes": for_trees, "columns": columns, "steps": with_steps}
    return {kind: Rows(tuple(X), tuple(y)) for kind, X in kinds.items()}


def _log_of(numbers: np.ndarray, heavy: list[int]) -> np.ndarray:
    changed = numbers.copy()
    changed[:, heavy] = np.log1p(changed[:, heavy])
    return changed


def draw_trees(rng: np.random.Generator) -> dict:
    """Draw settings of gradient-boosted trees."""
    return {
        "max_iter": int(rng.integers(60, 300)),
        "learning_rate": float(10 ** rng.uniform(-1.5, -0.5)),
        "max_leaf_nodes": int(rng.integers(8, 48)),
        "min_samples_leaf": int(rng.integers(5, 60)),
        "l2_regularization": float(10 ** rng.uniform(-3, 1)),
    }


def draw_network(rng: np.random.Generator, depths: tuple[int, ...] = (1, 2)) -> dict:
    """Draw settings of a network with ReLU and dropout; depth 0 is logistic regression."""
    return {
        "hidden": (int(2 ** rng.integers(5, 8)),) * int(rng.choice(depths)),
        "lr": float(10 ** rng.uniform(-2.7, -1.7)),
        "dropout": float(rng.choice([0.0, 0.1, 0.3])),
        "weight_decay": float(10 ** rng.uniform(-4, -1)),
        "epochs": int(rng.integers(3, 8)),
    }


def fit_trees(rows: Rows, settings: dict, categories: int, seed: int) -> Predictor:
    """Train gradient-boosted trees; the last ``categories`` columns are codes."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    X, y = rows.X[0], rows.y[0]
    is_code = np.arange(X.shape[1]) >= X.shape[1] - categories
    trees = HistGradientBoostingClassifier(
        **settings, categorical_features=is_code, early_stopping=False, random_state=seed
    )
    return trees.fit(X, y).predict


def fit_network(rows: Rows, settings: dict, seed: int, batch_size: int = 512) -> Predictor:
    """Train a network with AdamW and a learning rate that falls to zero."""
    device = pick_device()
    torch.manual_seed(seed)
    X = torch.tensor(rows.X[0], device=device)
    y = torch.tensor(rows.y[0], device=device).float()
    layers = []
    for layer in mlp(X.shape[1], *settings["hidden"], 1):
        layers += [layer, nn.Dropout(settings["dropout"])] if _is_relu(layer) else [layer]
    model = nn.Sequential(*layers).to(device)
    batches = ShuffledBatches(X, y, min(batch_size, len(X)), seed)
    last_step = settings["epochs"] * batches.per_epoch
    optimizer = torch.optim.AdamW(
        model.parameters(), settings["lr"], weight_decay=settings["weight_decay"]
    )
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, last_step)
    state = TrainState(model, optimizer, schedule)
    for _ in training_steps(state, batches, _loss, last_step):
        pass
    model.eval()
    return lambda X: (_logits(model, X) > 0).astype(int)


def _is_relu(layer: nn.Module) -> bool:
    return isinstance(layer, nn.ReLU)


def _loss(z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return binary_cross_entropy_with_logits(z.squeeze(1), y)


@torch.no_grad()
def _logits(model: nn.Module, X: np.ndarray) -> np.ndarray:
    device = next(model.parameters()).device
    return model(torch.tensor(X, device=device)).squeeze(1).cpu().numpy()


# From the name of a model to what it reads, and the depths of a network (none: trees).
MODELS: dict[str, tuple[str, tuple[int, ...] | None]] = {
    "trees": ("codes", None),
    "logistic regression": ("columns", (0,)),
    "network": ("columns", (1, 2)),
    "logistic regression, steps": ("steps", (0,)),
    "network, steps": ("steps", (1, 2)),
}


def search(name: str, kinds: dict[str, Rows], trials: int, seed: int, categories: int = 8):
    """Try ``trials`` random settings; return the best's validation and test accuracy, and it.

    Settings are chosen by validation accuracy; the test rows are looked at for that one alone.
    """
    kind, depths = MODELS[name]
    rng = np.random.default_rng(seed)
    rows, best = kinds[kind], (-1.0,)
    for _ in range(trials):
        if depths is None:
            settings = draw_trees(rng)
            predictor = fit_trees(rows, settings, categories, seed)
        else:
            settings = draw_network(rng, depths)
            predictor = fit_network(rows, settings, seed)
        score = float((predictor(rows.X[1]) == rows.y[1]).mean())
        if score > best[0]:
            best = score, predictor, settings
    score, predictor, settings = best
    return score, float((predictor(rows.X[2]) == rows.y[2]).mean()), settings


@dataclass(frozen=True)
class TableRecipe:
    """A comparison: ``trials`` random settings of each model on each of ``splits`` splits."""

    trials: int = 6
    splits: int = 3
    n_train: int = 26_000
    n_validation: int = 6_500

    about = "income from a census table: networks and gradient-boosted trees, tuned alike"
    full_scale = 16.0

    def scaled(self, scale: float) -> TableRecipe:
        """Return a recipe with ``scale`` times the trials."""
        return replace(self, trials=max(1, round(self.trials * scale)))

    def train(self, scale: float, seed: int) -> Result:
        """Compare the models, and return the network's mean test accuracy with the record."""
        recipe, table = self.scaled(scale), load("adult")
        watch, curve, tried = Stopwatch(), [], []
        for split in progress(range(seed, seed + recipe.splits), recipe.splits, "adult"):
            kinds = split_rows(table, recipe.n_train, recipe.n_validation, split)
            for name in MODELS:
                with watch:
                    score, test, settings = search(
                        name, kinds, recipe.trials, split, len(table.categories)
                    )
                tried.append([name, split, round(score, 4), round(test, 4), settings])
        for name in MODELS:
            tests = [row[3] for row in tried if row[0] == name]
            curve.append(
                [name, round(float(np.std(tests)), 4), round(float(np.mean(tests)), 4)]
            )
        record = make_record(
            watch,
            examples=recipe.trials * recipe.splits * len(MODELS) * recipe.n_train,
            scale=scale,
            seed=seed,
            recipe=asdict(recipe),
            majority=round(float(1 - table.y_test.mean()), 4),
            tried_columns=[
                "model",
                "split",
                "validation accuracy",
                "test accuracy",
                "settings",
            ],
            tried=tried,
            curve_columns=["model", "standard deviation", "test accuracy"],
            curve=curve,
        )
        return Result(", ".join(f"{row[0]} {row[2]:.4f}" for row in curve), record)


ADULT = TableRecipe()
