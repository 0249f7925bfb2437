# /// exercise
# title = "The same for every key"
# kind = "recall"
# difficulty = 2
# minutes = 5
# practices = ["scores", "softmax and constants"]
# options = [
#   "they stay as they are",
#   "they become more equal",
#   "the key nearest to $\\mathbf{c}$ gets more",
#   "they change, unless $\\mathbf{c}$ has length 1",
# ]
# answer = 0
# why = [
#   '''Every score of a query grows by the same number, $\mathbf{q}^\top\mathbf{c}/\sqrt{d_k}$.
#   A softmax does not notice a constant: the factor $e^{\mathbf{q}^\top\mathbf{c}/\sqrt{d_k}}$
#   is in the numerator and in the denominator.''',
#   '''Weights become more equal when scores come closer to each other. Here their differences
#   stay as they are.''',
#   '''$\mathbf{c}$ is compared with the query, not with the keys, and every key gets the same
#   share of that comparison.''',
#   '''The length of $\mathbf{c}$ changes by how much all scores of a query grow. They grow
#   together, whatever it is.''',
# ]
# hints = [
#   '''By how much does the score of one query with each of the keys change?''',
#   '''Write the softmax with that change in it.''',
# ]
# ///

# %% [markdown]
# The same vector $\mathbf{c}$ is added to every key of a sequence (without rotary positions).
# Queries and values stay the same. What happens to the attention weights?


# %% tags=["check"]
import numpy as np


def truth():
    rng = np.random.default_rng(0)
    q, K, c = rng.normal(size=8), rng.normal(size=(5, 8)), 3 * rng.normal(size=8)

    def weights(keys):
        e = np.exp(keys @ q / np.sqrt(8))
        return e / e.sum()

    return 0 if np.allclose(weights(K), weights(K + c)) else 3
