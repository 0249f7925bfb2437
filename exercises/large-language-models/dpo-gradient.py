# /// exercise
# title = "What DPO pushes"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["direct preference optimization", "the logistic loss"]
# answer = "dpo"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''The log ratio of an answer is its log probability minus that of the model before.''',
#   '''$\frac{d}{da}\bigl(-\log\sigma(a)\bigr) = -\sigma(-a)$.''',
#   '''For large $|a|$ use `np.logaddexp(0, -a)` for $-\log\sigma(a)$. The mean over pairs
#   divides the gradients by their number.''',
# ]
# ///

# %% [markdown]
# Compute the DPO loss and its gradients with respect to the log probabilities. For a pair with
# the log ratios $\rho_w$ and $\rho_l$ (of the preferred and the other answer) the loss is
# $-\log\sigma(\beta\rho_w - \beta\rho_l)$; take the mean over the pairs. It must not overflow.
#
# What comes in: `chosen`, `rejected`, `chosen_before`, `rejected_before`, float64 arrays of
# shape `(B,)`: log probabilities of the preferred and of the other answers, by the model that
# is trained and by the model before; `beta`, a float above 0. What goes out: a tuple of the
# loss, a float, and its gradients with respect to `chosen` and `rejected`, arrays of shape
# `(B,)`.

# %% tags=["starter"]
import numpy as np


def dpo(chosen, rejected, chosen_before, rejected_before, beta):
    """Return the loss, and its gradients with respect to chosen and rejected."""
    ### BEGIN SOLUTION
    margin = beta * ((chosen - chosen_before) - (rejected - rejected_before))
    loss = float(np.logaddexp(0, -margin).mean())
    wrongness = np.exp(-np.logaddexp(0, margin))
    slope = -beta * wrongness / len(margin)
    return loss, slope, -slope
    ### END SOLUTION


# %% tags=["check"]
FLOAT_ERRORS = False


def inputs(rng):
    B = int(rng.integers(2, 8))
    four = [-rng.uniform(5, 60, size=B) for _ in range(4)]
    return (*four, float(rng.choice([0.05, 0.3])))


def edge_cases():
    zero, far = np.zeros(2), np.array([-9000.0, 9000.0])
    return [
        (zero, zero, zero, zero, 0.1),
        (far, zero, zero, zero, 0.5),
        (far, -far, zero, zero, 1.0),
    ]


def valid(chosen, rejected, chosen_before, rejected_before, beta):
    sizes = {len(a) for a in (chosen, rejected, chosen_before, rejected_before)}
    return len(sizes) == 1 and min(sizes) > 0 and beta > 0


# %% [raw] tags=["wrong"]
# wrong_no_reference: You compare log probabilities and not log ratios: nothing ties the model
# to the one before.
# - beta * ((chosen - chosen_before) - (rejected - rejected_before))
# + beta * (chosen - rejected)
#
# wrong_swapped: You reward the answer that was not preferred.
# - beta * ((chosen - chosen_before) - (rejected - rejected_before))
# + beta * ((rejected - rejected_before) - (chosen - chosen_before))
#
# wrong_no_beta: The derivative of the margin with respect to a log probability is beta, which
# your gradients lack.
# - slope = -beta * wrongness / len(margin)
# + slope = -wrongness / len(margin)
#
# wrong_probability: You push in proportion to how sure the model is already. Pairs that are
# right need no push: the factor is the probability of the *wrong* order.
# - np.exp(-np.logaddexp(0, margin))
# + np.exp(-np.logaddexp(0, -margin))
#
# wrong_sum: The loss is a mean over pairs, so each pair's gradient is divided by their number.
# - slope = -beta * wrongness / len(margin)
# + slope = -beta * wrongness
#
# wrong_beta_left_out: You left out beta, in the margin and in its derivative.
# - margin = beta * (
# + margin = (
# - slope = -beta * wrongness / len(margin)
# + slope = -wrongness / len(margin)
#
# wrong_sign: You return the step and not the gradient. Raising the log probability of the
# preferred answer lowers the loss, so its gradient is negative.
# - return loss, slope, -slope
# + return loss, -slope, slope
