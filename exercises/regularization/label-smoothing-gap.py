# /// exercise
# title = "How sure a smoothed target lets a network be"
# kind = "predict"
# difficulty = 2
# minutes = 6
# practices = ["label smoothing", "what cross-entropy asks for"]
# value = 4.511
# within = 0.005
# why = [
#   '''The target gives the right class $0.9 + 0.1/10 = 0.91$ and each other one $0.1/10 =
#   0.01$. Cross-entropy is smallest if the probabilities equal the targets, and logits differ
#   by the logarithm of the ratio of probabilities: $\log 91 = 4.51$. Without smoothing there is
#   no such limit; the gap grows for as long as one trains.''',
# ]
# slips = [
#   [4.4998, '''Nearly: $\log(0.9/0.01)$. The right class gets its part of the smoothing as
#   well: $0.9 + 0.01$.'''],
#   [2.3136, '''That compares the right class with all others together, $\log(0.91/0.09)$. The
#   question is about one other class.'''],
#   [2.1972, '''$\log(0.9/0.1)$: the 0.1 is spread over ten classes, so one other class has
#   0.01.'''],
#   [4.3944, '''$\log(0.9/(0.1/9))$, rounded: that is 4.39, with the 0.1 spread over the nine
#   wrong classes. Here, as in torch, it is spread over all ten.'''],
#   [91, '''That is the ratio of the two probabilities. Logits differ by its logarithm.'''],
# ]
# hints = [
#   '''Write down the ten targets. Which probabilities make the cross-entropy smallest?''',
#   '''Of two classes, $z_y - z_c = \log(p_y/p_c)$.''',
# ]
# ///

# %% [markdown]
# There are ten classes, and label smoothing spreads $\varepsilon = 0.1$ over all ten. When the
# loss of an example is as small as possible, by how much does the logit of the right class
# exceed that of any other class? (To three decimals.)

# %% tags=["starter"]
import numpy as np

q = np.full(10, 0.1 / 10)
q[0] += 0.9
z = np.zeros(10)
for _ in range(20_000):
    p = np.exp(z - z.max())
    z -= 0.5 * (p / p.sum() - q)  # gradient of the cross-entropy
print("gap:", round(z[0] - z[1], 3))


# %% tags=["check"]
def truth():
    return float(z[0] - z[1])
