# /// exercise
# title = "How fast the spiral grows"
# kind = "predict"
# difficulty = 3
# minutes = 10
# practices = ["dynamics of a game", "two learning rates"]
# value = 31.4
# within = 0.6
# why = [
#   '''The step multiplies $(\theta, \psi)$ by a matrix with the eigenvalues
#   $1 \pm i\sqrt{\eta_\mathrm{G}\eta_\mathrm{D}}$, whose squared absolute value is
#   $1 + \eta_\mathrm{G}\eta_\mathrm{D} = 1.01$. Over a whole number of turns the swing of
#   $\theta$ grows like the absolute value, $1.01^{n/2}$, which is
#   $1.01^{346.5} \approx 31.4$ after 693 steps. Only the product of the learning rates
#   counts.''',
# ]
# slips = [
#   [1, '''That is almost no growth. The swing stays the same if the players take turns. Here
#   both move at once, in each of the 693 steps.'''],
#   [987.9, '''You raised 1.01 to the power of 693. But 1.01 is the square of the factor.'''],
#   [4.465, '''You added half a percent for each step. The growth compounds.'''],
# ]
# hints = [
#   '''Write the step as a matrix, $\theta \leftarrow \theta + \eta_\mathrm{G}\psi$ and
#   $\psi \leftarrow \psi - \eta_\mathrm{D}\theta$. What is its determinant?''',
#   '''The eigenvalues are complex conjugates, so the determinant is the square of their
#   absolute value.''',
# ]
# ///

# %% [markdown]
# In the one-point game both players take their steps at the same time, the discriminator with
# the learning rate $\eta_\mathrm{D} = 0.4$ and the generator with $\eta_\mathrm{G} = 0.025$.
# They
# start at $\theta = 1$, $\psi = 0$. One turn around zero takes 63 steps. By what factor has
# the swing of $\theta$ grown after eleven turns, 693 steps?

# %% tags=["starter"]

theta, psi = 1.0, 0.0
for _ in range(693):
    theta, psi = theta + 0.025 * psi, psi - 0.4 * theta
print(theta)


# %% tags=["check"]
def truth():
    return float(theta)
