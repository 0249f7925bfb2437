"""The optimizers' contest with four times the steps, a new search and three other seeds."""

from __future__ import annotations

import numpy as np
import torch

from tools.longer.record import definitions

PARTS = ("contest",)
STEPS, SEARCH, SEEDS = 600, 3, (11, 12, 13)


def contest() -> dict:
    """Search again and train for four times the steps, with three other seeds.

    Ranges and rules are the chapter's: eight trials, judged on validation data; test loss.
    """
    chapter = definitions("optimizers", "fashion", "order", "lowest")
    for name in ("SGD", "Adagrad", "RMSprop", "Adam", "AdamW"):
        setattr(chapter, name, getattr(torch.optim, name))
    work = 64 * (2 * 196 * 64 + 3 * (64 * 64 + 64 * 64 + 64 * 10))
    extra = 2 * 5 * 3 * 64**3
    entrants = {name: (name, STEPS) for name in chapter.lowest}
    entrants["Muon, equal time"] = ("Muon", STEPS * 90 // 150)
    entrants["Muon, equal arithmetic"] = ("Muon", STEPS * work // (work + extra))
    found = {}
    for entrant, (name, steps) in entrants.items():
        rng = np.random.default_rng(SEARCH)
        settings = [chapter.draw_settings(name, trial, rng) for trial in range(8)]
        tried = [chapter.loss_on(chapter.run(name, c, SEARCH, steps)) for c in settings]
        best = settings[int(np.argmin(np.nan_to_num(tried, nan=10, posinf=10)))]
        test = chapter.images_test, chapter.labels_test
        losses = [chapter.loss_on(chapter.run(name, best, s, steps), *test) for s in SEEDS]
        found[entrant] = {
            "steps": steps,
            "learning rate": round(best["lr"], 5),
            "losses": [round(float(loss), 3) for loss in losses],
            "median": round(float(np.median(losses)), 3),
        }
        print(entrant, found[entrant], flush=True)
    return found
