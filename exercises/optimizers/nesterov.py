# /// exercise
# title = "Look ahead"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["momentum", "Nesterov's variant"]
# answer = "nesterov"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''The gradient is asked for at `theta - lr * momentum * m`, not at `theta`.''',
#   '''Then the velocity is `momentum * m + gradient`, and `theta` moves by minus `lr` times
#   this new velocity.''',
# ]
# ///

# %% [markdown]
# Write Nesterov's accelerated gradient in the form that looks ahead:
#
# $$\begin{aligned}
# \mathbf{m} &\leftarrow
# \mu\,\mathbf{m} + \mathbf{g}(\boldsymbol\theta - \eta\mu\,\mathbf{m}),\\
# \boldsymbol\theta &\leftarrow \boldsymbol\theta - \eta\,\mathbf{m},
# \end{aligned}$$
#
# beginning with $\mathbf{m} = \mathbf{0}$.
#
# What comes in: `gradient`, a function from an array of shape `(P,)` to the gradient there, of
# that shape; `theta`, the start, float64 of shape `(P,)`; `lr` and `momentum`, numbers;
# `steps`, an integer, 0 or more. What goes out: $\boldsymbol\theta$ after that many
# steps, shape `(P,)`; the array that came in must stay as it is.

# %% tags=["starter"]
import numpy as np


def nesterov(gradient, theta, lr, momentum, steps):
    """Return theta after some steps of Nesterov's accelerated gradient."""
    ### BEGIN SOLUTION
    theta, m = theta.copy(), np.zeros_like(theta)
    for _ in range(steps):
        m = momentum * m + gradient(theta - lr * momentum * m)
        theta = theta - lr * m
    return theta
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    P = int(rng.integers(2, 7))
    A, b = rng.normal(size=(P, P)), rng.normal(size=P)
    lr, momentum = float(rng.uniform(0.01, 0.05)), float(rng.uniform(0.5, 0.95))
    return A @ A.T / P, b, rng.normal(size=P), lr, momentum, int(rng.integers(3, 9))


def edge_cases():
    one = np.array([[2.0]])
    return [
        (one, np.zeros(1), np.ones(1), 0.1, 0.9, 0),
        (one, np.zeros(1), np.ones(1), 0.1, 0.9, 1),
        (one, np.ones(1), np.ones(1), 0.3, 0.0, 5),
    ]


def drive(answer, A, b, theta, lr, momentum, steps):
    return answer(lambda at: A @ at - b, theta, lr, momentum, steps)


def valid(A, b, theta, lr, momentum, steps):
    square = A.shape == (len(theta), len(theta)) and b.shape == theta.shape
    return square and theta.size > 0 and steps >= 0


# %% [raw] tags=["wrong"]
# wrong_plain_momentum: You ask for the gradient at theta itself: that is Polyak's momentum.
# Nesterov asks where the velocity is about to carry theta.
# - gradient(theta - lr * momentum * m)
# + gradient(theta)
#
# wrong_ahead_without_rate: Your look ahead goes momentum times the velocity. The velocity moves
# theta by lr times itself, so the look-ahead needs that factor, too.
# - theta - lr * momentum * m
# + theta - momentum * m
#
# wrong_whole_velocity_ahead: You look ahead by the whole velocity. Only the fraction momentum
# of it is left at the next step.
# - theta - lr * momentum * m
# + theta - lr * m
#
# wrong_backward: You look back: the velocity is subtracted from theta, so ahead is theta minus
# it.
# - theta - lr * momentum * m
# + theta + lr * momentum * m
#
# wrong_left_ahead: You step from the point ahead. The gradient is asked for there, but the step
# starts at theta; yours takes the old velocity twice.
# - m = momentum * m + gradient(theta - lr * momentum * m)
# + theta = theta - lr * momentum * m
# + m = momentum * m + gradient(theta)
#
# wrong_running_mean: Your velocity is a running mean, with a factor 1 - momentum on the
# gradient. Here it is a running sum.
# - gradient(theta - lr * momentum * m)
# + (1 - momentum) * gradient(theta - lr * momentum * m)
#
# wrong_torch_form: That is torch's form: it asks for the gradient at theta and steps by
# gradient + momentum * velocity. What it keeps, and you return, is the point *ahead* of theta;
# the statement asks for theta.
# - m = momentum * m + gradient(theta - lr * momentum * m)
# - theta = theta - lr * m
# + g = gradient(theta)
# + m = momentum * m + g
# + theta = theta - lr * (g + momentum * m)
#
# wrong_uphill: You go uphill: the velocity is subtracted from theta.
# - theta = theta - lr * m
# + theta = theta + lr * m
