# /// exercise
# title = "Warm up, then fall"
# kind = "implement"
# difficulty = 2
# minutes = 12
# practices = ["schedules", "warm-up"]
# answer = "rates"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Compute both formulas for all steps; `np.where` chooses.''',
#   '''The cosine begins when the warm-up ends: the fraction of it that has passed is
#   $(t - w)/(T - w)$.''',
# ]
# [survivors]
# "t < warm_up -> t <= warm_up" = "At t = w both formulas give the peak."
# ///

# %% [markdown]
# Write the schedule that many language models are trained with. For step $t = 0, 1,
# \dots, T - 1$ with $w$ steps of warm-up ($0 \le w < T$) the learning rate is
#
# $$\eta_t = \begin{cases}
# \eta_{\text{peak}}\,\dfrac{t + 1}{w + 1} & t < w,\\[2ex]
# \eta_{\text{low}} + (\eta_{\text{peak}} - \eta_{\text{low}})\,
# \dfrac12\Big(1 + \cos\dfrac{\pi\,(t - w)}{T - w}\Big) & t \ge w.
# \end{cases}$$
#
# What comes in: `t`, step numbers, integers of shape `(n,)`, in any order; `steps`
# $T$ and `warm_up` $w$, integers; `peak` and `low`, numbers. What goes out: the learning
# rates of these steps, float64 of shape `(n,)`.

# %% tags=["starter"]
import numpy as np


def rates(t, steps, warm_up, peak, low):
    """Return the learning rates of the steps t."""
    ### BEGIN SOLUTION
    rise = peak * (t + 1) / (warm_up + 1)
    wave = (1 + np.cos(np.pi * (t - warm_up) / (steps - warm_up))) / 2
    return np.where(t < warm_up, rise, low + (peak - low) * wave)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    warm_up = int(rng.integers(2, 8))
    steps = warm_up + int(rng.integers(3, 20))
    peak = float(rng.uniform(0.1, 2))
    t = rng.integers(0, steps, size=int(rng.integers(6, 20)))
    t[:2] = warm_up - 1, warm_up + 1
    return t, steps, warm_up, peak, float(rng.uniform(0.05, 0.4)) * peak


def edge_cases():
    runs = [(5, 0, 1.0, 0.0), (1, 0, 0.3, 0.1), (6, 5, 1.0, 0.2), (4, 1, 1.0, 1.0)]
    return [(np.arange(run[0]), *run) for run in runs]


def valid(t, steps, warm_up, peak, low):
    return 0 <= warm_up < steps and t.ndim == 1 and bool(((t >= 0) & (t < steps)).all())


# %% [raw] tags=["wrong"]
# wrong_from_zero: Your warm-up begins with a rate of zero: the first step is wasted. The
# numerator is t + 1.
# - peak * (t + 1) / (warm_up + 1)
# + peak * t / (warm_up + 1)
#
# wrong_from_zero_over_w: Your warm-up is t / w: its first step has a rate of zero, and is
# wasted. It is to be (t + 1) / (w + 1).
# - peak * (t + 1) / (warm_up + 1)
# + peak * t / max(warm_up, 1)
#
# wrong_clock_of_the_run: Your cosine has been running since step 0, so that the learning rate
# jumps down when the warm-up ends. It starts at w and has T - w steps.
# - np.pi * (t - warm_up) / (steps - warm_up)
# + np.pi * t / steps
#
# wrong_length: Your cosine starts at w, but it takes T steps: the run ends before the rate is
# low.
# - (t - warm_up) / (steps - warm_up)
# + (t - warm_up) / steps
#
# wrong_to_zero: Your rate falls towards zero, and not to the low rate.
# - low + (peak - low) * wave
# + peak * wave
#
# wrong_added_low: You add the low rate to a cosine of full height: the fall begins above the
# peak. The cosine's height is the peak less the low rate.
# - low + (peak - low) * wave
# + low + peak * wave
#
# wrong_whole_wave: That is a whole wave: the learning rate is back at its peak at the end.
# Half a wave takes pi.
# - np.cos(np.pi *
# + np.cos(2 * np.pi *
#
# wrong_over_w: Your warm-up is (t + 1) / w, and reaches the peak one step early. It is to be
# divided by w + 1: the peak comes at t = w.
# - peak * (t + 1) / (warm_up + 1)
# + peak * (t + 1) / max(warm_up, 1)
#
# wrong_one_step_short: Your cosine takes T - w - 1 steps, so that the last step has the low
# rate. By the formula it takes T - w, and would reach the low rate at step T.
# - (steps - warm_up)
# + max(steps - warm_up - 1, 1)
#
# wrong_no_pi: Your cosine lacks π: it goes from 1 to cos 1 = 0.54 instead of to -1.
# - np.pi * (t - warm_up)
# + (t - warm_up)
#
# wrong_upside_down: Your cosine is upside down: after the warm-up the rate climbs from low to
# the peak. The factor is (1 + cos)/2.
# - (1 + np.cos
# + (1 - np.cos
#
# wrong_from_low: Your warm-up starts at the low rate. By the formula it starts near zero, at
# peak / (w + 1), whatever the low rate is.
# - peak * (t + 1) / (warm_up + 1)
# + low + (peak - low) * (t + 1) / (warm_up + 1)
