# /// exercise
# title = "What a reward teaches on average"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["REINFORCE", "expectations", "baselines"]
# answer = "average_push"
# hints = [
#   '''An average over answers drawn from $\mathbf p$ is a sum over all answers $a$, in which
#   each is weighted by its probability $p_a$. Write the push of one answer first.''',
#   '''Row $a$ of `np.eye(C)` is $\mathbf e_a$, so `np.eye(C) - p` has all pushes as rows, not
#   scaled yet. The rewards of all answers are `np.eye(C)[y]`.''',
# ]
# [survivors]
# "np.eye(C)[y] - baseline -> np.eye(C)[y] + baseline" = "the baseline has no part in it"
# ///

# %% [markdown]
# The learner that is told only the reward draws an answer $a$ from its probabilities
# $\mathbf p$ and pushes its scores by $(r - b)\,(\mathbf e_a - \mathbf p)$. The reward $r$ is 1
# if $a$ is the true class $y$, and 0 if not; $b$ is what it compares the reward with, 0.1 in
# the chapter; $\mathbf e_a$ has a one at position $a$ and zeros elsewhere. A single push may
# point anywhere. Where do pushes point on average?
#
# Compute the exact average over all answers, drawing none. What comes in: `p` of shape `(C,)`,
# positive and summing to one; `y`, the true class; `baseline`, the number $b$. What goes out:
# a float64 array of shape `(C,)`.
#
# Then compare it with $\mathbf e_y - \mathbf p$, the push of the learner that is told the
# label, and change $b$. One of the two shows why this learner is the slower one in the chapter.

# %% tags=["starter"]
import numpy as np


def average_push(p, y, baseline):
    """Return the push of the scores, averaged over answers drawn from p."""
    ### BEGIN SOLUTION
    C = len(p)
    scales = np.eye(C)[y] - baseline  # of each answer
    # It comes to p[y] * (np.eye(C)[y] - p): the push of the label, but smaller, as y is drawn
    # that seldom. The baseline has no part in it; a good one makes single pushes differ less.
    return (p * scales) @ (np.eye(C) - p)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    C = rng.integers(2, 9)
    return rng.dirichlet(np.ones(C)), int(rng.integers(C)), float(rng.uniform(-1, 2))


def edge_cases():
    return [
        (np.full(10, 0.1), 3, 0.1),
        (np.array([0.25, 0.75]), 0, 0.0),
        (np.array([0.999, 0.0005, 0.0005]), 2, 0.5),
    ]


def valid(p, y, baseline):
    return len(p) > 1 and 0 <= y < len(p) and p.min() > 0 and abs(p.sum() - 1) < 1e-12


# %% [raw] tags=["wrong"]
# wrong_all_alike: You weight all answers alike. They are drawn from p: weight each by its
# probability.
# - (p * scales) @ (np.eye(C) - p)
# + scales @ (np.eye(C) - p) / C
#
# wrong_summed: You add up the pushes of all answers. An average weights each by how often it is
# drawn, its probability in p.
# - (p * scales) @ (np.eye(C) - p)
# + scales @ (np.eye(C) - p)
#
# wrong_told_the_label: This is the push of the learner that is told the label. The one that is
# told the reward gets there only when it happens to draw y.
# - return (p * scales) @ (np.eye(C) - p)
# + return np.eye(C)[y] - p
#
# wrong_always_right: This is the push when the answer drawn is y. It is drawn with the
# probability p[y] only; the other answers push, too.
# - return (p * scales) @ (np.eye(C) - p)
# + return (1 - baseline) * (np.eye(C)[y] - p)
#
# wrong_mean_reward: You scale the push of the label by the average reward. But the push of each
# answer is scaled by its own reward: sum over all answers the product of probability, reward
# less baseline, and e_a - p.
# - return (p * scales) @ (np.eye(C) - p)
# + return (p[y] - baseline) * (np.eye(C)[y] - p)
#
# wrong_right_answer_alone: You count the right answer alone. Wrong answers push, too: their
# reward of 0 less the baseline is not zero.
# - return (p * scales) @ (np.eye(C) - p)
# + return p[y] * (1 - baseline) * (np.eye(C)[y] - p)
#
# wrong_p_left_out: You push toward the answers and leave out - p. The gradient of log p_a
# with respect to the scores is e_a - p: what one score gains, the others lose.
# - (p * scales) @ (np.eye(C) - p)
# + p * scales
#
# wrong_away: The signs are the wrong way around: what paid is to become more probable.
# - return (p * scales)
# + return -(p * scales)
#
# wrong_likeliest_answer: You take the push of the most probable answer. All answers are drawn
# at times, and each counts with its probability.
# - return (p * scales) @ (np.eye(C) - p)
# + return scales[p.argmax()] * (np.eye(C)[p.argmax()] - p)
