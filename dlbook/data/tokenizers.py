"""Tokenizers of pretrained models: byte-level BPE with its chat format, and WordPiece."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

# --- byte-level byte-pair encoding ----------------------------------------------------


def byte_characters() -> dict[int, str]:
    """Return a visible character for each byte (Radford et al. 2019, GPT-2's code).

    Vocabularies are text files: bytes that print stand for themselves, and the 68 others, such
    as the space, for characters from U+0100 on. A space becomes ``Ġ``.
    """
    printing = {*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1)}
    printing |= set(range(ord("®"), ord("ÿ") + 1))
    others = (b for b in range(256) if b not in printing)
    moved = {b: chr(256 + i) for i, b in enumerate(others)}
    return {b: moved.get(b, chr(b)) for b in range(256)}


# GPT-2's pattern, with each digit a piece of its own as in SmolLM. It is matched against a copy
# of the text that `_simplify` makes, since Python's `re` knows no Unicode categories.
PIECES = re.compile(
    r"'(?:s|t|re|ve|m|ll|d)"  # English contractions
    r"|[0-9]"
    r"| ?[A-Za-z]+"  # a word, with the space before it
    r"| ?[^\sA-Za-z0-9]+"  # punctuation, with the space before it
    r"|\s+(?![^\s0-9])"  # spaces, but the one that belongs to a word
    r"|\s+",
    re.ASCII,
)


def split_pieces(text: str) -> list[str]:
    """Return the pieces of a text that are encoded one by one; joined, they are the text."""
    return [text[m.start() : m.end()] for m in PIECES.finditer(_simplify(text))]


def _simplify(text: str) -> str:
    """Replace characters beyond ASCII by one of their kind: letter, number, space or other."""
    return "".join(c if c.isascii() else _ascii_of_its_kind(c) for c in text)


@lru_cache(maxsize=4096)
def _ascii_of_its_kind(character: str) -> str:
    if character.isspace():
        return "\t"  # and not " ", which a word may begin with
    return {"L": "x", "N": "0"}.get(unicodedata.category(character)[0], ".")


class BPETokenizer:
    """Byte-pair encoding of bytes (Sennrich, Haddow and Birch 2016; Radford et al. 2019).

    A text is cut into words, digits, punctuation and spaces; each piece begins as single bytes,
    and the pair of neighbors that was learned first is merged until none is left.

    Parameters
    ----------
    tokens : sequence of str
        The vocabulary, bytes written as :func:`byte_characters` says.
    merges : sequence of str
        Pairs in the order in which they were learned, with a space between, as in ``"Ġ t"``.
    special : sequence of int
        Tokens that no text is encoded to, such as the one that ends a turn of a chat.
    """

    def __init__(self, tokens: Sequence[str], merges: Sequence[str], special: Sequence[int]):
        self.tokens, self.special = list(tokens), frozenset(special)
        self._numbers = {token: number for number, token in enumerate(self.tokens)}
        self._ranks = {tuple(merge.split(" ")): rank for rank, merge in enumerate(merges)}
        self._characters = byte_characters()
        self._bytes = {c: b for b, c in self._characters.items()}
        self._encode_piece = lru_cache(maxsize=20_000)(self._merge)

    @classmethod
    def from_weights(cls, weights) -> BPETokenizer:
        """Return the tokenizer in a GGUF file that :func:`~dlbook.data.load_weights` loads."""
        entries = weights.metadata
        kinds = entries["tokenizer.ggml.token_type"]
        special = [number for number, kind in enumerate(kinds) if kind == 3]
        return cls(entries["tokenizer.ggml.tokens"], entries["tokenizer.ggml.merges"], special)

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text.

        The name of a special token, such as ``<|im_end|>``, is encoded as the characters that
        it is written with: what users write cannot end their turn.
        """
        return [number for piece in split_pieces(text) for number in self._encode_piece(piece)]

    def _merge(self, piece: str) -> tuple[int, ...]:
        """Return the tokens of a piece: neighbors are merged, the pair learned first before."""
        parts = [self._characters[b] for b in piece.encode("utf-8", errors="surrogatepass")]
        while len(parts) > 1:
            best = min(
                pairwise(parts), key=lambda pair: self._ranks.get(pair, len(self._ranks))
            )
            if best not in self._ranks:
                break
            parts = _join(parts, best)
        return tuple(self._numbers[part] for part in parts)

    def decode(self, tokens: Iterable[int]) -> str:
        """Return the text of tokens; special ones are written by name.

        Bytes that are no UTF-8, such as half a character, become ``�``.
        """
        data = b"".join(self.token_bytes(int(number)) for number in tokens)
        return data.decode("utf-8", errors="replace")

    def token_bytes(self, number: int) -> bytes:
        """Return the bytes that a token stands for."""
        if not 0 <= number < len(self.tokens):
            raise ValueError(f"decode: token {number} is not among 0 to {len(self) - 1}")
        if number in self.special:
            return self.tokens[number].encode()
        return bytes(self._bytes[character] for character in self.tokens[number])

    def number(self, token: str) -> int:
        """Return the number of a token by its name, such as ``<|im_end|>``."""
        if token not in self._numbers:
            raise ValueError(f"There is no token {token!r} in the vocabulary")
        return self._numbers[token]

    def encode_chat(self, messages: Sequence[Mapping[str, str]]) -> list[int]:
        """Return the tokens of a chat, up to where the assistant is to answer (ChatML).

        ``messages`` are dicts of ``role``, which is system, user or assistant, and ``content``.
        SmolLM2 has learned chats that begin with a system message: without one,
        :data:`SYSTEM_MESSAGE` is put in front.
        """
        for message in messages:
            if set(message) != {"role", "content"} or message["role"] not in ROLES:
                raise ValueError(
                    "encode_chat: expected messages such as {'role': 'user', 'content': 'Hi'}, "
                    f"with a role of {', '.join(ROLES)}, got {message!r}"
                )
        if not messages or messages[0]["role"] != "system":
            messages = [{"role": "system", "content": SYSTEM_MESSAGE}, *messages]
        start, end = self.number("<|im_start|>"), self.number("<|im_end|>")
        line = self.encode("\n")
        chat = []
        for message in messages:
            text = f"{message['role']}\n{message['content']}"
            chat += [start, *self.encode(text), end, *line]
        return [*chat, start, *self.encode("assistant\n")]


ROLES = ("system", "user", "assistant")

SYSTEM_MESSAGE = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"


def train_bpe(text: str, n_merges: int) -> tuple[list[str], list[str]]:
    """Learn the merges of a byte-level BPE from a text: ``(tokens, merges)``.

    The most frequent pair of neighbors is merged, again and again (Sennrich, Haddow and Birch
    2016, algorithm 1); pairs that span two pieces of :func:`split_pieces` do not count. Of
    equally frequent pairs, the one of older tokens is taken: the bytes in the alphabet's order,
    then the merged tokens. Fewer merges are returned if no pair is left.

    ``BPETokenizer(tokens, merges, special=())`` encodes with them.
    """
    if n_merges < 0:
        raise ValueError(f"train_bpe: n_merges must be 0 or more, got {n_merges}")
    visible = byte_characters()
    pieces = Counter(split_pieces(text))
    words = [[visible[b] for b in piece.encode()] for piece in pieces]
    times = list(pieces.values())
    counts: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], set[int]] = {}  # words that hold a pair, or held it once
    for i, word in enumerate(words):
        _count_pairs(word, times[i], counts, where, i)
    age = {character: i for i, character in enumerate(sorted(visible.values()))}
    merges: list[str] = []
    while len(merges) < n_merges and counts:
        most = max(counts.values())
        tied = (pair for pair, count in counts.items() if count == most)
        best = min(tied, key=lambda pair: (age[pair[0]], age[pair[1]]))
        age.setdefault("".join(best), len(age))
        for i in where.pop(best):
            for pair in pairwise(words[i]):
                counts[pair] -= times[i]
                if counts[pair] == 0:
                    del counts[pair]
            words[i] = _join(words[i], best)
            _count_pairs(words[i], times[i], counts, where, i)
        merges.append(" ".join(best))
    return [*visible.values(), *(merge.replace(" ", "") for merge in merges)], merges


