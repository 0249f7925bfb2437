# /// exercise
# title = "One step by hand"
# kind = "predict"
# difficulty = 2
# minutes = 10
# practices = ["softmax", "cross-entropy", "gradient descent"]
# value = 0.812
# within = 0.011
# slips = [
#   [0.596, '''That is the loss after the step. By how much did it fall?'''],
#   [1.408, '''That is the loss before the step. By how much does it fall?'''],
#   [1.021, '''That is the sum of squared gradients, which a small step promises. This step is
#   not small: compute the loss again after it.'''],
#   [-0.812, '''The loss falls by that much: give the fall as a positive number.'''],
#   [0.836, '''Your way is right, and the rounding of the probabilities to two decimals shows in
#   the loss. Keep four decimals until the end.'''],
# ]
# why = ['''The probabilities are $\mathbf p = (0.67, 0.24, 0.09)$ and the loss is
# $-\log 0.245 = 1.41$. The gradients $p_c - [c = y]$ are $(0.67, -0.76, 0.09)$, so the step
# leads to $\mathbf z = (1.33, 1.76, -0.09)$, where the true class has the probability 0.55 and
# the loss is 0.60: a fall of 0.81. Promised was $\sum_c g_c^2 = 1.02$. The promise is for small
# steps; with $\eta = 0.01$, fall and promise agree to 1%.''']
# hints = [
#   '''$e^2 \approx 7.389$, $e^1 \approx 2.718$, $e^0 = 1$. The derivative of the loss with
#   respect to a score is $p_c$, less one for the true class.''',
#   '''Compute the loss twice: at $\mathbf z$, and at $\mathbf z$ less the gradients. What is
#   asked is their difference, not the sum of squared gradients, which is what a small step
#   promises.''',
# ]
# ///

# %% [markdown]
# Three classes have the scores $\mathbf z = (2, 1, 0)$, and the true class is $y = 1$, the
# second. With pencil or calculator: find the probabilities, the cross-entropy loss and its
# gradient with respect to the scores, and take one step downhill on the scores,
# $\mathbf z \leftarrow \mathbf z - \eta\, \partial\ell / \partial\mathbf z$, with $\eta = 1$.
#
# By how much does the loss fall? Answer with that number, to two decimals; keep four on the
# way. Then ask yourself: is it more or less than the squared length of the gradient, which a
# small step promises?

# %% tags=["check"]
import numpy as np


def truth():
    z, y = np.array([2.0, 1.0, 0.0]), 1
    p = np.exp(z) / np.exp(z).sum()
    after = np.exp(z - (p - np.eye(3)[y]))
    return np.log(after[y] / after.sum()) - np.log(p[y])
