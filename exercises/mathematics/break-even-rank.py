# /// exercise
# title = "When does a low rank save anything?"
# kind = "predict"
# difficulty = 1
# minutes = 4
# practices = ["rank", "counting parameters"]
# value = 341
# within = 0.1
# slips = [
#   [512, '''That is the largest rank that the matrix can have, the smaller of its two sides. At
#   that rank the two factors need more numbers than the matrix.'''],
#   [342, '''At rank 342 the factors need 525,312 numbers, and the matrix 524,288.'''],
#   [341.33, '''A rank is a whole number.'''],
#   [1536, '''That is what each term of the sum takes. How many terms fit into the matrix?'''],
#   [768, '''That is half of the longer side. The factors have 1,024 and 512 rows, so each term
#   of the sum takes 1,536 numbers.'''],
#   [256, '''That is half of the shorter side. Divide the numbers of the matrix by the numbers
#   that each term takes.'''],
# ]
# why = ['''Each term of the sum needs a vector of 1,024 and one of 512 numbers, together 1,536.
# The matrix has 524,288 numbers, and $524{,}288/1{,}536 = 341.3$. Two thirds of the largest
# possible rank must go before anything is saved at all.''']
# hints = [
#   '''How many numbers does $\mathbf{u}\mathbf{v}^\top$ need, for a $\mathbf{u}$ of shape
#   `(1024,)` and a $\mathbf{v}$ of shape `(512,)`?''',
# ]
# ///

# %% [markdown]
# A layer has 512 inputs, 1,024 outputs and no biases. You store its weights as two factors
# $\mathbf{B}\mathbf{C}^\top$ with $r$ columns each, so that the layer has rank $r$ at most.
# What is the largest $r$ for which the factors need fewer numbers than the matrix?

# %% tags=["check"]
import numpy as np


def truth():
    ranks = np.arange(1, 513)
    numbers = np.array([np.zeros((1024, r)).size + np.zeros((512, r)).size for r in ranks])
    return int(ranks[numbers < np.zeros((1024, 512)).size].max())
