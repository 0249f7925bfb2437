# /// exercise
# title = "A word in every passage"
# kind = "predict"
# difficulty = 1
# minutes = 3
# practices = ["inverse document frequency"]
# options = [
#   "It adds nothing: its weight is exactly 0.",
#   "It adds a little to every score: its weight is small and positive.",
#   "It lowers every score: its weight is negative.",
#   "It dominates: its count is the largest.",
# ]
# answer = 1
# why = [
#   '''That would be the weight $\log(N/n)$. In the form of the chapter there is $N + 1$ above
#   and $n + \tfrac12$ below, and $N + 1$ is larger.''',
#   '''With $n = N = 889$ the weight is $\log(890/889.5) = 0.0006$: positive and tiny.''',
#   '''An older form, $\log\frac{N - n + 1/2}{n + 1/2}$, is negative for words in more than half
#   of the passages. The 1 in front prevents that.''',
#   '''A count saturates, and is multiplied by the weight, which is tiny.''',
# ]
# hints = ['''Put $n = N$ into the formula for the inverse document frequency.''']
# ///

# %% [markdown]
# A word occurs in all 889 passages, in some of them many times. What does it do to the BM25
# scores of a question that contains it?

# %% tags=["check"]
def truth():
    import math

    weight = math.log((889 + 1) / (889 + 0.5))
    return 1 if 0 < weight < 0.01 else 0
