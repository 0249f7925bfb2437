# /// exercise
# title = "What L2 leaves of two directions"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["L2", "shrinkage by curvature"]
# value = 4
# within = 0.01
# why = [
#   '''Each direction keeps the fraction $a/(a + \lambda)$: here $4/5$ of 3, which is 2.4, and
#   $0.25/1.25 = 1/5$ of 3, which is 0.6. A direction about which the data are informative is
#   hardly touched; one about which they are not is nearly switched off.''',
# ]
# slips = [
#   [16, '''That is the ratio of the curvatures. The fraction that is left is $a/(a + \lambda)$,
#   and the $\lambda$ in the denominator matters.'''],
#   [1, '''That would be a decay that multiplies every direction by the same number. Each
#   step does so, but the data pull back, and harder in the direction of larger curvature.'''],
#   [0.25, '''That is the second divided by the first.'''],
# ]
# hints = [
#   '''Write down the loss of one direction: half its curvature times the squared distance from
#   3, and half of $\lambda$ times the square of the parameter. Where is its derivative
#   zero?''',
#   '''The fraction that is left is $a/(a + \lambda)$.''',
# ]
# ///

# %% [markdown]
# A loss with its minimum at $\boldsymbol\theta^\ast = (3, 3)$ is
# $\tfrac12 \cdot 4\,(\theta_1 - 3)^2 + \tfrac12 \cdot 0.25\,(\theta_2 - 3)^2$. Add L2 with
# $\lambda = 1$, that is $\tfrac12(\theta_1^2 + \theta_2^2)$. At the new minimum, how many times
# as large as $\theta_2$ is $\theta_1$? (Give $\theta_1/\theta_2$.)

# %% tags=["starter"]
import numpy as np

a, best, strength = np.array([4.0, 0.25]), np.array([3.0, 3.0]), 1.0
theta = np.zeros(2)
for _ in range(1000):
    theta -= 0.1 * (a * (theta - best) + strength * theta)
print("first / second:", round(theta[0] / theta[1], 3))


# %% tags=["check"]
def truth():
    return float(theta[0] / theta[1])
