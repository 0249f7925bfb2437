# /// exercise
# title = "Still attached"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["detach", "gradients of both players"]
# answer = "game_step"
# hints = [
#   '''Write down which parameters each loss is to change: the discriminator's loss moves `w`
#   alone, the generator's loss `a` and `b` alone. Which gradients enter `a` and `b` here?''',
#   '''What would torch do if `fake` were not detached, and gradients were set to zero only at
#   the start of the step?''',
# ]
# ///

# %% [markdown]
# This is one step of the five-parameter game. The generator is $a + b\,z$; the
# discriminator's score is $s(x) = w_0 + w_1 x + w_2 x^2$. Both players step
# together from the present parameters, with learning rate `rate`: the discriminator against the
# gradient with respect to `w` of $-\operatorname{mean}\log\sigma(s(\text{real}))$
# $-\operatorname{mean}\log(1 - \sigma(s(\text{fake})))$, the generator against the gradient of
# $-\operatorname{mean}\log\sigma(s(\text{fake}))$ with respect to `a` and `b`.
#
# The function runs, but its generator learns slowly, and stops as soon as its fakes get a
# probability of one half. Fix it.
#
# What comes in: `a`, `b`, numbers; `w`, float64 of shape `(3,)`; `real` and `noise`, float64
# of shapes `(B,)` and `(M,)`; `rate`, a number. What goes out: a tuple of the new `a`, `b` and
# `w`.

# %% tags=["starter"]
import numpy as np


def game_step(a, b, w, real, noise, rate):
    """Return a, b and w after a step of both players."""
    fake = a + b * noise
    f_real = np.stack([np.ones_like(real), real, real**2], axis=1)
    f_fake = np.stack([np.ones_like(fake), fake, fake**2], axis=1)
    D_real = 1 / (1 + np.exp(-f_real @ w))
    D_fake = 1 / (1 + np.exp(-f_fake @ w))
    by_w = -(1 - D_real) @ f_real / len(real) + D_fake @ f_fake / len(fake)
    by_x = w[1] + 2 * w[2] * fake  # derivative of the score with respect to the fake
    ### BEGIN SOLUTION
    by_fake = -(1 - D_fake) * by_x
    ### END SOLUTION
    ### BEGIN BROKEN
    by_fake = D_fake * by_x  # of the discriminator's loss
    by_fake = by_fake - (1 - D_fake) * by_x  # of the generator's
    ### END BROKEN
    return a - rate * by_fake.mean(), b - rate * (by_fake * noise).mean(), w - rate * by_w


# %% tags=["check"]
def inputs(rng):
    B, M = (int(n) for n in rng.choice(np.arange(3, 12), size=2, replace=False))
    a, b, rate = (float(v) for v in rng.uniform([-1, 0.3, 0.1], [1, 1.5, 0.5]))
    return a, b, rng.normal(size=3), rng.normal(1, 0.5, size=B), rng.normal(size=M), rate


def edge_cases():
    ones = np.array([0.5, -1.0, 2.0])
    return [
        (0.0, 1.0, np.array([0.0, 1.0, 0.0]), ones, ones[:2].copy(), 0.1),
        (1.0, 0.5, np.zeros(3), ones, ones[:1].copy(), 0.5),
    ]


def valid(a, b, w, real, noise, rate):
    return len(real) > 0 and len(noise) > 0 and rate > 0


# %% [raw] tags=["wrong"]
# wrong_minimax: The generator is free of the discriminator's gradient, but it now follows the
# minimax loss, log(1 - D), which is flat where its fakes are caught. The exercise asks for -log
# D.
# - -(1 - D_fake)
# + -D_fake
#
# wrong_other_part: You kept the wrong line: your generator follows the discriminator's loss,
# and makes its fakes look more fake.
# - -(1 - D_fake)
# + D_fake
#
# wrong_sign: The generator's loss falls as the score rises: its gradient is -(1 - D). Yours
# goes the other way.
# - -(1 - D_fake)
# + (1 - D_fake)
#
# wrong_discriminator_too: The generator is right now. But its loss also moves w: the
# discriminator learns to take fakes for real. The generator's loss is for a and b alone.
# - D_fake @ f_fake / len(fake)
# + (2 * D_fake - 1) @ f_fake / len(fake)
#
# wrong_noise_forgotten: With respect to b, the derivative of the fake is its noise; you forgot
# that factor.
# - (by_fake * noise).mean()
# + by_fake.mean()
#
# wrong_in_turn: The generator's gradient is right, but it goes through the new w. Here both
# players move at the same time: take all gradients with the present w.
# - w - rate * by_w
# + w
# - by_x = w[1]
# + w = w - rate * by_w
# + D_fake = 1 / (1 + np.exp(-f_fake @ w))
# + by_x = w[1]
