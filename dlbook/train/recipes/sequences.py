"""Encoder-decoders: how English words sound, and captions from English to French."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_

from dlbook.data import load
from dlbook.data.sequences import PAD, UNKNOWN, PairBatches, Vocabulary, pad_sequences
from dlbook.functional import corpus_bleu, error_rate
from dlbook.models import count_parameters
from dlbook.models.language import (
    GRUSeq2Seq,
    GRUSeq2SeqConfig,
    WordTable,
    beam_search,
)
from dlbook.train.loop import progress
from dlbook.train.optimizers import linear_warmup_decay
from dlbook.train.results import Result, Stopwatch, make_record
from dlbook.train.setup import pick_device

EVALUATIONS = 10
"""How often in a run the training loss is recorded."""
SIGNATURE = "nrefs:1|case:lc|eff:no|tok:13a|smooth:exp|version:2.6.0"
"""What sacreBLEU calls the score of lower-case texts that :func:`corpus_bleu` computes."""


def teacher_forcing_loss(model: nn.Module, source: Tensor, target: Tensor) -> Tensor:
    """Return the cross-entropy of each target token, given the true ones before it."""
    logits = model(source, target[:, :-1])
    return cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PAD)


def train_pairs(
    model: nn.Module, batches: PairBatches, steps: int, lr: float
) -> Iterator[Tensor]:
    """Train with AdamW, and yield the loss of each step."""
    optimizer = torch.optim.AdamW(
        model.parameters(), lr, (0.9, 0.95), weight_decay=0.01, fused=True
    )
    schedule = linear_warmup_decay(optimizer, steps, warmup=0.1)
    device = next(model.parameters()).device
    model.train()
    for step in range(steps):
        source, target = (part.to(device) for part in batches(step))
        loss = teacher_forcing_loss(model, source, target)
        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        yield loss.detach()
    model.eval()


@dataclass(frozen=True)
class PairRecipe:
    """A recipe to train an encoder-decoder with attention.

    ``parts`` returns what is to be learned; ``judge`` leads from a model and that to what is
    measured, its value, and further numbers for the record.
    """

    about: str  # one line
    parts: Callable[[], Parts]
    judge: Callable[[nn.Module, Parts, torch.device], tuple[str, float, dict]]
    embedding_dim: int
    encoder_size: int
    hidden_size: int
    batch_size: int
    steps: int
    lr: float
    dropout: float = 0.0
    full_scale: float = 64.0

    def scaled(self, scale: float) -> PairRecipe:
        """Return a recipe of about ``scale`` times the computation.

        Widths and steps grow with the cube root.
        """
        factor = scale ** (1 / 3)
        sizes = {
            name: max(8, round(getattr(self, name) * factor / 8) * 8)
            for name in ("embedding_dim", "encoder_size", "hidden_size")
        }
        steps = max(EVALUATIONS, round(self.steps * factor))
        return replace(self, **sizes, steps=steps, lr=self.lr / factor**0.5)

    def build(self, source_size: int, target_size: int) -> GRUSeq2Seq:
        """Return the untrained model."""
        sizes = self.embedding_dim, self.encoder_size, self.hidden_size, self.encoder_size
        config = GRUSeq2SeqConfig(source_size, target_size, *sizes, dropout=self.dropout)
        return GRUSeq2Seq(config)

    def fit(self, parts: Parts, seed: int, watch: Stopwatch, device) -> tuple[nn.Module, list]:
        """Train, and return the model and the curve of the training loss."""
        torch.manual_seed(seed)
        model = self.build(len(parts.source), len(parts.target)).to(device)
        batches = PairBatches(*parts.train, self.batch_size, seed)
        losses, curve, every = [], [], self.steps // EVALUATIONS
        with watch:
            steps = train_pairs(model, batches, self.steps, self.lr)
            for step, loss in enumerate(progress(steps, self.steps), start=1):
                losses.append(loss)
                if step % every == 0:
                    curve.append([step, round(torch.stack(losses).mean().item(), 4)])
                    losses.clear()
        return model, curve

    def train(self, scale: float, seed: int) -> Result:
        """Train, and return what was reached on the test part."""
        recipe, device, parts = self.scaled(scale), pick_device(), self.parts()
        watch = Stopwatch()
        model, curve = recipe.fit(parts, seed, watch, device)
        measure, value, found = recipe.judge(model, parts, device)
        curve = [[*row, None] for row in curve]
        curve[-1][-1] = value  # the test part is looked at once, at the end
        numbers = ("embedding_dim", "encoder_size", "hidden_size", "batch_size", "steps", "lr")
        record = make_record(
            watch,
            examples=recipe.steps * recipe.batch_size,
            scale=scale,
            seed=seed,
            recipe={name: getattr(recipe, name) for name in numbers},
            parameters=count_parameters(model),
            **found,
            curve_columns=["step", "training loss", measure],
            curve=curve,
        )
        return Result(f"{measure} {value:.4g}", record)


class Parts(NamedTuple):
    """Vocabularies, encoded pairs to learn from, and what the test compares with."""

    source: Vocabulary
    target: Vocabulary
    train: tuple[list[list[int]], list[list[int]]]
    test_sources: Sequence
    test_references: Sequence


# --- words to sounds --------------------------------------------------------------


def split_words(shortest: int = 3, longest: int = 12, held_out: int = 2000):
    """Return the dictionary, and its words in random order: training, validation, test.

    All pronunciations of a word are in its part. Forms of one word, such as "walk" and
    "walked", may be in different parts.
    """
    sounds = load("cmudict")
    words = np.array(sorted(w for w in sounds if shortest <= len(w) <= longest))
    words = words[np.random.default_rng(0).permutation(len(words))].tolist()
    cut = len(words) - 2 * held_out
    return sounds, words[:cut], words[cut : cut + held_out], words[cut + held_out :]


def sounds_parts() -> Parts:
    """Return letters and sounds; of a word's pronunciations, the first is learned."""
    sounds, training, _, test = split_words()
    letters, phonemes = Vocabulary(training), Vocabulary(sounds[w][0] for w in training)
    pairs = (
        [letters.encode(w) for w in training],
        [phonemes.encode(sounds[w][0]) for w in training],
    )
    return Parts(letters, phonemes, pairs, test, [sounds[w] for w in test])


