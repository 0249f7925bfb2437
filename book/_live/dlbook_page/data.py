"""The data sets that a page has: a sample of digits, and what is small.

A page loads within seconds, so of MNIST it carries a sample, and the larger sets not
at all. Whoever loads them is told so.
"""

from __future__ import annotations

from dataclasses import replace

from dlbook.data.catalog import CATALOG, Dataset
from dlbook.data.weights import WEIGHTS

SAMPLES = {"mnist": (1000, 200)}
"""The first so many training and test images of a set are in the page."""

WHOLE = ("nyc_weather", "word_sounds", "book_passages", "book_questions")


def use_samples() -> None:
    """Have ``dlbook.data.load`` read what the page has, and say what it has not."""
    for name, dataset in CATALOG.items():
        if name in SAMPLES:
            CATALOG[name] = _sampled(dataset, *SAMPLES[name])
        elif name not in WHOLE:
            CATALOG[name] = _absent(dataset)
    WEIGHTS.update({name: _absent(weights) for name, weights in WEIGHTS.items()})


def _sampled(dataset: Dataset, train: int, test: int) -> Dataset:
    note = (
        f"In this page, {dataset.title} is a sample of {train:,} training and {test:,} test "
        "images; the notebook has them all."
    )

    def read(*files):
        print(note)
        return dataset.read(*files)

    return replace(dataset, contents=f"{note} There: {dataset.contents}", read=read)


def _absent(dataset: Dataset) -> Dataset:
    def refuse():
        raise FileNotFoundError(
            f"{dataset.title} is too large for this page: open the notebook, or use "
            f"{', '.join(sorted({*SAMPLES, *WHOLE}))}"
        )

    return replace(dataset, files=(), package=None, read=refuse)
