"""What a chapter's text tells of a recorded run agrees with the record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import nbformat
import pytest

from tests.chapters.checks import markdown
from tools.chapters import chapters
from tools.longer.record import path_of

# Chapter, part of its record, and the words that tell of it.
TOLD = [
    (
        "convolution",
        "digits",
        "`conv_net` is right in 99.0% of cases on average, LeNet-5 in 98.5% and the dense "
        "network in 98.3%, each in about 10 seconds",
    ),
    ("convolution", "digits", "97.6, 97.4 and 97.4%, and 98.0, 96.4 and 98.0%"),
    (
        "convolution",
        "ablation",
        "after 320 steps, with three other seeds, the shortcut is worth 3.6 points with 2 "
        "blocks and 20.9 with 12. With it, 12 blocks reach 48.0% and 2 blocks 50.9%; without "
        "it, 27.2% and 47.3%",
    ),
    (
        "convolution",
        "photographs",
        "reaches 60.5% on average, the dense one 46.9% and the linear one 37.6%",
    ),
    (
        "feedforward",
        "week",
        "6,000 steps, three other seeds reached 2.6, 1.5 and 3.1 °F",
    ),
    (
        "feedforward",
        "depth",
        "of 20 units reached 2.7, 3.4 and 3.5 °F, and three of 14 units 2.2, 2.5 and 3.0 °F",
    ),
    ("feedforward", "sawtooth:10", "reached 0.241, 0.252 and 0.253"),
    ("feedforward", "sawtooth:5", "nothing below 0.249"),
    (
        "large-language-models",
        "preferences",
        "SFT raises the log probability of a chosen answer by 7.66 nats and lowers that of a "
        "rejected one by 1.06; DPO raises the one by 5.65 and lowers the other by 10.08",
    ),
    (
        "nlp-applications",
        "sentiment",
        "gave the bag of words 81.4, 79.8 and 81.1%, and the vectors 88.8, 89.9 and 89.6%",
    ),
    (
        "nlp-applications",
        "names",
        "the CRF reached 11.7, 12.2 and 10.8%, and single words 10.7, 10.6 and 10.8%",
    ),
    (
        "nlp-applications",
        "word_vectors",
        "reached 24.3, 25.1 and 24.7%, and with the features added, 23.7, 26.0 and 25.5%",
    ),
    ("nlp-applications", "finetuned:3", "fine-tuning reached 90.3,"),
    ("nlp-applications", "finetuned:4", "90.8 and"),
    ("nlp-applications", "finetuned:5", "90.1%"),
    ("nlp-applications", "sentiment", "on frozen vectors reached 87.9, 87.2 and 86.8%"),
    (
        "sequence-to-sequence",
        "beam",
        "The error rate was 40.6, 42.4 and 40.6% with greedy search, 41.1, 41.9 and 40.3% "
        "with the beam, and 39.1, 39.3 and 38.6% with normalization",
    ),
    (
        "sequence-to-sequence",
        "minute:3",
        "error rate is 11.6%, and 55.2% of the words are right",
    ),
    ("transformers", "recall", "recalled 31 to 39%"),
    ("transformers", "recall", "the GPT 99.9% or more"),
    ("transformers", "recall", "the LSTM recalled 61 to 64%"),
    ("transformers", "weights", "0.65 for a text's own weights and 0.60 for those"),
    ("gans", "ring", "covered 6, 8 and 7"),
    ("gans", "ring", "(28 and 20 seconds of processor time for three games, against 15)"),
    ("gans", "convolutions:3", "averages at 2.1"),
    ("gans", "dense:3", "and 6.7"),
    ("language-models", "larger:0", "The model reached 1.487 nats"),
    ("language-models", "prediction", "and 1.515 had been written down"),
    ("language-models", "larger:1", "it reached 1.496 nats"),
    ("language-models", "schedule", "worse, by 0.044, 0.043 and 0.003 nats"),
    (
        "language-models",
        "long_copiers",
        "the two-layer model is at 0.994, and without the four highest induction scores, one "
        "of them now in the first layer, at 0.010. But the median of the other sets is 0.109, "
        "and 3 of them",
    ),
    (
        "language-models",
        "quality",
        "worse by 0.168, 0.159 and 0.149 nats than new text, and the repeated one by "
        "0.675, 0.695 and 0.738 nats",
    ),
    ("recurrent", "text:3", "3,200, three other starts are at 1.635"),
    ("recurrent", "text:4", "1.635 and"),
    ("recurrent", "text:5", "1.621 nats"),
    (
        "recurrent",
        "weather",
        "0.96 to 0.98 and 1.03 to 1.06 for the RNN, 0.97 to 0.99 and 1.12 to 1.17 for the "
        "LSTM, 0.97 to 0.98 and 1.05 to 1.06 for a GRU",
    ),
    (
        "recurrent",
        "gap",
        "after 800 steps, three other starts reach 3.1, 3.4 and 3.1 °F with both sides, now "
        "ahead of the linear model's 3.5, and 4.5, 4.6 and 4.1 with one",
    ),
    ("recurrent", "weather_rates", "the linear model's, average 1.008 instead of 1.015"),
    ("recurrent", "before_training", "at 0.62, 0.71, 0.69, 0.78 and 0.75"),
    ("recurrent", "biases", "| 0 | 1 | 0.13, 0.13, 0.11 |"),
    ("recurrent", "biases", "| 1 | 2.2 | 0.13, 0.13, 0.11 |"),
    ("recurrent", "biases", "| 2 | 5.5 | 0.27, 0.46, 0.61 |"),
    ("recurrent", "biases", "| 3 | 14 | 1.00, 1.00, 0.74 |"),
    ("recurrent", "biases", "| 4 | 38 | 1.00, 0.87, 1.00 |"),
    ("recurrent", "biases", "the same three starts recall 1.00, 0.46 and 0.11"),
    (
        "recurrent",
        "rates",
        "(0.11 to 0.16), and the LSTM with biases set recalls most symbols (0.59 to 1.00). The "
        "GRU recalls 0.63 to 0.78 with 0.003 and everything with 0.03, the RNN 0.73 with one "
        "start at 0.03 and otherwise at most 0.13",
    ),
    ("recurrent", "recall", "after 600 steps, with three other starts, the plain LSTM still"),
    (
        "recurrent",
        "recall",
        "(0.14, 0.13, 0.14); the GRU is at 1.00 each time, the RNN at 0.52, 0.78 and 1.00",
    ),
    ("recurrent", "windows", "after 600 steps, the same three starts recall every symbol"),
    (
        "optimizers",
        "contest",
        "600, a new search of eight trials and three other seeds, momentum (a median of 0.458) "
        "has caught up with Nesterov's variant, Adam and AdamW (0.452 to 0.455), and plain "
        "descent (0.468) is close behind them. RMSProp (0.485) has fallen back, and AdaGrad "
        "(0.492) is last. Muon is still ahead at equal steps, with 0.442; at equal time it is "
        "level with Adam (0.451), and at equal arithmetic (0.482) behind plain descent",
    ),
    (
        "losses",
        "calibration",
        "After 12,000 steps, with three other seeds, the calibration error is 0.125 to 0.131 "
        "and the temperature 5.03 to 5.68",
    ),
    (
        "gradient-flow",
        "plain",
        "3,000 steps, three starts reached 0.22, 0.51 and 0.71 with a learning rate of 0.1, "
        "and 0.09, 0.67 and 0.90 with 0.3",
    ),
    ("gradient-flow", "shallow", "layers reaches 0.91"),
    ("gradient-flow", "rates", "at worst 0.46 against 0.54"),
    ("gradient-flow", "rates", "stayed between 0.09 and 0.11 at all six"),
    ("gradient-flow", "unclipped", "three starts reached 0.09 to 0.20 at 0.003 and at 0.001"),
    (
        "gradient-flow",
        "both",
        "the learning rates 0.03, 0.1, 0.3 and 1, three starts averaged 0.47 with both, 0.36 "
        "with the clip alone and 0.38 with gain 1 alone",
    ),
    ("gradient-flow", "both", "at 0.1, three other starts averaged 0.68, 0.62 and 0.56"),
    ("gradient-flow", "layers", "| ReLU, default | 0.10 | 0.10 |"),
    ("gradient-flow", "layers", "| ReLU, × 3, clipped | 0.86 | 0.10 |"),
    ("gradient-flow", "layers", "| ReLU, He | 0.85 | 0.10 |"),
    ("gradient-flow", "layers", "| tanh, Gaussian | 0.89 | 0.15 |"),
    ("gradient-flow", "layers", "| tanh, orthogonal | 0.91 | 0.67 |"),
    ("gradient-flow", "layers", "| batch norm | 0.91 | 0.10 |"),
    ("gradient-flow", "layers", "| layer norm | 0.86 | 0.10 |"),
    ("gradient-flow", "layers", "| gates | 0.92 | 0.91 |"),
    ("gradient-flow", "layers", "| residual | 0.91 | 0.91 |"),
    ("gradient-flow", "layers", "| residual, layer norm | 0.91 | 0.90 |"),
    ("regularization", "linear", "an error of 0.0485"),
    ("regularization", "linear", "0.0642 on them and 0.0535 on"),
    (
        "regularization",
        "contest",
        "their errors were 11.7%, 11.2% and 11.4% (plain 12.2%, at the better of two learning "
        "rates; five plain 10.5%; shifts 8.0%)",
    ),
    ("regularization", "rates", "the best of 0.07, 0.2 and 0.6"),
    ("regularization", "clothes", "from 21.8% to 23.4%"),
    (
        "regularization",
        "wide",
        "640 units, with six learning rates of its own to try, had an error of 10.9%",
    ),
    ("regularization", "wide", "0.56"),
    (
        "regularization",
        "sizes",
        "(2,000 digits, 120 passes, three other draws, learning rate 0.2), the error is 7.2% "
        "plain, 6.2% with dropout and 4.5% with shifts",
    ),
    (
        "regularization",
        "sizes",
        "(8,000 digits, 30 passes, learning rate 0.1, three draws), it is 4.0% plain and 2.9%",
    ),
    (
        "losses",
        "clothes",
        "cross-entropy reaches 84.9% on average, the squared error of probabilities 85.3%, and "
        "the class number 40.8%",
    ),
    ("losses", "start", "cross-entropy reaches 82 to 83%"),
    ("losses", "rain", "a cross-entropy of 0.360, and a calibration error of 0.023"),
    (
        "losses",
        "rain",
        "agree in 97.2% of the hours and find 68.3% and 68.8% of the rain, with false "
        "alarms in 33.1% and 33.2% of the dry windows",
    ),
    ("losses", "twice", "reach 69%, 78% and 84%; with a single softmax at 0.5, 85% each"),
    (
        "neurons",
        "longer",
        "GELU reaches 86.7%, ReLU 86.2%, $|\\tanh z|$ 85.9%, the sigmoid 85.7%, tanh 85.1% "
        "(with spread biases, too) and asinh 84.1%",
    ),
    ("neurons", "biases", "78% with biases up to ±1, 80% with ±2 and 81% with ±3"),
    (
        "what-is-deep-learning",
        "curves",
        "86.2% (84.1–89.5%) | 96.6% (96.5–96.9%) | 98.0% (97.8–98.2%)",
    ),
    (
        "what-is-deep-learning",
        "curves",
        "73.9% (71.7–75.9%) | 94.9% (94.8–95.2%) | 98.0% (97.8–98.2%)",
    ),
    ("what-is-deep-learning", "curves", "(400, 800 and 2,400)"),
    (
        "what-is-deep-learning",
        "noise",
        "by 0.1 to 1.7 (pixels) and 0.1 to 2.5 points (features)",
    ),
    ("what-is-deep-learning", "alike", "was 0.60 with training and 0.31 without"),
    (
        "what-is-deep-learning",
        "shifts",
        "After eight times as many steps, 960, and on three other draws, the SVM was still "
        "ahead: by 0.5, 0.3 and 0.4 points",
    ),
    ("what-is-deep-learning", "unshifted", "(by 14, 4 and 9 of"),
    ("what-is-deep-learning", "table", "an $R^2$ of 0.90 on the 354 rows"),
    (
        "training-process",
        "mistakes",
        "the reported scores rise by 0.034, 0.077, 0.075, 0.159 and 0.113, and the true scores "
        "change by −0.020, −0.008, −0.035, −0.079 and −0.093",
    ),
    ("training-process", "search:135", "the same candidate in all 10 cases"),
    ("training-process", "search:540", "in 9 of 10, at a mean loss of 0.3316 against 0.3314"),
    ("compute", "traffic", "77% are not even the layers' but the optimizer's"),
    ("compute", "steps", "came out between 0.71 and 1.13"),
    (
        "compute",
        "steps",
        "for the wide network with a batch of 8, the recorded predictions are up to 2.2",
    ),
    ("compute", "own", "came out between 0.72 and 1.71, and 9 of the 15 predictions"),
    ("compute", "memory", "it came within 4%"),
    ("compute", "updates", "57% of Adam's nonzero updates"),
    ("compute", "longer", "to losses of 0.98 to 1.03 against 0.38 to 0.39"),
    ("efficient-attention", "sizes", "recalls 89.9%"),
    ("efficient-attention", "sizes", "where the formula says 83.7%"),
    ("efficient-attention", "sizes", "stays on the formula, 40.0% against 39.7%"),
    ("efficient-attention", "recall", "it reaches 66.0%"),
    ("efficient-attention", "recall", "the three have a mean of 65.4%"),
    ("efficient-attention", "rates", "one had reached only 16.2%"),
    ("efficient-attention", "recall", "The window stays at 24.8%"),
    ("efficient-attention", "recall", "the fixed state space at 12.7%"),
]
NUMBER = re.compile(r"(?<![\w^.])−?\d+(?:,\d{3})*(?:\.\d+)?")
NAMES = re.compile(r"LeNet-5")


def numbers_in(value) -> Iterator[float]:
    """Yield all numbers of a part of a record, those in names of its entries, too."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from map(value_of, NUMBER.findall(key))
            yield from numbers_in(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from numbers_in(inside)
    elif isinstance(value, int | float):
        yield value


def value_of(number: str) -> float:
    """Return the value of a number as it is written in a text."""
    return float(number.replace(",", "").replace("−", "-"))


def not_recorded(told: str, values) -> list[str]:
    """Return the numbers of a text that are none of the record's, rounded alike.

    A text may tell a negative one by its size ("behind by"), and then without a sign.
    """
    known = list(numbers_in(values))
    missing = []
    for number in NUMBER.findall(NAMES.sub("", told)):
        half = 0.5 * 10.0 ** -len(number.partition(".")[2]) + 1e-9
        found = value_of(number)
        sizes = known if found < 0 else map(abs, known)
        if not any(abs(found - value) <= half for value in sizes):
            missing.append(number)
    return missing


@pytest.mark.parametrize(("slug", "part", "told"), TOLD)
def test_told_numbers_are_those_of_the_record(slug, part, told):
    (chapter,) = (c for c in chapters() if c.slug == slug)
    text = markdown(nbformat.read(chapter.path, as_version=4))
    assert told in text
    record = json.loads(path_of(slug).read_text(encoding="utf-8"))
    names = [n for n in record["parts"] if n == part or n.startswith(f"{part}:")]
    assert not_recorded(told, [record["parts"][name]["values"] for name in names]) == []


def test_a_number_that_no_run_gave_is_found():
    assert not_recorded("after 320 steps 27.3%", {"steps": 320, "a": [27.21]}) == ["27.3"]
    assert not_recorded("changed by −0.2, ahead by 0.4", {"a": [0.2, -0.4]}) == ["−0.2"]
