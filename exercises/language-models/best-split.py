# /// exercise
# title = "How to spend a budget"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["scaling laws", "minimizing under a constraint"]
# answer = "best_split"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''The budget $C$ fixes the product $ND = C/6$. Write the loss as a function of $N$.''',
#   '''Set its derivative with respect to $\log N$ to zero: $\alpha A N^{-\alpha} = \beta B
#   D^{-\beta}$.''',
#   '''Put $D = C/(6N)$ into that and collect the powers of $N$.''',
# ]
# ///

# %% [markdown]
# The loss of a family of models is $L(N, D) = E + A N^{-\alpha} + B D^{-\beta}$, and $6ND$
# operations train $N$ parameters on $D$ tokens. Find for several budgets the split that has the
# lowest loss, to six digits, and say what it costs to keep the model small: if it has to run on
# a phone, it may have a tenth of the best size and read more text instead.
#
# What comes in: the numbers `E`, `A`, `alpha`, `B`, `beta`, all above 0, and `C`, a float64
# array with one axis, the operations of each budget. What goes out: a tuple of three arrays of
# the shape of `C`: the best $N$, its $D$, and by how much the loss is higher if $N$ is a tenth
# of the best and the whole budget is spent. $N$ and $D$ need not be whole.

# %% tags=["starter"]
import numpy as np


def best_split(E, A, alpha, B, beta, C):
    """Return the best N and D of each budget, and the price of a tenth of N in loss."""
    ### BEGIN SOLUTION
    N = (alpha * A / (beta * B) * (C / 6) ** beta) ** (1 / (alpha + beta))
    D = C / (6 * N)
    price = A * (N / 10) ** -alpha + B * (10 * D) ** -beta
    price -= A * N**-alpha + B * D**-beta
    return N, D, price
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    alpha, beta = rng.uniform(0.15, 0.6, size=2)
    A, B = rng.uniform(1, 40, size=2)
    values = rng.uniform(0.5, 2), A, alpha, B, beta
    C = 10 ** rng.uniform(8, 12, size=int(rng.integers(2, 8)))
    return *(float(v) for v in values), C


def edge_cases():
    return [
        (1.0, 10.0, 0.25, 10.0, 0.25, np.array([6e8])),
        (1.69, 406.4, 0.34, 410.7, 0.28, np.array([5.76e23, 1e20])),
        (0.5, 1.0, 0.5, 2.0, 0.5, np.array([6e4, 6e6, 6e8])),
        (0.5, 2.0, 1.0, 2.0, 0.25, np.array([6e6])),
    ]


def valid(E, A, alpha, B, beta, C):
    fits = C.ndim == 1 and len(C) > 0 and (C > 1).all()
    return fits and min(E, A, B) > 0 and 0.1 <= min(alpha, beta) <= max(alpha, beta) <= 1


# %% [raw] tags=["wrong"]
# wrong_exponents: Your N grows with the wrong exponent. Put D = C / (6N) into the term of the
# text: it becomes a power of N with exponent beta, and the budget enters with beta as well.
# - (C / 6) ** beta
# + (C / 6) ** alpha
#
# wrong_inverted: Your constant is upside down. If the model's term is the larger one, the best
# N is larger, too.
# - alpha * A / (beta * B)
# + beta * B / (alpha * A)
#
# wrong_ratio: You give the price as a ratio. Asked is the difference of the two losses.
# - price -= A * N**-alpha + B * D**-beta
# + price = (E + price) / (E + A * N**-alpha + B * D**-beta)
#
# wrong_equal_terms: You made both terms equal. At the best split their derivatives are, so that
# alpha and beta stand before them.
# - alpha * A / (beta * B)
# + A / B
#
# wrong_six: A budget of C operations pays for ND = C / 6.
# - (C / 6) ** beta
# + C**beta
# - C / (6 * N)
# + C / N
#
# wrong_root: After the powers of N are collected, its exponent is alpha + beta. Take that root.
# - ** (1 / (alpha + beta))
# + ** (1 / alpha)
#
# wrong_same_text: A model of a tenth of the size reads ten times the text for the same budget.
# Your price is that of a smaller budget.
# - B * (10 * D) ** -beta
# + B * D**-beta
#
# wrong_whole_loss: You give the loss of the small model. Asked is by how much it is higher than
# the lowest.
# - price -= A * N**-alpha + B * D**-beta
# + price += E
