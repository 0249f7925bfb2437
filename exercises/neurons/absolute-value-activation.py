# /// exercise
# title = "An activation that cannot see polarity"
# kind = "investigate"
# difficulty = 3
# minutes = 30
# practices = ["symmetry of activations", "reading an experiment"]
# ///

# %% [markdown]
# Take $\phi(z) = |z|$ in the hidden layer, on pictures of both polarities.
#
# - (a) Prove: without hidden biases the network gives a picture and its negative *exactly* the
#   same logits.
# - (b) Predict its accuracy against ReLU's, then measure both over several seeds, with
#   `eta=0.2` and `eta=0.4`. The code that comes with this exercise trains on handwritten
#   digits with NumPy; in the chapter's notebook, `make_net` and `train_classifier` do so on
#   its pictures.
# - (c) Does training on *one* polarity only, with the hidden biases held at zero, suffice to
#   classify both?
# - (d) Name a task for which this activation is a bad choice.
#
# Deliver a table of accuracies with their spread, and a sentence for each part.

# %% tags=["starter"]
import numpy as np

from dlbook import scratch
from dlbook.data import load

digits = load("mnist")
X, y = digits.X_train[:1000], digits.y_train[:1000]
X_test, y_test = digits.X_test[:200], digits.y_test[:200]
# Every second row and column: 196 pixels, from -1 to 1.
X, X_test = (V[:, ::2, ::2].reshape(-1, 196) / 127.5 - 1 for V in (X, X_test))


def absolute(z):
    return scratch.relu(z) + scratch.relu(-z)


def forward(X, weights, phi):
    W1, b1, W2, b2 = weights
    return scratch.linear(phi(scratch.linear(scratch.Tensor(X), W1, b1)), W2, b2)


def train(phi, seed, steps=300, eta=0.2):
    """Train 64 hidden units on both polarities, and return the weights."""
    rng = np.random.default_rng(seed)
    W1, W2 = rng.uniform(-1, 1, size=(64, 196)), rng.uniform(-1, 1, size=(10, 64))
    weights = [W1 / 14, rng.uniform(-1, 1, size=64) / 14, W2 / 8, np.zeros(10)]
    for step in range(steps):
        batch = rng.integers(len(X), size=100)
        sign = rng.choice([-1, 1], size=(100, 1))  # shown as taken, or in negative
        tensors = [scratch.Tensor(w, requires_grad=True) for w in weights]
        logits = forward(sign * X[batch], tensors, phi)
        scratch.cross_entropy(logits, y[batch]).backward()
        small = eta * (1 - step / steps)  # steps shrink to zero
        weights = [t.data - small * t.grad for t in tensors]
    return weights


def accuracy(weights, phi):
    """Share right of the test pictures and their negatives."""
    views = (forward(sign * X_test, weights, phi) for sign in (1, -1))
    return np.mean([logits.data.argmax(axis=1) == y_test for logits in views])


for name, phi in [("absolute", absolute), ("ReLU", scratch.relu)]:
    shares = [accuracy(train(phi, seed), phi) for seed in range(2)]
    print(name, np.round(shares, 3))

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. proves (a): $|\mathbf{w}^\top(-\mathbf{x})| = |\mathbf{w}^\top\mathbf{x}|$ for every unit,
#    so all that follows gets the same input;
# 2. reports (b) seed by seed. With this code it finds $|z|$ ahead of ReLU at the smaller step
#    size, and behind it at the larger: the order is one of two recipes, not of two
#    activations. It gives a reason that could be wrong, say, that two opposite ReLU units do
#    the work of one $|z|$ and have to find each other first, and says what result would have
#    spoken against it;
# 3. answers (c) with yes, and sees that no measurement is needed: by (a) the answers on both
#    polarities are the same, picture by picture, whatever the training;
# 4. names for (d) a task in which the sign matters, such as telling whether a picture *is* a
#    negative. By (a) both get the same answer, so exactly half of the answers are right;
# 5. notes how little a difference of a point means: with 200 test pictures a share of
#    0.85 has a standard error of $\sqrt{0.85 \cdot 0.15 / 200} \approx 0.025$.
