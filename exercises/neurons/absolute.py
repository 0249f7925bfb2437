# /// exercise
# title = "An activation that cannot see polarity"
# kind = "investigate"
# difficulty = 3
# minutes = 30
# practices = ["symmetry of activations", "reading an experiment"]
# hints = [
#   '''What does a unit $|\mathbf{w}^\top\mathbf{x}|$ without a bias make of $-\mathbf{x}$?''',
#   '''Two ReLU units with opposite weights add up to $|\mathbf{w}^\top\mathbf{x}|$. So which of
#   the two networks has to learn more?''',
# ]
# ///

# %% [markdown]
# Take $\phi(z) = |z|$ in the hidden layer, on pictures of both polarities.
#
# - (a) Prove: without hidden biases the network gives a picture and its negative *exactly* the
#   same logits.
# - (b) Predict its accuracy against ReLU's, then measure both over several seeds. The code
#   below trains on handwritten digits with NumPy; in the chapter's notebook, `make_net` and
#   `train_classifier` do so on its pictures.
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
X, y = digits.X_train[:1000].reshape(-1, 784) / 127.5 - 1, digits.y_train[:1000]
X_test, y_test = digits.X_test[:200].reshape(-1, 784) / 127.5 - 1, digits.y_test[:200]


def absolute(z):
    return scratch.relu(z) + scratch.relu(-z)


def forward(X, weights, phi):
    W1, b1, W2, b2 = weights
    return scratch.linear(phi(scratch.linear(scratch.Tensor(X), W1, b1)), W2, b2)


def train(phi, seed, steps=300, eta=0.1):
    """Train 64 hidden units on both polarities, and return the weights."""
    rng = np.random.default_rng(seed)
    weights = [rng.uniform(-1, 1, size=(64, 784)) / 28, rng.uniform(-1, 1, size=64) / 28]
    weights += [rng.uniform(-1, 1, size=(10, 64)) / 8, np.zeros(10)]
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
    answers = [forward(V, weights, phi).data.argmax(axis=1) for V in (X_test, -X_test)]
    return np.mean([a == y_test for a in answers])


for name, phi in [("absolute", absolute), ("ReLU", scratch.relu)]:
    print(name, [round(float(accuracy(train(phi, seed), phi)), 3) for seed in range(2)])

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. proves (a): $|\mathbf{w}^\top(-\mathbf{x})| = |\mathbf{w}^\top\mathbf{x}|$ for every unit,
#    so all that follows gets the same input;
# 2. reports (b) seed by seed, finds $|z|$ ahead of ReLU at this step size, and gives a reason
#    that could be wrong: say, that two opposite ReLU units do the work of one $|z|$, and have
#    to find each other first. It says what result would have spoken against the reason;
# 3. answers (c) with yes, and sees that no measurement is needed: by (a) the answers on both
#    polarities are the same, picture by picture, whatever the training;
# 4. names for (d) a task in which the sign matters, such as telling whether a picture *is* a
#    negative. By (a) both get the same answer, so exactly half of the answers are right;
# 5. notes how little a difference of a point means: with 200 test pictures a share
#    of 0.87 has a standard error of $\sqrt{0.87 \cdot 0.13 / 200} \approx 0.024$.
