"""Train the small network that says English words, and store its weights in 8 bits.

    python -m tools.prepare_speller FOLDER

writes FOLDER/word_sounds.npz, for ``tools.prepare_data``. It is the network of the recipe
``cmudict``, trained for as many steps as STEPS says, about three minutes on one core. Each row
of a matrix is stored as whole numbers from -127 to 127 and a scale. Another machine trains
other weights: the file of the catalog is the one that the book's was.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from dlbook.train.recipes.sequences import CMUDICT, judge_sounds, sounds_parts
from dlbook.train.results import Stopwatch

STEPS = 8_000


def quantize(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return whole numbers, int8, and the scale of each row, with which they are multiplied."""
    largest = np.abs(matrix).max(axis=1, keepdims=True)
    scale = (np.maximum(largest, 1e-12) / 127).astype(np.float32)
    return np.rint(matrix / scale).astype(np.int8), scale


def arrays(model: torch.nn.Module, letters: list[str], sounds: list[str]) -> dict:
    """Return what the file holds: vocabularies, biases, and matrices with their scales."""
    found = {"letters": np.array(letters), "sounds": np.array(sounds)}
    for name, weight in model.state_dict().items():
        value = weight.numpy()
        if value.ndim == 2:
            found[name], found[f"{name}/scale"] = quantize(value)
        else:
            found[name] = value
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where word_sounds.npz goes")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    parts, watch = sounds_parts(), Stopwatch()
    recipe = replace(CMUDICT, steps=STEPS)
    model, _ = recipe.fit(parts, seed=0, watch=watch, device=torch.device("cpu"))
    print(
        judge_sounds(model, parts, torch.device("cpu"))[1], "in", round(watch.cpu_seconds), "s"
    )
    stored = arrays(model, parts.source.symbols, parts.target.symbols)
    np.savez_compressed(asked.folder / "word_sounds.npz", **stored)
