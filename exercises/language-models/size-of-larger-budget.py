# /// exercise
# title = "A hundred times the budget"
# kind = "predict"
# difficulty = 3
# minutes = 8
# practices = ["scaling laws", "splitting a budget"]
# value = 8.0
# within = 0.1
# why = [
#   '''The best size grows as $C^{\beta/(\alpha+\beta)} = C^{0.28/0.62} = C^{0.452}$, and
#   $100^{0.452} = 8.0$. The text takes the rest, a factor of $100/8.0 = 12.5$.''',
# ]
# slips = [
#   [12.5, 'By that factor the text grows. The exponent of N has the *other* term above.'],
#   [10.0, 'That holds if both exponents are equal. Here they are 0.34 and 0.28.'],
#   [100.0, 'Then the larger model would read no more text than the small one.'],
#   [3.63, 'That is with the exponent 0.28 alone. Divide it by the sum of both exponents.'],
#   [4.79, 'That is with the exponent 0.34 alone. The sum of both belongs in it, too.'],
# ]
# hints = [
#   '''How does the best N depend on C, if the terms fall as $N^{-\alpha}$ and $D^{-\beta}$?''',
#   '''If models gain more from size ($\alpha$ larger), the term of size falls faster, and it is
#   the text that has to grow more.''',
# ]
# ///

# %% [markdown]
# Hoffmann et al. (2022) fitted $\alpha = 0.34$ for the parameters and $\beta = 0.28$ for the
# tokens of large language models. You have found the best size for your budget, and are given a
# hundred times as much. By what factor does the best number of parameters grow? (To one
# decimal.)

# %% tags=["check"]
def truth():
    alpha, beta = 0.34, 0.28

    def best(C):
        sizes = [10 ** (6 + i / 1000) for i in range(6001)]
        return min(sizes, key=lambda N: 406.4 / N**alpha + 410.7 / (C / 6 / N) ** beta)

    return best(1e22) / best(1e20)
