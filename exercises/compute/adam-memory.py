# /// exercise
# title = "What a step has to keep"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["memory of training", "saved activations"]
# answer = "kept_bytes"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''A layer from m to n neurons has m n weights and n biases.''',
#   '''Adam keeps two moments for each parameter, besides the parameter and its gradient.''',
#   '''Each linear layer keeps its input. ReLU keeps its output, which is the next layer's
#   input, the same tensor.''',
# ]
# ///

# %% [markdown]
# An MLP is trained with Adam in 32-bit numbers. How many bytes are kept for the parameters, and
# how many between the forward and the backward pass?
#
# What comes in: `widths`, a list of at least two positive integers, from the inputs to the
# classes; `batch`, the number of examples. All linear layers have biases, ReLU stands between
# them, and the loss is the cross-entropy of the outputs.
#
# What goes out: a tuple of two integers. The first: bytes of parameters, their gradients and
# Adam's two moments. The second: bytes saved for the backward pass, where a tensor that two
# operations share counts once. Saved are the input of each linear layer (the data, too), the
# output of each ReLU, and the logarithms of the probabilities, one for each example and class.

# %% tags=["starter"]
from itertools import pairwise


def kept_bytes(widths, batch):
    """Return the bytes that go with the parameters, and those saved for the backward pass."""
    ### BEGIN SOLUTION
    parameters = 0
    for inputs, outputs in pairwise(widths):
        parameters += inputs * outputs + outputs
    return 16 * parameters, 4 * batch * sum(widths)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    count = int(rng.integers(3, 6))
    widths = [int(n) for n in rng.choice(range(2, 40), size=count, replace=False)]
    return widths, int(rng.integers(41, 90))


def edge_cases():
    return [([3, 2], 1), ([1, 1], 1), ([784, 512, 512, 10], 128)]


def valid(widths, batch):
    return len(widths) >= 2 and min(widths) > 0 and batch > 0


# %% [raw] tags=["wrong"]
# wrong_no_biases: You left the biases out. They have gradients and moments, too.
# - inputs * outputs + outputs
# + inputs * outputs
#
# wrong_sgd: You count the parameter and its gradient only. Adam keeps two moments as well.
# - 16 * parameters
# + 8 * parameters
#
# wrong_one_missing: You count three numbers for each parameter. There are four: the parameter,
# its gradient and Adam's two moments.
# - 16 * parameters
# + 12 * parameters
#
# wrong_counted_twice: You count each hidden layer twice, as ReLU's output and as the next
# layer's input. They are one tensor.
# - sum(widths)
# + (sum(widths) + sum(widths[1:-1]))
#
# wrong_data_forgotten: You left the data out. The first layer needs its input for the gradient
# of its weights.
# - sum(widths)
# + sum(widths[1:])
#
# wrong_logarithms: You left out what the cross-entropy saves: the logarithm of a probability
# for each example and class.
# - sum(widths)
# + sum(widths[:-1])
#
# wrong_entries: You count numbers. A 32-bit number has four bytes.
# - 16 * parameters, 4 * batch
# + 4 * parameters, batch
