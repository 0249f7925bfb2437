# /// exercise
# title = "Where the gradient stops"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["detach", "gradients that are None"]
# options = [
#   "W1 and b1",
#   "W1, b1, W2 and b2",
#   "W2 and b2",
#   "none: each parameter was used",
# ]
# answer = 0
# why = [
#   '''The gradient flows from the loss to layer 3, through `H2` to layer 2, and ends at
#   `detach`, which hands on a value and forgets how it was made. Layers 2 and 3 learn, on
#   features of a first layer whose weights never change.''',
#   '''`H1` is cut off, but `W2` and `b2` act on `H2` after the cut: gradients reach them
#   through `H2`.''',
#   '''`W2` multiplies the detached value. What is cut off is how *that value* was made, not
#   what is done with it.''',
#   '''Each was used on the way forward. On the way back, `detach` has no rule to pass a
#   gradient on with, so nothing before it is reached.''',
# ]
# hints = [
#   '''Draw the graph, and take out the edge between `H1` and `H1.detach()`. Which parameters
#   can the loss still reach?''',
# ]
# ///

# %% [markdown]
# Six parameters, all made with `requires_grad=True`, one pass forward and one back:
#
# ```python
# H1 = relu(X @ W1.T + b1)
# H2 = relu(H1.detach() @ W2.T + b2)
# cross_entropy(H2 @ W3.T + b3, y).backward()
# ```
#
# For which of them is `grad` still None?

# %% tags=["check"]
import numpy as np

from dlbook.scratch import Tensor, cross_entropy, relu


def truth():
    rng = np.random.default_rng(0)
    shapes = {"W1": (5, 4), "b1": 5, "W2": (6, 5), "b2": 6, "W3": (3, 6), "b3": 3}
    p = {name: Tensor(rng.normal(size=shape), True) for name, shape in shapes.items()}
    H1 = relu(rng.normal(size=(7, 4)) @ p["W1"].T + p["b1"])
    H2 = relu(H1.detach() @ p["W2"].T + p["b2"])
    cross_entropy(H2 @ p["W3"].T + p["b3"], rng.integers(0, 3, 7)).backward()
    missing = {name for name in p if p[name].grad is None}
    return [{"W1", "b1"}, {"W1", "b1", "W2", "b2"}, {"W2", "b2"}, set()].index(missing)
