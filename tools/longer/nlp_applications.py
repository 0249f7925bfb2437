"""Longer runs of the chapter on language: fine-tuning, MiniLM's words in a CRF, SmolLM2."""

from __future__ import annotations

import re

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence

from dlbook.data import load, load_weights
from dlbook.data.tokenizers import BPETokenizer, split_words
from dlbook.functional import crf_log_partition, crf_score, entity_f1, viterbi
from dlbook.models.language import CRFTagger, Llama, SentenceEncoder, word_features
from dlbook.train.setup import pick_device
from tools.longer.record import definitions, percent

Rows = list[tuple[str, int]]
SEEDS = (3, 4, 5)
TUNED = tuple(f"finetuned:{seed}" for seed in SEEDS)
PARTS = ("sentiment", *TUNED, "names", "word_vectors", "answers", "summaries")


def sentiment() -> dict:
    """Accuracy in percent on 900 sentences, for three draws of 300 and of 1,800."""
    c = definitions("nlp-applications", "sites")
    found = {}
    encoder = SentenceEncoder.from_weights(load_weights("minilm-l6"))
    texts = {site: data.texts for site, data in c.sites.items()}
    vectors = {site: encoder.encode(some).numpy() for site, some in texts.items()}
    for per_site in (100, 600):
        bag, frozen = [], []
        for seed in SEEDS:
            parts = split_sites(seed, per_site)
            bag.append(c.bag_accuracy(*parts))
            frozen.append(c.vector_accuracy(vectors, *parts))
        found[f"{3 * per_site}"] = {"bag of words": percent(bag), "vectors": percent(frozen)}
    return found


def finetuned(seed: int) -> dict:
    """Accuracy in percent of a fine-tuned encoder on one of the same draws of 300."""
    return {"300": percent([tune_encoder(100, 4, seed)])}


def split_sites(seed: int, per_site: int) -> tuple[Rows, Rows, Rows]:
    """Draw training, validation and test sentences of each site, as (site, row).

    A site gives ``per_site`` (up to 600), 100 and 300 of its thousand sentences.
    """
    draw = np.random.default_rng(seed)
    parts: tuple[Rows, Rows, Rows] = ([], [], [])
    for site in load("sentiment_sentences"):
        rows = draw.permutation(1000).tolist()
        cut = (rows[:per_site], rows[600:700], rows[700:])
        for part, some in zip(parts, cut, strict=True):
            part += [(site, row) for row in some]
    return parts


def tune_encoder(per_site: int, epochs: int, seed: int, lr: float = 3e-5) -> float:
    """Train all of MiniLM, and a linear layer on its vectors; return the test accuracy.

    The learning rate was chosen among 3e-5, 1e-4 and 3e-4 on 300 validation sentences, after
    training on 300 others; it rises for a tenth of the steps, then falls to zero.
    """
    torch.manual_seed(seed)
    device, sites = pick_device(), load("sentiment_sentences")
    encoder = SentenceEncoder.from_weights(load_weights("minilm-l6")).to(device)
    head = nn.Linear(encoder.bert.config.d_model, 2).to(device)
    nn.init.zeros_(head.weight)
    train, _, test = split_sites(seed, per_site)

    def batch(rows: Rows) -> tuple[Tensor, Tensor, Tensor]:
        texts = [
            torch.tensor(encoder.tokenizer.encode(sites[s].texts[i], 128)) for s, i in rows
        ]
        tokens = pad_sequence(texts, True, encoder.tokenizer.pad).to(device)
        lengths = torch.tensor([len(t) for t in texts], device=device)
        labels = torch.tensor([int(sites[s].y[i]) for s, i in rows], device=device)
        return tokens, torch.arange(tokens.shape[1], device=device) < lengths[:, None], labels

    def logits(tokens: Tensor, is_token: Tensor) -> Tensor:
        return head(5 * encoder(tokens, is_token))  # vectors of length 1 are short for a start

    steps = epochs * -(-len(train) // 16)
    groups = [{"params": encoder.parameters()}, {"params": head.parameters(), "lr": 20 * lr}]
    optimizer = torch.optim.AdamW(groups, lr, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps + 1), (steps - step) / steps)
    )
    draw = torch.Generator().manual_seed(seed)
    for _ in range(epochs):
        for some in torch.randperm(len(train), generator=draw).split(16):
            tokens, is_token, labels = batch([train[i] for i in some.tolist()])
            optimizer.zero_grad()
            cross_entropy(logits(tokens, is_token), labels).backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    test.sort(key=lambda row: len(sites[row[0]].texts[row[1]]))  # little padding
    right = 0
    with torch.no_grad():
        for start in range(0, len(test), 32):
            tokens, is_token, labels = batch(test[start : start + 32])
            right += (logits(tokens, is_token).argmax(dim=1) == labels).sum().item()
    return right / len(test)


