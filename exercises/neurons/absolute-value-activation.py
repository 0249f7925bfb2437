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
# - (a) Prove that without hidden biases the network gives a picture and its negative *exactly*
#   the same logits.
# - (b) Predict how its accuracy compares with ReLU's. Then measure both over several seeds,
#   with
#   `lr=0.2` and `lr=0.4`. The code that comes with this exercise trains on handwritten digits
#   with NumPy. In the chapter's notebook, `small_net` and `train_classifier` do the same on
#   Fashion-MNIST; try `lr=0.1` and `lr=0.2` there.
# - (c) Does training on *one* polarity only, with the hidden biases held at zero, suffice to
#   classify both?
# - (d) Name a task for which this activation is a bad choice.
#
# Deliver a table of accuracies with their spread, and a sentence for each part.

# %% tags=["starter"]
import numpy as np

from dlbook import scratch
from dlbook.data import load


def halved(images):
    """Every second row and column: 196 pixels, from -1 to 1."""
    return images[:, ::2, ::2].reshape(-1, 196) / 127.5 - 1


mnist = load("mnist")
digits, digit = halved(mnist.X_train[:1000]), mnist.y_train[:1000]
new_digits, new_digit = halved(mnist.X_test[:200]), mnist.y_test[:200]


def absolute(z):
    return scratch.relu(z) + scratch.relu(-z)


def forward(X, weights, phi):
    W1, b1, W2, b2 = weights
    return scratch.linear(phi(scratch.linear(scratch.Tensor(X), W1, b1)), W2, b2)


def train(phi, seed, steps=300, lr=0.2):
    """Train 64 hidden units on both polarities, and return the weights."""
    rng = np.random.default_rng(seed)
    W1, W2 = rng.uniform(-1, 1, size=(64, 196)), rng.uniform(-1, 1, size=(10, 64))
    weights = [W1 / 14, rng.uniform(-1, 1, size=64) / 14, W2 / 8, np.zeros(10)]
    for step in range(steps):
        batch = rng.integers(len(digits), size=100)
        sign = rng.choice([-1, 1], size=(100, 1))  # shown as taken, or in negative
        tensors = [scratch.Tensor(w, requires_grad=True) for w in weights]
        logits = forward(sign * digits[batch], tensors, phi)
        scratch.cross_entropy(logits, digit[batch]).backward()
        small = lr * (1 - step / steps)  # the learning rate falls to zero
        weights = [t.data - small * t.grad for t in tensors]
    return weights


def accuracy_on_both(weights, phi):
    """Fraction right of the new digits and their negatives."""
    views = (forward(sign * new_digits, weights, phi) for sign in (1, -1))
    return np.mean([logits.data.argmax(axis=1) == new_digit for logits in views])


for name, phi in [("absolute", absolute), ("ReLU", scratch.relu)]:
    fractions = [accuracy_on_both(train(phi, seed), phi) for seed in range(2)]
    print(name, np.round(fractions, 3))

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. proves (a): $|\mathbf{w}^\top(-\mathbf{x})| = |\mathbf{w}^\top\mathbf{x}|$ for every unit,
#    so all that follows gets the same input;
# 2. reports (b) seed by seed. With this code it finds $|z|$ ahead of ReLU at the smaller
#    learning rate, and behind it at the larger: the order belongs to the learning rates, not
#    to the two activations. It gives a reason that could be wrong, say, that two opposite ReLU
#    units do the work of one $|z|$ and have to find each other first, and says what result
#    would have spoken against it;
# 3. answers (c) with yes, and sees that no measurement is needed: by (a) the answers on both
#    polarities are the same, picture by picture, whatever the training;
# 4. names for (d) a task in which the sign matters, such as telling whether a picture *is* a
#    negative. By (a) both get the same answer, so exactly half of the answers are right;
# 5. notes how little a difference of a point means: with 200 test pictures an accuracy
#    of 0.85 has a standard error of $\sqrt{0.85 \cdot 0.15 / 200} \approx 0.025$.