def judge_sounds(model: nn.Module, parts: Parts, device) -> tuple[str, float, dict]:
    """Return the phoneme error rate on the test words, written with a beam of 4."""
    source = pad_sequences([parts.source.encode(word) for word in parts.test_sources])
    tokens, _ = beam_search(model, source.to(device), 4, max_length=24, length_power=1.0)
    spoken = [tuple(parts.target.decode(row)) for row in tokens.tolist()]
    rate = error_rate(spoken, parts.test_references)
    pairs = zip(spoken, parts.test_references, strict=True)
    right = sum(text in references for text, references in pairs) / len(spoken)
    found = {"phoneme_error_rate": round(rate, 4), "words_right": round(right, 4)}
    return "phoneme error rate", round(rate, 4), found


# --- English to French ------------------------------------------------------------

WORDS = re.compile(r"\w+['’]|\w+(?:-\w+)*|[^\w\s]")


def split_sentence(sentence: str) -> list[str]:
    """Return the lower-case words and punctuation marks; "l'eau" is two words."""
    return WORDS.findall(sentence.lower().replace("’", "'"))


def join_words(words: Sequence[str]) -> str:
    """Undo :func:`split_sentence`, up to spaces and capitals."""
    text = re.sub(r" ([.,;:!?)])", r"\1", " ".join(words))
    return re.sub(r"(\w') ", r"\1", text).replace('" ', '"', 1)


def captions_parts() -> Parts:
    """Return the words that occur four times, and the training captions in their numbers."""
    text = load("multi30k")
    split = [[split_sentence(s) for s in side] for side in text.train]
    vocabularies = [Vocabulary(side, at_least=4) for side in split]
    pairs = tuple(
        [v.encode(words) for words in side] for v, side in zip(vocabularies, split, strict=True)
    )
    sources = [split_sentence(s) for s in text.test[0]]
    return Parts(*vocabularies, pairs, sources, [s.lower() for s in text.test[1]])


def judge_captions(model: nn.Module, parts: Parts, device) -> tuple[str, float, dict]:
    """Return BLEU of greedy and beam search and of translation word by word."""
    table = WordTable(*parts.train, len(parts.source), len(parts.target))
    encoded = [parts.source.encode(words) for words in parts.test_sources]
    by_word = [_known(table.translate(tokens), parts) for tokens in encoded]
    found = {"signature": SIGNATURE, "word_by_word": _bleu(by_word, parts)}
    lengths, texts = {}, {}
    for width, power in ((1, 0.0), (4, 0.0), (4, 1.0), (8, 0.0), (8, 1.0)):
        name = f"beam {width}, length power {power:g}"
        written = texts[name] = translate(model, parts, encoded, device, width, power)
        found[name] = _bleu(written, parts)
        lengths[name] = round(sum(map(len, written)) / len(written), 2)
    truth = [split_sentence(s) for s in parts.test_references]
    lengths["references"] = round(sum(map(len, truth)) / len(truth), 2)
    chosen = "beam 4, length power 1"  # before the run
    translations = [
        [" ".join(parts.test_sources[i]), join_words(by_word[i]), join_words(texts[chosen][i])]
        for i in range(8)
    ]
    found |= {"mean_lengths": lengths, "translations": translations}
    return "BLEU", found[chosen], found


def _bleu(texts: Sequence[Sequence[str]], parts: Parts) -> float:
    return round(corpus_bleu([join_words(t) for t in texts], parts.test_references), 2)


def translate(model, parts: Parts, encoded, device, width: int, power: float):
    """Return the words of each translation; the batches hold 50 sentences."""
    written = []
    for start in range(0, len(encoded), 50):
        source = pad_sequences(encoded[start : start + 50]).to(device)
        tokens, _ = beam_search(model, source, width, max_length=60, length_power=power)
        written += [_known(row, parts) for row in tokens.tolist()]
    return written


def _known(tokens, parts: Parts) -> list[str]:
    words = parts.target.decode(tokens)
    return [word for word in words if word != parts.target.symbols[UNKNOWN]]


CMUDICT = PairRecipe(
    "how English words sound: a GRU with attention",
    sounds_parts,
    judge_sounds,
    embedding_dim=32,
    encoder_size=64,
    hidden_size=96,
    batch_size=32,
    steps=2800,
    lr=1e-2,
)

MULTI30K = PairRecipe(
    "captions from English to French: a GRU with attention",
    captions_parts,
    judge_captions,
    embedding_dim=96,
    encoder_size=96,
    hidden_size=192,
    batch_size=64,
    steps=2600,
    lr=4e-3,
    dropout=0.1,
)