def _count_pairs(word, times, counts, where, i) -> None:
    """Add the pairs of neighbors in word ``i``, which occurs ``times`` times in the text."""
    for pair in pairwise(word):
        counts[pair] += times
        where.setdefault(pair, set()).add(i)


def _join(parts: list[str], pair: tuple[str, str]) -> list[str]:
    """Merge every occurrence of a pair of neighbors, from left to right."""
    joined, i = [], 0
    while i < len(parts):
        if tuple(parts[i : i + 2]) == pair:
            joined.append(parts[i] + parts[i + 1])
            i += 2
        else:
            joined.append(parts[i])
            i += 1
    return joined


# --- WordPiece ------------------------------------------------------------------------


class WordPieceTokenizer:
    """Lower-case words, cut into the longest known pieces (Devlin et al. 2019, section 3).

    A piece that continues a word begins with ``##``. Accents are dropped; a word that cannot be
    cut into known pieces becomes ``[UNK]``.

    Parameters
    ----------
    vocabulary : sequence of str
        The tokens, with ``[PAD]``, ``[UNK]``, ``[CLS]`` and ``[SEP]`` among them.
    """

    longest_word = 100  # characters; a longer one is unknown

    def __init__(self, vocabulary: Sequence[str]):
        self.tokens = list(vocabulary)
        self._numbers = {token: number for number, token in enumerate(self.tokens)}
        missing = {"[PAD]", "[UNK]", "[CLS]", "[SEP]"} - set(self._numbers)
        if missing:
            raise ValueError(f"WordPieceTokenizer: {sorted(missing)} not in the vocabulary")
        self.pad, self.unknown = self._numbers["[PAD]"], self._numbers["[UNK]"]
        self._encode_word = lru_cache(maxsize=20_000)(self._cut)

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(self, text: str, max_length: int | None = None) -> list[int]:
        """Return ``[CLS]``, the tokens of a text, ``[SEP]``: at most ``max_length`` in all."""
        inside = [number for word in split_words(text) for number in self._encode_word(word)]
        if max_length is not None:
            inside = inside[: max(0, max_length - 2)]
        return [self._numbers["[CLS]"], *inside, self._numbers["[SEP]"]]

    def _cut(self, word: str) -> tuple[int, ...]:
        """Return the longest known beginning of a word, then that of the rest, to its end."""
        if len(word) > self.longest_word:
            return (self.unknown,)
        numbers, start = [], 0
        while start < len(word):
            prefix = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((e for e in ends if prefix + word[start:e] in self._numbers), None)
            if end is None:
                return (self.unknown,)
            numbers.append(self._numbers[prefix + word[start:end]])
            start = end
        return tuple(numbers)

    def decode(self, tokens: Iterable[int]) -> str:
        """Return the pieces with spaces between words; the original text cannot be had back."""
        return " ".join(self.tokens[int(number)] for number in tokens).replace(" ##", "")


def split_words(text: str) -> list[str]:
    """Return the words of a text as BERT wants them, each punctuation mark a word.

    Lower case, no accents, no control characters; Chinese characters are words of their own.
    """
    kept = "".join(_space_out(c) for c in text if not _is_control(c))
    plain = unicodedata.normalize("NFD", kept.lower())
    plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
    return "".join(f" {c} " if _is_punctuation(c) else c for c in plain).split()


def _space_out(character: str) -> str:
    return f" {character} " if _is_chinese(ord(character)) else character


def _is_control(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return character in "\0�" or unicodedata.category(character) in ("Cc", "Cf", "Co")


def _is_punctuation(character: str) -> bool:
    """Whether it is punctuation; BERT counts all symbols of ASCII, such as ``$``."""
    symbol = character.isascii() and character.isprintable() and not character.isalnum()
    return (symbol and character != " ") or unicodedata.category(character)[0] == "P"


# The blocks of unified ideographs, which have no spaces between words.
CHINESE = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def _is_chinese(code: int) -> bool:
    return any(first <= code <= last for first, last in CHINESE)
