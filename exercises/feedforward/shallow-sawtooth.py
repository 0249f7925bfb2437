# /// exercise
# title = "A sawtooth on one layer"
# kind = "predict"
# difficulty = 2
# minutes = 8
# practices = ["depth separation", "reading a bound"]
# options = ["at least 24", "at least 126", "at least 1,022", "at least 4,095"]
# answer = 2
# why = [
#   '''24 units, two a layer, are what the *deep* network takes to be exact.''',
#   '''The bound grows with $2^K$, and you seem to have lost a factor of 8. Put $p = H + 1$ into
#   the theorem and solve for $H$.''',
#   '''One hidden layer of $H$ units has at most $p = H + 1$ pieces. The error is at least
#   $1/8 - (H + 2)/2^{14}$, and that is at most $1/16$ only if $H + 2 \ge 2^{14}/16 = 1024$.''',
#   '''That many are needed to be exact, with a corner for each change of slope. The question
#   allows an error.''',
# ]
# hints = [
#   '''How many pieces can one hidden layer with $H$ units have?''',
#   '''Set $\tfrac18 - \frac{p+1}{2^{K+2}} \le \tfrac1{16}$ with $K = 12$.''',
# ]
# ///

# %% [markdown]
# The sawtooth $\tau_{12}$ has 4,096 pieces, and a network of twelve layers with two units each
# computes it exactly. A network with *one* hidden layer is to come within a mean absolute error
# of $1/16$ on $[0, 1]$. What does the chapter's theorem say about the number of its units?

# %% tags=["check"]
def truth():
    H = 0
    while 1 / 8 - (H + 2) / 2**14 > 1 / 16:
        H += 1
    return [24, 126, 1022, 4095].index(H)
