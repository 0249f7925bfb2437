# /// exercise
# title = "The best first step"
# kind = "predict"
# difficulty = 1
# minutes = 5
# practices = ["greedy search", "log-probabilities"]
# options = ["AC", "AD", "BC", "BD"]
# answer = 2
# why = [
#   '''Greedy search arrives here: A is likelier than B, and after A the two continuations are
#   nearly alike. But $0.6 \cdot 0.55 = 0.33$ is not the largest product.''',
#   '''After A, D is less likely than C, so this is less likely than AC already.''',
#   '''$0.4 \cdot 0.9 = 0.36$, more than the $0.6 \cdot 0.55 = 0.33$ of AC: the worse beginning
#   has a continuation that is nearly sure. Greedy search never sees it; a beam of 2 does.''',
#   '''After B, D has only the probability 0.1: $0.4 \cdot 0.1 = 0.04$.''',
# ]
# hints = [
#   '''The probability of a sequence is the product of the probabilities along it.''',
#   '''There are only four sequences: write down all four products.''',
# ]
# ///

# %% [markdown]
# A decoder writes two tokens. The first is A with probability 0.6 and B with 0.4. After A, the
# second is C with 0.55 and D with 0.45. After B, it is C with 0.9 and D with 0.1. Which
# sequence is the likeliest?


# %% tags=["check"]
def truth():
    first, second = {"A": 0.6, "B": 0.4}, {"A": (0.55, 0.45), "B": (0.9, 0.1)}
    products = [first[a] * second[a][k] for a in "AB" for k in range(2)]
    return products.index(max(products))
