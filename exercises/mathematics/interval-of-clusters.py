# /// exercise
# title = "Ten scans of one patient"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["standard error", "independence", "confidence intervals"]
# answer = "interval"
# hints = [
#   '''What is independent of what? Two scans of one patient resemble each other; two patients
#   do not.''',
#   '''Average over the scans of each patient first. You then have one number for each patient,
#   and these numbers are independent: take their mean and their standard error.''',
# ]
# ///

# %% [markdown]
# A model's error was measured on several scans of each of some patients. The function should
# return a 95% confidence interval for the mean error over all patients. Tried on many simulated
# groups of patients whose true mean error is known, the interval misses it far more often than
# in 5% of cases. Fix it. (For few patients 1.96 is too small; we keep it here.)
#
# What comes in: `errors`, float64 of shape `(patients, scans)`, with at least two patients, all
# with the same number of scans. What goes out: a tuple of the lower and the upper end of the
# interval, mean $\pm$ 1.96 standard errors, with the standard deviation as
# $\sqrt{\frac{1}{n-1}\sum(x - \bar x)^2}$ over the $n$ independent numbers.

# %% tags=["starter"]
import numpy as np


def interval(errors):
    """Return the lower and the upper end of a 95% interval for the mean error."""
    ### BEGIN SOLUTION
    means = errors.mean(axis=1)
    half = 1.96 * means.std(ddof=1) / np.sqrt(len(means))
    return float(means.mean() - half), float(means.mean() + half)
    ### END SOLUTION
    ### BEGIN BROKEN
    values = errors.ravel()
    half = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean() - half), float(values.mean() + half)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    patients, scans = rng.choice(np.arange(3, 12), size=2, replace=False)
    return (rng.normal(size=(patients, 1)) + 0.5 * rng.normal(size=(patients, scans)),)


def edge_cases():
    rng = np.random.default_rng(0)
    return [
        (rng.normal(size=(6, 1)),),
        (rng.normal(size=(2, 3)),),
        (5 + rng.normal(size=(4, 9)),),
    ]


def valid(errors):
    return errors.shape[0] >= 2 and errors.shape[1] >= 1


# %% [raw] tags=["wrong"]
# wrong_scans: You averaged over the patients. The patients are the independent ones: average
# over the scans of each, along axis 1.
# - errors.mean(axis=1)
# + errors.mean(axis=0)
#
# wrong_count: You have one mean for each patient, but still divide by the root of the number of
# *scans of all patients*.
# - np.sqrt(len(means))
# + np.sqrt(errors.size)
#
# wrong_no_root: You divided by the number of patients. The standard error falls with its root.
# - np.sqrt(len(means))
# + len(means)
#
# wrong_spread: That is the range in which 95% of the *patients* lie. The mean of all patients
# is known better: divide by the root of their number.
# - means.std(ddof=1) / np.sqrt(len(means))
# + means.std(ddof=1)
#
# wrong_one_error: Your interval is one standard error to each side, which covers about 68%. For
# 95% it is 1.96.
# - 1.96 * means
# + means
#
# wrong_divided_by_n: The task says to divide the squares by n - 1; NumPy's `std` divides by n
# unless you pass `ddof=1`.
# - means.std(ddof=1)
# + means.std()
#
# wrong_all_values: The number of patients is right now, but the standard deviation is still
# that of single scans. Take that of the patients' means.
# - means.std(ddof=1)
# + errors.std(ddof=1)
#
# wrong_first_scan: You used one scan of each patient. That is independent, but it throws the
# other scans away: average over them.
# - errors.mean(axis=1)
# + errors[:, 0]
