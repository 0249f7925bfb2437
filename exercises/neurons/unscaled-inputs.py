# /// exercise
# title = "The network that forgot to scale"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["dead units", "scale of the inputs"]
# answer = "train"
# hints = [
#   '''Try what the last lines propose, with `steps=1` as well. How many of the 64 units still
#   fire on any picture? Which gradient has a unit that does not?''',
#   '''The pixels run from 0 to 255, about a hundred times what they should be, and the
#   gradients with respect to the first weights grow with them. One division and one
#   subtraction, where `X` is made, bring 0 to $-1$ and 255 to $1$.''',
# ]
# [survivors]
# "1 -> 2" = "reshape takes any negative length for the one to be found."
# ///

# %% [markdown]
# A colleague trains a ReLU network on pictures as they are stored, bytes from 0
# to 255. Its accuracy stays at chance, and more steps change nothing. Use `firing` to find out
# *what* happened inside the network, and why it does not recover. (`backward()` remains a black
# box that leaves the gradients of the loss in `grad`.) Then fix `train` in one line, without
# changing the learning rate, so that the network reads pixels from $-1$ (byte 0) to $1$ (byte
# 255).
#
# What comes in: `images`, bytes of shape `(N, height, width)`; `labels` of shape `(N,)`;
# `weights`, four arrays $\mathbf{W}^{(1)}, \mathbf{b}^{(1)}, \mathbf{W}^{(2)},
# \mathbf{b}^{(2)}$ of shapes `(H, D)`, `(H,)`, `(C, H)`, `(C,)` with `D = height * width`; the
# number of steps, each on all pictures. What goes out: a list of the four arrays after
# training, float64.

# %% tags=["starter"]
import numpy as np

from dlbook import scratch


def start(rng, D=784, H=64, C=10):
    """Return random initial weights."""
    W1 = rng.normal(size=(H, D)) / np.sqrt(D)
    W2 = rng.normal(size=(C, H)) / np.sqrt(H)
    return W1, np.zeros(H), W2, np.zeros(C)


def train(images, labels, weights, steps=5, eta=0.1):
    """Return the weights after a few steps of training."""
    ### BEGIN SOLUTION
    X = images.reshape(len(images), -1) / 127.5 - 1
    ### END SOLUTION
    ### BEGIN BROKEN
    X = images.reshape(len(images), -1).astype(float)
    ### END BROKEN
    for _ in range(steps):
        W1, b1, W2, b2 = (scratch.Tensor(w, requires_grad=True) for w in weights)
        H = scratch.relu(scratch.linear(scratch.Tensor(X), W1, b1))
        scratch.cross_entropy(scratch.linear(H, W2, b2), labels).backward()
        weights = [w.data - eta * w.grad for w in (W1, b1, W2, b2)]
    return weights


def firing(X, weights):
    """Return how many hidden units fire on any of the inputs (N, D)."""
    return int((X @ weights[0].T + weights[1] > 0).any(axis=0).sum())


# Try: from dlbook.data import load
#      mnist = load("mnist")
#      images, labels = mnist.X_train[:1000], mnist.y_train[:1000]
#      X = images.reshape(1000, -1)
#      weights = start(np.random.default_rng(0))
#      firing(X, weights), firing(X, train(images, labels, weights))


# %% tags=["check"]
def case(rng, N, height, width, H, C, steps=3):
    images = rng.integers(0, 256, size=(N, height, width), dtype=np.uint8)
    weights = start(rng, height * width, H, C)
    return images, rng.integers(0, C, size=N), weights, steps


def inputs(rng):
    return case(rng, *(int(k) for k in rng.choice(np.arange(2, 9), size=5, replace=False)))


def edge_cases():
    rng = np.random.default_rng(0)
    images, labels, weights, steps = case(rng, 4, 2, 3, 5, 3)
    blank, full = np.zeros_like(images), np.full_like(images, 255)
    single = case(rng, 1, 3, 2, 4, 5, 1)
    return [single, (blank, labels, weights, steps), (full, labels, weights, steps)]


def valid(images, labels, weights, steps):
    W1, b1, W2, b2 = weights
    fits = W1.shape == (len(b1), images[0].size) and W2.shape == (len(b2), len(b1))
    return steps > 0 and fits and len(labels) == len(images) and max(labels) < len(b2)


# %% [raw] tags=["wrong"]
# wrong_zero_to_one: You scale to 0 ... 1. That would learn as well, and is often done. Here
# byte 0 should become -1, so that blank background counts as much as ink.
# - / 127.5 - 1
# + / 255
#
# wrong_not_scaled: You shifted the pixels, but did not scale them: from -127.5 to 127.5 they
# are as large as before.
# - / 127.5 - 1
# + - 127.5
#
# wrong_not_shifted: You scaled the pixels, but did not shift them: they run from 0 to 2.
# - / 127.5 - 1
# + / 127.5
#
# wrong_128: Nearly: 255 / 128 - 1 is 0.992, and 255 should become 1. The middle of 0 ... 255 is
# 127.5.
# - / 127.5 - 1
# + / 128 - 1
#
# wrong_shifted_first: You subtract 1 before you divide. Then 0 becomes nearly 0: divide first.
# - images.reshape(len(images), -1) / 127.5 - 1
# + (images.reshape(len(images), -1) - 1.0) / 127.5
#
# wrong_smaller_step: You made the learning rate a hundred times smaller. That may save units,
# but then all weights and biases learn a hundred times more slowly. The cause is the scale of
# the input.
# - / 127.5 - 1
# + * 1.0
# - eta * w.grad
# + 0.01 * eta * w.grad
#
# wrong_leaky: You put leaky units in. They cannot die, but the first step still throws their
# weights far away. The cause is the scale of the input.
# - / 127.5 - 1
# + * 1.0
# - scratch.relu(
# + scratch.leaky_relu(
#
# wrong_bytes_wrapped: You subtracted while the pixels were bytes. Bytes have nothing below 0:
# they wrap around, and dark becomes bright. Divide first, which makes floats of them.
# - images.reshape(len(images), -1) / 127.5 - 1
# + (images.reshape(len(images), -1) - np.uint8(128)) / 127.5
#
# wrong_standardized: You scaled by the mean and the deviation of these pictures. That learns as
# well, and is often done. Here byte 0 should become -1 and byte 255 become 1, whatever pictures
# are in the batch.
# - X = images.reshape(len(images), -1) / 127.5 - 1
# + X = images.reshape(len(images), -1) * 1.0
# + X = (X - X.mean()) / (X.std() + 1e-8)
#
# wrong_half_as_wide: Your pixels run from -0.5 to 0.5. The middle is right, and the width is
# half of what is asked for.
# - / 127.5 - 1
# + / 255 - 0.5
