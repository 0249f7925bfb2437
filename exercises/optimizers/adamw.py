# /// exercise
# title = "AdamW, one step"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["bias correction", "decoupled weight decay"]
# answer = "adamw_step"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Update both running means first. Their corrections divide by $1 - \beta^t$.''',
#   '''The decay is a factor on `theta`, next to the step. It enters neither the gradient nor
#   the means.''',
#   '''$\epsilon$ is added to the root, not under it.''',
# ]
# ///

# %% [markdown]
# Write step number $t$ of AdamW: with the gradient $\mathbf{g}$, the running means $\mathbf{m}$
# of the gradients and $\mathbf{v}$ of their squares (before this step), both started at zero,
#
# $$\boldsymbol\theta \leftarrow (1 - \eta\,\lambda)\,\boldsymbol\theta
# - \eta\,\frac{\hat{\mathbf{m}}}{\sqrt{\hat{\mathbf{v}}} + \epsilon},$$
#
# where the hats are the means after this step, corrected for their start at zero, and $\lambda$
# is the weight decay.
#
# What comes in: `theta`, `g`, `m`, `v`, float64 arrays of any one shape; `t`, an integer that
# counts steps from 1; numbers `lr`, `beta1`, `beta2`, `eps`, `weight_decay`. What goes out: a
# tuple of three new arrays of that shape, `theta`, `m` and `v` after the step.

# %% tags=["starter"]
import numpy as np


def adamw_step(theta, g, m, v, t, lr, beta1, beta2, eps, weight_decay):
    """Return theta, m and v after step t."""
    ### BEGIN SOLUTION
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = (1 - lr * weight_decay) * theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, m, v
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    shape = tuple(int(n) for n in rng.choice(np.arange(2, 7), size=2, replace=False))
    theta, g, m = rng.normal(size=(3, *shape))
    settings = [rng.uniform(0.05, 0.3), rng.uniform(0.6, 0.9), rng.uniform(0.92, 0.99)]
    lr, beta1, beta2 = (float(s) for s in settings)
    eps, decay = float(rng.uniform(0.01, 0.1)), float(rng.uniform(0.1, 0.5))
    return (
        theta,
        g,
        m,
        rng.uniform(0.1, 2, shape),
        int(rng.integers(2, 9)),
        *(
            lr,
            beta1,
            beta2,
            eps,
            decay,
        ),
    )


def edge_cases():
    theta, zero = np.array([1.0, -2.0]), np.zeros(2)
    first = (theta, np.array([1e3, -1e-3]), zero, zero, 1, 0.1, 0.9, 0.999, 1e-8, 0.0)
    still = (theta, zero, zero, zero, 1, 0.1, 0.9, 0.999, 1e-8, 0.5)
    number = (np.array(2.0), np.array(1.0), np.array(0.5), np.array(0.3), 1000, 0.1, 0.9, 0.99)
    return [first, still, (*number, 1e-8, 0.1)]


def valid(theta, g, m, v, t, lr, beta1, beta2, eps, weight_decay):
    one_shape = theta.shape == g.shape == m.shape == v.shape
    return one_shape and t >= 1 and bool((v >= 0).all()) and 0 < beta1 < 1 and 0 < beta2 < 1


# %% [raw] tags=["wrong"]
# wrong_decay_in_the_gradient: You added the decay to the gradient. That is Adam with an L2
# penalty: the decay goes into both means, and is divided by the root of v. In AdamW it stands
# next to the step.
# - m = beta1 * m + (1 - beta1) * g
# + g = g + weight_decay * theta
# + m = beta1 * m + (1 - beta1) * g
# - (1 - lr * weight_decay) * theta
# + theta
#
# wrong_no_correction: You use the means as they are. They begin at zero, and are too small by
# the factors 1 - beta ** t.
# - m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
# + m_hat, v_hat = m, v
#
# wrong_counted_from_zero: Your correction has the power t - 1. Steps count from 1, and after
# step t a mean holds t gradients.
# - m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
# + m_hat = m / np.float64(1 - beta1 ** (t - 1))
# + v_hat = v / np.float64(1 - beta2 ** (t - 1))
#
# wrong_epsilon_under_the_root: Your epsilon stands under the root. There 1e-8 acts like 1e-4.
# - (np.sqrt(v_hat) + eps)
# + np.sqrt(v_hat + eps)
#
# wrong_corrected_means_kept: Your theta is right, but you return the corrected means. The next
# step would correct them again; keep the means as they are.
# - return theta, m, v
# + return theta, m_hat, v_hat
#
# wrong_decay_without_rate: Your decay is not multiplied by the learning rate. The paper
# multiplies it by the schedule's factor alone; the statement, and torch, multiply it by the
# whole learning rate.
# - (1 - lr * weight_decay)
# + (1 - weight_decay)
#
# wrong_square_of_the_mean: Your v averages the square of m. It must average the squares of the
# gradients themselves, so that their noise counts.
# - g**2
# + m**2
#
# wrong_decay_after: Your decay shrinks theta after the step. In the formula it acts on the
# theta that came in, and the step is not shrunk.
# - (1 - lr * weight_decay) * theta - lr * m_hat / (np.sqrt(v_hat) + eps)
# + (1 - lr * weight_decay) * (theta - lr * m_hat / (np.sqrt(v_hat) + eps))
#
# wrong_epsilon_scaled: You moved both corrections into the learning rate. Then epsilon is added
# to the root of the *uncorrected* v, and is relatively larger in the first steps.
# - lr * m_hat / (np.sqrt(v_hat) + eps)
# + lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)
#
# wrong_one_corrected: You corrected the mean of the gradients alone. That of their squares
# starts at zero, too, and lags longer, since beta2 is nearer to 1.
# - m / (1 - beta1**t), v / (1 - beta2**t)
# + m / (1 - beta1**t), v
#
# wrong_product: Your correction has beta times t. It is a power: after t steps the zero at the
# start still has the weight beta ** t.
# - m / (1 - beta1**t), v / (1 - beta2**t)
# + m / np.float64(1 - beta1 * t), v / np.float64(1 - beta2 * t)
#
# wrong_uphill: Your step goes uphill: subtract it.
# - theta - lr * m_hat
# + theta + lr * m_hat
