# /// exercise
# title = "When does the longer one win?"
# kind = "predict"
# difficulty = 2
# minutes = 6
# practices = ["length bias", "length normalization"]
# value = 6
# within = 0.01
# slips = [
#   [4, '''At 4 tokens both have the same length, and the second one is less likely.'''],
#   [5, '''Put the numbers in: -4.0 / 5 is -0.8, which is still below -0.7.'''],
#   [5.7, '''A number of tokens is whole: take the next whole number.'''],
#   [5.71, '''A number of tokens is whole: take the next whole number.'''],
#   [7, '''With 7 tokens the longer text wins, but 7 is not the first such number.'''],
# ]
# why = [
#   '''The short text scores $-2.8 / 4 = -0.7$. The longer one scores $-4.0 / T$, which is
#   above $-0.7$ once $T > 4.0 / 0.7 = 5.7$: from 6 tokens on.''',
# ]
# hints = [
#   '''What is the score of the short text after the division by its length?''',
#   '''For which $T$ is $-4.0 / T$ larger than that?''',
# ]
# ///

# %% [markdown]
# Two complete candidates are in a beam. The first has 4 tokens and the log-probability -2.8.
# The second is longer and has the log-probability -4.0. Candidates are ranked by
# log-probability divided by the number of tokens. From which number of tokens on does the
# second one win? (A number of tokens.)


# %% tags=["check"]
def truth():
    return next(T for T in range(5, 100) if -4.0 / T > -2.8 / 4)
