# /// exercise
# title = "A network that states its uncertainty"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["from likelihood to loss", "gradients with respect to two outputs"]
# answer = "normal_loss"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''With $v = \log s^2$ the loss of an entry is
#   $\tfrac12\big((y - \hat y)^2 e^{-v} + v + \log 2\pi\big)$.''',
#   '''The derivative with respect to the mean is $(\hat y - y)\,e^{-v}$; with respect
#   to $v$ it is
#   $\tfrac12\big(1 - (y - \hat y)^2 e^{-v}\big)$. For which $v$ is the second one zero?''',
# ]
# ///

# %% [markdown]
# Let a network give two outputs for each example, the mean $\hat y$ of a normal distribution
# and the logarithm of its variance, $v = \log s^2$. (A logarithm may be any number, so the
# variance cannot become negative. In training one still bounds it from below: where the error
# is zero, the loss falls without bound as $v \to -\infty$.) The loss is minus the logarithm of
# the density of the target,
#
# $$\ell = \frac{(y - \hat y)^2}{2s^2} + \log s + \tfrac12\log 2\pi .$$
#
# Write it in terms of $v$, with its gradients with respect to both outputs.
#
# What comes in: `mean`, `log_var` and `target`, float64 arrays of shape `(B,)`. What goes out:
# a tuple of the mean loss (a number), its gradient with respect to `mean`, and its gradient
# with respect to `log_var`, both of shape `(B,)`.

# %% tags=["starter"]
import numpy as np


def normal_loss(mean, log_var, target):
    """Return the mean of minus the log-density, and its gradients."""
    ### BEGIN SOLUTION
    error = mean - target
    precision = np.exp(-log_var)
    losses = (error**2 * precision + log_var + np.log(2 * np.pi)) / 2
    by_mean = error * precision
    by_log_var = (1 - error**2 * precision) / 2
    return losses.mean(), by_mean / len(mean), by_log_var / len(mean)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    B = int(rng.integers(2, 12))
    return rng.normal(size=B), rng.normal(size=B), rng.normal(0, 2, size=B)


def edge_cases():
    one = np.array([2.0])
    return [(one, np.array([0.7]), one), (one, np.array([-3.0]), np.array([5.0]))]


# %% [raw] tags=["wrong"]
# wrong_constant_dropped: The gradients are right. Your loss lacks the constant log(2π)/2. This
# does not harm training, but the loss is then no log-density, and cannot be compared with that
# of other noise.
# - (error**2 * precision + log_var + np.log(2 * np.pi)) / 2
# + (error**2 * precision + log_var) / 2
#
# wrong_spread_dropped: You left out log s. Then any error is made cheap by claiming a larger
# variance: the variance grows without end, and the loss falls toward log(2π)/2.
# - (error**2 * precision + log_var + np.log(2 * np.pi)) / 2
# + (error**2 * precision + np.log(2 * np.pi)) / 2
# - (1 - error**2 * precision) / 2
# + -(error**2) * precision / 2
#
# wrong_is_deviation: You take `log_var` for the logarithm of s. It is that of the variance, s
# squared.
# - precision = np.exp(-log_var)
# + precision = np.exp(-2 * log_var)
# - (error**2 * precision + log_var + np.log(2 * np.pi)) / 2
# + (error**2 * precision + 2 * log_var + np.log(2 * np.pi)) / 2
# - (1 - error**2 * precision) / 2
# + 1 - error**2 * precision
#
# wrong_is_variance: The loss is right. Your second gradient is with respect to the variance
# itself: multiply it by the variance, by the chain rule.
# - by_log_var / len(mean)
# + by_log_var * precision / len(mean)
#
# wrong_sum: You add up the losses of the batch; the task asks for their mean, and its
# gradients.
# - return losses.mean(), by_mean / len(mean), by_log_var / len(mean)
# + return losses.sum(), by_mean, by_log_var
#
# wrong_sign_of_error: Your gradient with respect to the mean has the wrong sign: it is the
# gradient with respect to the target.
# - by_mean = error * precision
# + by_mean = -error * precision
#
# wrong_times_variance: You multiply the squared error by the variance. It is to be divided by
# it: with v = log s², that is the factor exp(-v).
# - np.exp(-log_var)
# + np.exp(log_var)
#
# wrong_whole_log_var: Your log_var stands for log s, without the half. It is log s², so log s
# is half of it, and the half stays in the second gradient.
# - (error**2 * precision + log_var + np.log(2 * np.pi)) / 2
# + (error**2 * precision + np.log(2 * np.pi)) / 2 + log_var
# - (1 - error**2 * precision) / 2
# + 1 - error**2 * precision / 2
#
# wrong_mean_as_of_squares: The loss is right. Your gradient with respect to the mean is that of
# half the squared error: it is still to be divided by the variance.
# - by_mean = error * precision
# + by_mean = error
#
# wrong_sign_in_log_var: The loss is right. In your gradient with respect to log_var the second
# term has the wrong sign: the derivative of exp(-v) is -exp(-v).
# - (1 - error**2 * precision) / 2
# + (1 + error**2 * precision) / 2
