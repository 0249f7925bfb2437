# /// exercise
# title = "Merges out of order"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["byte-pair encoding", "encoding as in training"]
# answer = "encode_word"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Try `encode_word("abc", [("b", "c"), ("a", "b")])`. Which merge was learned first?''',
#   '''In each round, which of the pairs that stand in the word was learned first?''',
# ]
# ///

# %% [markdown]
# The function below encodes a word with the merges of a byte-pair encoding. The tokens that it
# returns spell the word, and all are in the vocabulary. Still, a model that was trained on
# text encoded in the usual way is worse with these tokens. In training, the merges were applied
# to the words in the order in which they were learned. Fix the function.
#
# What comes in: `word`, a string of at least one character; `merges`, a list of pairs of
# strings, no two of which make the same token, in the order in which they were learned. What
# goes out: the tokens, a list of strings.

# %% tags=["starter"]
def encode_word(word, merges):
    """Return the tokens of a word."""
    ### BEGIN SOLUTION
    tokens = list(word)
    for pair in merges:
        joined = []
        for token in tokens:
            if joined and (joined[-1], token) == pair:
                joined[-1] = joined[-1] + token
            else:
                joined.append(token)
        tokens = joined
    return tokens
    ### END SOLUTION
    ### BEGIN BROKEN
    tokens, i = list(word), 0
    while i < len(tokens) - 1:
        if (tokens[i], tokens[i + 1]) in merges:
            tokens[i : i + 2] = [tokens[i] + tokens[i + 1]]
            i = 0
        else:
            i += 1
    return tokens
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    letters, merges = ["a", "b", "c"], []
    tokens = list(letters)
    n = int(rng.integers(3, 8))
    while len(merges) < n:
        pair = tuple(str(t) for t in rng.choice(tokens, size=2))
        if "".join(pair) not in tokens and len("".join(pair)) < 6:
            merges.append(pair)
            tokens.append("".join(pair))
    return "".join(rng.choice(letters, size=int(rng.integers(8, 20)))), merges


def edge_cases():
    return [
        ("abc", [("b", "c"), ("a", "b")]),
        ("aaaa", [("a", "a")]),
        ("aaaaa", [("a", "a"), ("aa", "a")]),
        ("x", [("a", "b")]),
        ("abab", []),
        ("aab", [("a", "a"), ("a", "b")]),
        ("ababa", [("a", "b"), ("ab", "ab"), ("b", "a")]),
    ]


def valid(word, merges):
    made = {a + b for a, b in merges}
    return len(word) > 0 and len(made) == len(merges) and all(a and b for a, b in merges)


# %% [raw] tags=["wrong"]
# wrong_backwards: You apply the last merge first. Long tokens are made of short ones, which
# must be there before.
# - in merges:
# + in merges[::-1]:
#
# wrong_sorted: You apply the merges in alphabetical order. What counts is the order in which
# they were learned.
# - in merges:
# + in sorted(merges):
#
# wrong_first_occurrence: Each merge joins only the first occurrence of its pair. It has to join
# all of them, from left to right.
# - if joined and (joined[-1], token) == pair:
# + if joined and (joined[-1], token) == pair and joined[-1] + token not in joined:
#
# wrong_letters_only: You compare with the word's letters, so that merges of merged tokens never
# apply. Go on with the tokens that the last merge left.
# - for token in tokens:
# + for token in word:


# %% tags=["wrong"]
def wrong_replaced(word, merges):
    """You replace text in the word with spaces between its tokens. That also finds a pair in
    the middle of tokens: compare whole tokens."""
    text = " ".join(word)
    for left, right in merges:
        text = text.replace(f"{left} {right}", left + right)
    return text.split()


# %% tags=["wrong"]
def wrong_longest(word, merges):
    """You take the longest token that fits at each place. A vocabulary alone is not enough:
    the merges say how a word was cut in training."""
    vocabulary = {left + right for left, right in merges} | set(word)
    tokens = []
    while word:
        n = max(n for n in range(1, len(word) + 1) if word[:n] in vocabulary)
        tokens.append(word[:n])
        word = word[n:]
    return tokens
