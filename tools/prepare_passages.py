"""Cut the text of the book's chapters into passages, for the data set "book_passages".

    python -m tools.prepare_passages

writes ``dlbook/data/bundled/book_passages.csv.gz`` anew, and ``book_vectors.npz``: for each
passage its vector by MiniLM, in bytes. A test fails once many passages are no longer in the
chapters. The record that quotes results on these passages has to be made anew with them.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator

import numpy as np

from dlbook.data import load
from dlbook.data.loading import BUNDLED
from dlbook.data.text import split_sentences
from tools.chapters import chapters

PASSAGES = BUNDLED / "book_passages.csv.gz"
VECTORS = BUNDLED / "book_vectors.npz"
SHORTEST, LONGEST = 8, 100  # words of a passage
LEFT_OUT = {"Exercises", "References"}

ROLES = [
    (r"\s*\{footcite:p\}`[^`]*`", ""),
    (r"\{footcite:t\}`([A-Za-z]+)[^`]*`", lambda m: m[1].capitalize()),
    (r"\{numref\}`[^`]*`", "the figure"),
    (r"\{eq\}`[^`]*`", "the equation"),
    (r"\{ref\}`[^`]*`", "an exercise"),
    (r"\{[\w:.+-]+\}`([^`<]*)[^`]*`", r"\1"),
    (r"\[([^\[\]]*)\]\([^()\s]+\)", r"\1"),
]
# A formula within a sentence, as near to plain text as a few rules bring it.
FORMULA = [
    (r"\\(?:mathbf|boldsymbol|mathrm|operatorname|text|mathbb|mathcal|bar|hat|tilde)\b", ""),
    (r"\\[td]?frac\{?(\w+)\}?\{?(\w+)\}?", r"\1/\2"),
    (r"\\sqrt\b", "√"),
    (r"\^\\top", "ᵀ"),
    (r"\\(?:cdot|times)\b", "×"),
    (r"\\le\b", "≤"),
    (r"\\ge\b", "≥"),
    (r"\\(?:left|right|big|Big|quad|displaystyle)\b", ""),
    (r"\\[,;:! ]", " "),
    (r"\\([a-zA-Z]+)", r"\1"),
    (r"[{}\\]", ""),
]


def plain(text: str) -> str:
    """Return Markdown as plain text: no roles, links, emphasis; formulas nearly as read."""
    for pattern, by in ROLES:
        text = re.sub(pattern, by, text)
    text = re.sub(r"\$([^$]+)\$", lambda m: _formula(m[1]), text)
    text = re.sub(r"\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|`", "", text)
    return re.sub(r"\s+", " ", text).strip()


def _formula(tex: str) -> str:
    for pattern, by in FORMULA:
        tex = re.sub(pattern, by, tex)
    return tex


def sections(notebook: dict) -> Iterator[tuple[str, list[str]]]:
    """Yield each section's heading with its paragraphs, list items included, in order."""
    heading, paragraphs = "", []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown":
            continue
        text = re.sub(
            r"\$\$.*?\$\$(?: *\([\w-]+\))?", "\n\n", "".join(cell["source"]), flags=re.S
        )
        text = re.sub(r"^(```+|:::+).*?^\1", "", text, flags=re.S | re.M)
        if text.lstrip().startswith("**You will be able to"):
            continue
        for block in re.split(r"\n\s*\n|\n(?=- )|\n(?=#)|(?<=\w)\n(?=\|)", text):
            if block.startswith("#"):
                if paragraphs:
                    yield heading, paragraphs
                heading, paragraphs = plain(block.lstrip("# ")), []
            elif block.strip() and not block.lstrip().startswith("|"):
                paragraphs.append(plain(block.strip().removeprefix("- ")))
    if paragraphs:
        yield heading, paragraphs


def passages(paragraphs: list[str]) -> Iterator[str]:
    """Join sentences to passages of at most ``LONGEST`` words, as even as they come."""
    sentences = [s for p in paragraphs for s in split_sentences(p)]
    words = sum(len(s.split()) for s in sentences)
    limit = words / max(1, -(-words // LONGEST))
    gathered: list[str] = []
    for sentence in sentences:
        gathered.append(sentence)
        if sum(len(s.split()) for s in gathered) >= limit:
            yield " ".join(gathered)
            gathered = []
    if gathered:
        yield " ".join(gathered)


def rows() -> list[tuple[str, str, str]]:
    """Return page, section and text of all passages of chapters that questions are about."""
    asked = {question.page for question in load("book_questions")}
    found = []
    for chapter in chapters():
        if chapter.slug not in asked:
            continue
        for heading, paragraphs in sections(chapter.notebook()):
            if heading in LEFT_OUT:
                continue
            texts = (t for t in passages(paragraphs) if len(t.split()) >= SHORTEST)
            found += [(chapter.slug, heading, text) for text in texts]
    return found


def main() -> None:
    """Write both files."""
    from dlbook.data import load_weights
    from dlbook.models.language import SentenceEncoder

    found = rows()
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([("page", "section", "text"), *found])
    PASSAGES.write_bytes(gzip.compress(out.getvalue().encode(), mtime=0))
    encoder = SentenceEncoder.from_weights(load_weights("minilm-l6"))
    vectors = encoder.encode([f"{section}: {text}" for _, section, text in found]).numpy()
    np.savez_compressed(
        VECTORS, vectors=np.round(vectors * 127 / 0.3).clip(-127, 127).astype(np.int8)
    )
    print(f"{len(found)} passages, {PASSAGES.stat().st_size} + {VECTORS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