def names() -> dict:
    """F1 in percent of taggers that learn six times as long, with three other seeds."""
    c = definitions("nlp-applications", "posts", "features", "kinds_of_tags", "encoded")
    wanted = [tags for _, tags in c.posts.test]
    found = {}
    for label, chain in (("each word for itself", False), ("CRF", True)):
        scores = []
        for seed in SEEDS:
            tagger = c.train_tagger(chain, seed, epochs=24)
            scores.append(entity_f1(tagger.predict(c.encoded["test"]), wanted).f1)
        found[label] = percent(scores)
    return found


def word_vectors() -> dict:
    """F1 in percent of a CRF on MiniLM's frozen vectors, alone and with words' features."""
    posts = load("wnut17")
    encoder = SentenceEncoder.from_weights(load_weights("minilm-l6"))
    vectors = {part: _vectors(encoder, getattr(posts, part)) for part in posts._fields}
    features = {
        part: [word_features(w) for w, _ in getattr(posts, part)] for part in posts._fields
    }
    tags = sorted({tag for _, some in posts.train for tag in some})
    found: dict = {}
    for label, with_features in (("vectors", False), ("vectors and features", True)):
        scores = []
        for seed in SEEDS:
            torch.manual_seed(seed)
            tagger = VectorTagger(features["train"], tags, with_features)
            _fit(tagger, vectors["train"], features["train"], posts.train, seed)
            found_tags = tagger.tag(vectors["test"], features["test"])
            scores.append(entity_f1(found_tags, [t for _, t in posts.test]).f1)
        found[label] = percent(scores)
    return found


class VectorTagger(CRFTagger):
    """A CRF whose emissions come from MiniLM's vectors, and from words' features if wanted."""

    def __init__(self, features, tags, with_features: bool):
        super().__init__(features, tags)
        self.with_features = with_features
        self.norm, self.head = nn.LayerNorm(384), nn.Linear(384, len(tags))

    def emissions(self, v_BTD: Tensor, x_BTF: Tensor) -> Tensor:
        """Return emissions ``(B, T, C)`` for vectors and the numbers of features."""
        scores = self.head(nn.functional.dropout(self.norm(v_BTD), 0.2, self.training))
        return scores + self(x_BTF) if self.with_features else scores

    @torch.no_grad()
    def tag(self, vectors, features) -> list[list[str]]:
        """Return the most probable tags of all sentences."""
        self.eval()
        found = []
        for v, sentence in zip(vectors, features, strict=True):
            emissions = self.emissions(v[None].float(), self.encode(sentence)[None])
            (path,) = viterbi(emissions, torch.tensor([len(v)]), *self.chain_scores())
            found.append([self.tags[c] for c in path])
        return found


def _fit(tagger, vectors, features, sentences, seed: int, epochs: int = 8) -> None:
    """Train with Adam on batches of 64 sentences, with a learning rate that falls to zero."""
    draw = torch.Generator().manual_seed(seed)
    number = {tag: i for i, tag in enumerate(tagger.tags)}
    y = [torch.tensor([number[tag] for tag in tags]) for _, tags in sentences]
    x = [tagger.encode(sentence) for sentence in features]
    optimizer = torch.optim.Adam(
        [
            {"params": tagger.weights.parameters(), "lr": 0.03},
            {"params": [p for n, p in tagger.named_parameters() if "weights" not in n]},
        ],
        lr=3e-3,
    )
    batches = -(-len(x) // 64)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, epochs * batches)
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=draw).split(64):
            v, f, t = (
                pad_sequence([some[i] for i in rows.tolist()], True) for some in (vectors, x, y)
            )
            lengths = torch.tensor([len(y[i]) for i in rows.tolist()])
            emissions = tagger.emissions(v.float(), f)
            log_z = crf_log_partition(emissions, lengths, *tagger.chain_scores())
            score = crf_score(emissions, t, lengths, *tagger.chain_scores())
            optimizer.zero_grad()
            ((log_z - score).sum() / lengths.sum()).backward()
            optimizer.step()
            schedule.step()


