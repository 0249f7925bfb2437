# /// exercise
# title = "The largest learning rate, with momentum"
# kind = "predict"
# difficulty = 3
# minutes = 8
# practices = ["curvature and step size", "momentum on a quadratic"]
# value = 0.18
# within = 0.002
# slips = [
#   [0.1, '''That is $2/a_{\max}$, the bound of plain descent. Momentum moves it out.'''],
#   [0.19, '''That is $2(1 + \mu)/a_{\max}$ with $\mu = 0.9$. Here $\mu = 0.8$.'''],
#   [3.6, '''That is $2(1 + \mu)/a$ for the flattest direction. All directions must be
#   stable, and the steepest is the first to fail.'''],
#   [0.02, '''Dividing by $1/(1 - \mu)$ would be right if momentum acted like a larger learning
#   rate in every direction. In the steepest one the gradients change their signs and
#   cancel.'''],
# ]
# why = [
#   '''At the bound one root of $r^2 - (1 + \mu - \eta a)\,r + \mu = 0$ is $-1$. Then
#   $\eta a = 2(1 + \mu) = 3.6$, and for the steepest direction $\eta = 3.6/20 = 0.18$.''',
# ]
# hints = [
#   '''Which direction becomes unstable first, and what does the error do at each step when it
#   is about to?''',
#   '''At the bound the error flips its sign at each step and keeps its size: put $e_t = (-1)^t$
#   into $e_{t+1} = (1 + \mu - \eta a)\,e_t - \mu\,e_{t-1}$.''',
# ]
# ///

# %% [markdown]
# A quadratic has the curvatures $a = 1$, $5$ and $20$. Gradient descent with momentum,
# $m \leftarrow 0.8\,m + g$ and $\theta \leftarrow \theta - \eta\,m$, is run on it. Up to which
# learning rate $\eta$ is it stable?

# %% tags=["starter"]
import numpy as np


def grows(rate, momentum=0.8, curvature=(1.0, 5.0, 20.0)):
    curvature = np.array(curvature)
    theta, m = np.ones(3), np.zeros(3)
    for _ in range(400):
        m = momentum * m + curvature * theta
        theta = theta - rate * m
    return bool(np.abs(theta).max() > 1)


print([rate for rate in np.arange(0.01, 0.3, 0.01).round(2) if not grows(rate)][-1])


# %% tags=["check"]
def truth():
    low, high = 0.0, 0.3
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle) else (middle, high)
    return (low + high) / 2
