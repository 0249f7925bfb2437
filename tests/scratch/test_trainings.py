"""Whole trainings: the engine learns what such networks are known to learn."""

import math

import numpy as np
import pytest

from dlbook.data import load
from dlbook.scratch import Module, Tensor, cross_entropy, no_grad, optim
from dlbook.scratch.layers import (
    LSTM,
    Conv2d,
    Embedding,
    Flatten,
    LayerNorm,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    TransformerEncoderLayer,
)


def lenet(rng) -> Sequential:
    """LeNet-5 (LeCun et al. 1998) with ReLU and maximum pooling."""
    return Sequential(
        *(Conv2d(1, 6, 5, padding=2, rng=rng), ReLU(), MaxPool2d(2)),
        *(Conv2d(6, 16, 5, rng=rng), ReLU(), MaxPool2d(2), Flatten()),
        *(Linear(400, 120, rng=rng), ReLU(), Linear(120, 84, rng=rng), ReLU()),
        Linear(84, 10, rng=rng),
    )


def test_lenet_passes_98_percent_on_mnist_in_an_epoch():
    rng, mnist = np.random.default_rng(0), load("mnist")
    images, test = (
        ((x.astype(np.float32) - 33) / 79)[:, None] for x in (mnist.X_train, mnist.X_test)
    )
    model = lenet(rng)
    batches = rng.permutation(len(images))[: 468 * 128].reshape(468, 128)
    adam = optim.AdamW(model.parameters())
    schedule = optim.OneCycleLR(adam, max_lr=6e-3, total_steps=len(batches))
    for batch in batches:
        loss = cross_entropy(model(Tensor(images[batch])), mnist.y_train[batch])
        adam.zero_grad()
        loss.backward()
        adam.step()
        schedule.step()
    with no_grad():
        guesses = [model(Tensor(part)).data.argmax(1) for part in np.split(test, 20)]
    assert (np.concatenate(guesses) == mnist.y_test).mean() > 0.98


WORDS, CHOICES = 20, 3


class WordChain:
    """Words made of the letters a to h; each may be followed by three others, equally often.

    A model that has read a word up to its end must still guess one of three. So
    the entropy is log 3 a word, and no model can have a smaller loss.
    """

    alphabet = " abcdefgh"

    def __init__(self, rng: np.random.Generator):
        words = set()
        while len(words) < WORDS:
            words.add("".join(rng.choice(list(self.alphabet[1:]), rng.integers(2, 6))))
        self.words = sorted(words)
        self.next = [rng.permutation(WORDS)[:CHOICES] for _ in range(WORDS)]

    def draw(self, words: int, rng: np.random.Generator) -> tuple[np.ndarray, float]:
        """Return a text as numbers of letters, and its entropy per letter in nats."""
        word, text = 0, []
        for choice in rng.integers(0, CHOICES, words):
            word = self.next[word][choice]
            text.append(self.words[word] + " ")
        letters = "".join(text)
        numbers = np.array([self.alphabet.index(letter) for letter in letters])
        return numbers, words * math.log(CHOICES) / len(letters)


def bigram_loss(train: np.ndarray, test: np.ndarray, letters: int) -> float:
    """Return the loss of a model that knows only how often each letter follows each."""
    counts = np.ones((letters, letters))
    np.add.at(counts, (train[:-1], train[1:]), 1)
    p = counts / counts.sum(1, keepdims=True)
    return float(-np.log(p[test[:-1], test[1:]]).mean())


class CharLSTM(Module):
    """Letters in, scores of the next letter out."""

    def __init__(self, letters: int, rng):
        self.embedding = Embedding(letters, 32, rng=rng)
        self.lstm = LSTM(32, 64, batch_first=True, rng=rng)
        self.head = Linear(64, letters, rng=rng)

    def forward(self, letters):
        hidden, _ = self.lstm(self.embedding(letters))
        return self.head(hidden)


class CharTransformer(Module):
    """Two blocks on embedded letters and places."""

    is_causal = True

    def __init__(self, letters: int, rng):
        self.embedding, self.places = (
            Embedding(letters, 48, rng=rng),
            Embedding(64, 48, rng=rng),
        )
        self.blocks = [
            TransformerEncoderLayer(48, 4, 96, 0.0, batch_first=True, norm_first=True, rng=rng)
            for _ in range(2)
        ]
        self.norm, self.head = LayerNorm(48), Linear(48, letters, rng=rng)

    def forward(self, letters):
        x = self.embedding(letters) + self.places(np.arange(letters.shape[1]))
        for block in self.blocks:
            x = block(x, is_causal=self.is_causal)
        return self.head(self.norm(x))


class SeesTheFuture(CharTransformer):
    """The same, with nothing to keep a place from the letters after it."""

    is_causal = False


@pytest.mark.parametrize(
    ("network", "steps", "low", "high"),
    [
        (CharLSTM, 300, 0.97, 1.1),
        (CharTransformer, 300, 0.97, 1.15),
        (SeesTheFuture, 150, 0.0, 0.5),
    ],
)
def test_a_character_model_comes_close_to_the_entropy_and_below_it_only_by_cheating(
    network, steps, low, high
):
    rng = np.random.default_rng(0)
    chain = WordChain(rng)
    (train, _), (test, entropy) = chain.draw(30_000, rng), chain.draw(3_000, rng)
    letters = len(chain.alphabet)
    model = network(letters, rng)

    def loss_at(text, starts):
        # A window starts within a word: the first letters are for finding out where.
        windows = text[starts[:, None] + np.arange(49)]
        scores, right = model(windows[:, :-1])[:, 16:], windows[:, 17:]
        return cross_entropy(scores.reshape(-1, letters), right.reshape(-1))

    adam = optim.AdamW(model.parameters(), weight_decay=0.0)
    schedule = optim.OneCycleLR(adam, max_lr=0.01, total_steps=steps)
    for _ in range(steps):
        loss = loss_at(train, rng.integers(0, len(train) - 49, 32))
        adam.zero_grad()
        loss.backward()
        optim.clip_grad_norm_(adam.params, 1.0)
        adam.step()
        schedule.step()
    with no_grad():
        reached = loss_at(test, np.arange(0, len(test) - 49, 32)).item()
    assert low * entropy < reached < high * entropy
    assert bigram_loss(train, test, letters) > 5 * entropy
