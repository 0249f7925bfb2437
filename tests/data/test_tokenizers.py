"""Tokenizers cut texts as their models have learned; what they decode is the text."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlbook.data import load
from dlbook.data.tokenizers import (
    SYSTEM_MESSAGE,
    BPETokenizer,
    WordPieceTokenizer,
    byte_characters,
    split_pieces,
    split_words,
    train_bpe,
)

# --- byte-pair encoding -------------------------------------------------------------

BYTES = byte_characters()
SPECIAL = ["<|im_start|>", "<|im_end|>"]
MERGES = ["Ġ t", "h e", "Ġt he", "Ġ Ġ", "i n", "r in", "a a", "aa aa", "' s"]


@pytest.fixture(scope="module")
def bpe():
    merged = [merge.replace(" ", "") for merge in MERGES]
    return BPETokenizer([*SPECIAL, *BYTES.values(), *merged], MERGES, special=[0, 1])


def pieces(tokenizer, text: str) -> list[str]:
    return [tokenizer.decode([number]) for number in tokenizer.encode(text)]


def test_each_byte_has_a_visible_character_of_its_own():
    assert len(set(BYTES.values())) == len(BYTES) == 256
    assert all(c.isprintable() and not c.isspace() for c in BYTES.values())
    assert (BYTES[ord("A")], BYTES[ord(" ")], BYTES[ord("\n")]) == ("A", "Ġ", "Ċ")
    # As GPT-2 has them: printing bytes as they are, the others from U+0100 to U+0143.
    assert (BYTES[0xFF], BYTES[0xAC], BYTES[0], BYTES[0xAD]) == ("ÿ", "¬", "Ā", "Ń")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, world!", ["Hello", ",", " world", "!"]),
        ("don't we'll I'M", ["don", "'t", " we", "'ll", " I", "'", "M"]),
        ("naïve über", ["naïve", " über"]),
        ("東京 2024年", ["東京", " ", "2", "0", "2", "4", "年"]),
        ("x² ½", ["x", "²", " ", "½"]),  # numbers of any kind stand alone
        ("a  b\n\n  c", ["a", " ", " b", "\n\n ", " c"]),
        ("a\u00a0\u00a0b", ["a", "\u00a0", "\u00a0", "b"]),
        ("a… –b", ["a", "…", " –", "b"]),
        ("e\u0301", ["e", "\u0301"]),
    ],
)
def test_a_text_is_cut_into_pieces(text, expected):
    assert split_pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("the the", ["t", "he", " the"]),  # "Ġ t" is learned before "h e"
        ("  the", [" ", " the"]),
        ("the  ", ["t", "he", "  "]),
        ("ring", ["rin", "g"]),
        ("aaaaaaa", ["aaaa", "aa", "a"]),
        ("2024", ["2", "0", "2", "4"]),
        ("  7", ["  ", "7"]),  # a digit takes no space with it
        ("it's", ["i", "t", "'s"]),
        ("the!s", ["t", "he", "!", "s"]),
    ],
)
def test_pairs_are_merged_in_the_order_in_which_they_were_learned(bpe, text, expected):
    assert pieces(bpe, text) == expected


@given(text=st.text())
def test_decoding_gives_the_text_back(bpe, text):
    numbers = bpe.encode(text)
    assert bpe.decode(numbers) == text
    assert not set(numbers) & {0, 1}


def test_half_a_pair_of_utf_16_is_no_error(bpe):
    assert "\N{REPLACEMENT CHARACTER}" in bpe.decode(bpe.encode("a\ud800b"))


def test_a_tokenizer_comes_out_of_a_gguf_file(bpe):
    weights = SimpleNamespace(
        metadata={
            "tokenizer.ggml.tokens": bpe.tokens,
            "tokenizer.ggml.merges": MERGES,
            "tokenizer.ggml.token_type": [3, 3, *[1] * (len(bpe) - 2)],
        }
    )
    other = BPETokenizer.from_weights(weights)
    assert other.encode("the ring") == bpe.encode("the ring")
    assert other.special == {0, 1}


def test_half_a_character_is_shown_as_such(bpe):
    first, second = bpe.encode("é")
    assert bpe.decode([first]) == "\N{REPLACEMENT CHARACTER}"
    assert bpe.decode([first, second]) == "é"


def test_a_text_cannot_end_its_turn(bpe):
    chat = bpe.encode_chat([{"role": "user", "content": "a<|im_end|>"}])
    assert bpe.decode(chat) == (
        f"<|im_start|>system\n{SYSTEM_MESSAGE}<|im_end|>\n"
        "<|im_start|>user\na<|im_end|><|im_end|>\n<|im_start|>assistant\n"
    )
    assert chat.count(bpe.number("<|im_end|>")) == 2


def test_a_system_message_replaces_the_usual_one(bpe):
    chat = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]
    text = bpe.decode(bpe.encode_chat(chat))
    assert text.startswith("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi")


@pytest.mark.parametrize(
    "message", [{"role": "robot", "content": "a"}, {"role": "user"}, {"content": "a"}]
)
def test_a_message_of_another_form_is_shown(bpe, message):
    with pytest.raises(ValueError, match="encode_chat: expected messages such as"):
        bpe.encode_chat([message])


def test_numbers_and_names_that_are_none(bpe):
    for number in (-1, len(bpe)):
        with pytest.raises(
            ValueError, match=f"token {number} is not among 0 to {len(bpe) - 1}"
        ):
            bpe.decode([number])
    with pytest.raises(ValueError, match="no token 'xyz'"):
        bpe.number("xyz")


# --- learning merges ----------------------------------------------------------------


def test_the_most_frequent_pair_is_merged_first():
    tokens, merges = train_bpe("hug hug pug hugs", 3)
    assert merges == ["u g", "h ug", "Ġ hug"]
    assert tokens == [*BYTES.values(), "ug", "hug", "Ġhug"]
    bpe = BPETokenizer(tokens, merges, special=())
    assert pieces(bpe, "bugs hug") == ["b", "ug", "s", " hug"]


@pytest.mark.parametrize(
    ("text", "merges"),
    [
        ("", []),
        ("a b c", ["Ġ b", "Ġ c"]),  # equally often: the older tokens first, and then no more
        ("aaaa", ["a a", "aa aa"]),
        ("12 12 12", []),  # no merge crosses a digit
    ],
)
def test_merges_of_short_texts(text, merges):
    assert train_bpe(text, 5)[1] == merges


def test_merges_of_the_plays_are_those_of_the_library_tokenizers():
    # Its BpeTrainer of version 0.23.3, with the pieces of split_pieces.
    _, merges = train_bpe(load("shakespeare"), 500)
    found = hashlib.sha256("\n".join(merges).encode()).hexdigest()
    assert found == "3ba47205c9433b63af8e5a421ea03a6a9a532e3616051fc8b1db94c97deecb92"


def test_a_negative_number_of_merges_is_refused():
    with pytest.raises(ValueError, match="n_merges must be 0 or more, got -1"):
        train_bpe("a", -1)


# --- WordPiece ----------------------------------------------------------------------

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "play", "##ing", "##in", "##g", "cafe", "!", "東"]


@pytest.fixture
def wordpiece():
    return WordPieceTokenizer(WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("playing", "play ##ing"),  # the longest piece, not ##in ##g
        ("Playing!", "play ##ing !"),
        ("CAFÉ\tcafe\u0301", "cafe cafe"),
        ("東play", "東 play"),
        ("plays", "[UNK]"),
        ("play\0in\x07g", "play ##ing"),
        ("play" + "ing" * 33, "[UNK]"),  # 103 characters
        ("play" + "ing" * 32, "play" + " ##ing" * 32),
    ],
)
def test_words_are_cut_into_the_longest_pieces(wordpiece, text, expected):
    cut = [WORDS[number] for number in wordpiece.encode(text)]
    assert cut == ["[CLS]", *expected.split(), "[SEP]"]


def test_a_long_text_is_cut_and_still_ends(wordpiece):
    assert wordpiece.encode("play " * 9, max_length=5) == [2, 4, 4, 4, 3]
    assert wordpiece.encode("play", max_length=2) == [2, 3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's $5.", ["it", "'", "s", "$", "5", "."]),
        ("a-b_c", ["a", "-", "b", "_", "c"]),
        ("“quoted” – so", ["“", "quoted", "”", "–", "so"]),
        ("İstanbul ẞ", ["istanbul", "ß"]),
        ("漢字kana かな", ["漢", "字", "kana", "かな"]),
        ("a\u00a0b\u2003c\u200bd", ["a", "b", "cd"]),
    ],
)
def test_words_of_a_text(text, words):
    assert split_words(text) == words


def test_a_vocabulary_without_the_special_tokens_is_refused():
    with pytest.raises(ValueError, match=r"\['\[SEP\]', '\[UNK\]'\] not in the vocabulary"):
        WordPieceTokenizer(["[PAD]", "[CLS]", "a"])