@torch.no_grad()
def _vectors(encoder: SentenceEncoder, sentences) -> list[Tensor]:
    """Return MiniLM's vector of each word: the hidden state at its first piece."""
    tokenizer = encoder.tokenizer
    whole = [tokenizer.encode(" ")[0], tokenizer.encode(" ")[-1]]
    cut = []
    for words, _ in sentences:
        tokens, first = [whole[0]], []
        for word in words:
            first.append(len(tokens))
            pieces = [n for part in split_words(word) for n in tokenizer.encode(part)[1:-1]]
            tokens += pieces[:8] or [tokenizer.unknown]
        cut.append((torch.tensor([*tokens, whole[1]]), torch.tensor(first)))
    found: list = [None] * len(cut)
    order = sorted(range(len(cut)), key=lambda i: len(cut[i][0]))
    for start in range(0, len(order), 32):
        rows = order[start : start + 32]
        tokens = pad_sequence([cut[i][0] for i in rows], True, tokenizer.pad)
        lengths = torch.tensor([len(cut[i][0]) for i in rows])
        hidden = encoder.bert(tokens, torch.arange(tokens.shape[1]) < lengths[:, None])
        for k, i in enumerate(rows):
            found[i] = hidden[k, cut[i][1]].half()
    return found


# --- SmolLM2 ---------------------------------------------------------------------------

WITH_TEXT = (
    "Text:\n{text}\n\nQuestion: {question}\nAnswer in one or two sentences, using only the "
    "text. If the text does not contain the answer, reply: I don't know."
)
SHORTEN = (
    "Summarize the following text in about 100 words. Write plain sentences, no list.\n\n{text}"
)


def answers() -> dict:
    """What SmolLM2 answers to every fourth test question, and to those without an answer."""
    passages, questions = load("book_passages"), load("book_questions")
    vectors = load("book_vectors")
    encoder = SentenceEncoder.from_weights(load_weights("minilm-l6"))
    write = _writer()
    of_test = [q for q in questions if q.part == "test"]
    asked = {
        "in the book": [q for q in of_test if q.page][::4],
        "not in the book": [q for q in of_test if not q.page],
    }
    found: dict = {}
    for kind, some in asked.items():
        found[kind] = []
        for q in some:
            near = vectors @ encoder.encode([q.question]).numpy()[0]
            top = np.argsort(-near, kind="stable")[:2].tolist()
            text = "\n\n".join(passages[i].text for i in top)
            answer = write(WITH_TEXT.format(text=text, question=q.question), 50)
            found[kind].append({"question": q.question, "passages": top, "answer": answer})
    for entry in found["in the book"][:5]:
        entry["without text"] = write(entry["question"], 50)
    for kind, entries in list(found.items()):
        found[f"{kind}, don't know"] = sum(
            re.search(r"don.t know", e["answer"]) is not None for e in entries
        )
    return found


def summaries() -> dict:
    """What SmolLM2 makes of the first 400 words of each chapter, cut to a hundred words."""
    passages, write = load("book_passages"), _writer()
    found = {}
    for page in dict.fromkeys(p.page for p in passages):
        words = " ".join(p.text for p in passages if p.page == page).split()[:400]
        written = write(SHORTEN.format(text=" ".join(words)), 130)
        found[page] = " ".join(written.split()[:100])
    return found


def _writer():
    """Return a function that has SmolLM2 reply to a message, the likeliest token each time."""
    weights = load_weights("smollm2-135m")
    model, tokenizer = Llama.from_weights(weights), BPETokenizer.from_weights(weights)
    stop = tokenizer.number("<|im_end|>")

    def write(message: str, most: int) -> str:
        prompt = torch.tensor([tokenizer.encode_chat([{"role": "user", "content": message}])])
        written = model.generate(prompt, most, stop=stop, temperature=0.0)[0, prompt.shape[1] :]
        text = tokenizer.decode([t for t in written.tolist() if t != stop])
        return " ".join(text.split())

    return write
