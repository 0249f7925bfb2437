"""Four times the steps, beams of hasty models, a Transformer at equal time, a minute alone."""

from __future__ import annotations

import time

import numpy as np
import torch

from dlbook.data.sequences import PairBatches
from dlbook.functional import error_rate
from dlbook.models.language import (
    GRUSeq2Seq,
    GRUSeq2SeqConfig,
    TransformerConfig,
    TransformerSeq2Seq,
    beam_search,
)
from dlbook.train.recipes.sequences import (
    CMUDICT,
    judge_sounds,
    sounds_parts,
    teacher_forcing_loss,
)
from dlbook.train.results import Stopwatch
from tools.longer.record import definitions, percent

PARTS = ("bottleneck", "beam", "transformer", "minute:3")
SEEDS = (3, 4, 5)


def bottleneck() -> dict:
    """Errors by length after four times the steps, with three other seeds, in percent."""
    c = definitions("sequence-to-sequence", "sounds", "letters", "pairs", "by_length")
    found = {"steps": 1200, "letters": list(c.by_length)}
    for name, attention in (("attention", True), ("one vector", False)):
        models = [c.learn(attention, seed, 1200) for seed in SEEDS]
        rates = [[c.errors(m, ws) for ws in c.by_length.values()] for m in models]
        found[name] = [percent(row) for row in rates]
        found[f"{name}, mean"] = percent(np.mean(rates, axis=0))
    return found


def beam() -> dict:
    """Errors in percent and mean lengths of hasty models with one vector, three other seeds."""
    c = definitions("sequence-to-sequence", "sounds", "letters", "pairs")
    words = c.val_words[:600]
    references = [c.sounds[word] for word in words]
    models = [c.learn(False, seed, 200) for seed in SEEDS]
    found = {"steps": 200}
    for width, power in ((1, 0.0), (8, 0.0), (8, 1.0)):
        texts = [
            c.decode(beam_search(model, c.encode(words), width, 24, length_power=power)[0])
            for model in models
        ]
        name = f"beam {width}, power {power:g}"
        found[name] = percent(error_rate(said, references) for said in texts)
        lengths = [np.mean([len(text) for text in said]) for said in texts]
        found[f"{name}, length"] = [round(float(n), 2) for n in lengths]
    return found


def minute(seed: int) -> dict:
    """Train the recipe cmudict with another seed; errors on the test words, in percent."""
    parts, watch = sounds_parts(), Stopwatch()
    model, _ = CMUDICT.fit(parts, seed, watch, torch.device("cpu"))
    _, _, found = judge_sounds(model, parts, torch.device("cpu"))
    return {
        "seconds": round(watch.cpu_seconds),
        "error rate": percent([found["phoneme_error_rate"]]),
        "words right": percent([found["words_right"]]),
    }


def transformer() -> dict:
    """Train a GRU and a Transformer for 15 s of processor time, three seeds, in percent."""
    parts = sounds_parts()
    c = definitions("sequence-to-sequence", "sounds", "letters", "pairs", "by_length")
    sizes = len(parts.source), len(parts.target)
    # Batch and learning rate of each were chosen on the validation words, from three and four.
    builds = {
        "GRU with attention": (lambda: GRUSeq2Seq(GRUSeq2SeqConfig(*sizes)), 32, 1e-2),
        "Transformer": (lambda: TransformerSeq2Seq(TransformerConfig(*sizes)), 64, 4e-3),
    }
    found = {"seconds": 15}
    for name, (build, batch_size, lr) in builds.items():
        runs = [_timed(parts, build, batch_size, lr, seed, 15.0) for seed in SEEDS]
        rates = [c.errors(model, c.val_words) for model, _ in runs]
        found[name] = percent(rates)
        found[f"{name}, mean"] = percent([np.mean(rates)])
        found[f"{name}, steps"] = [steps for _, steps in runs]
    return found


def _timed(parts, build, batch_size: int, lr: float, seed: int, seconds: float):
    """Train for so many seconds, with a learning rate that goes by the clock."""
    torch.manual_seed(seed)
    model, batches = build(), PairBatches(*parts.train, batch_size, seed)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr, (0.9, 0.95), weight_decay=0.01, fused=True
    )
    start, step = time.process_time(), 0
    while (now := (time.process_time() - start) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = lr * min(1, now / 0.1 + 0.01, (1 - now) / 0.9)
        loss = teacher_forcing_loss(model, *batches(step))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
    return model.eval(), step
