# /// exercise
# title = "One bound for two layers"
# kind = "predict"
# difficulty = 1
# minutes = 4
# practices = ["gradient clipping"]
# value = 3.0
# within = 0.01
# why = [
#   '''Together the gradient is $\sqrt{6^2 + 8^2} = 10$ long. To bring it to 5, *everything* is
#   halved, so that its direction stays: 6 becomes 3, and 8 becomes 4.''',
# ]
# slips = [
#   [5.0, '''That would clip each layer alone. The ratio of the layers would
#   change from 6 : 8 to 5 : 5, and with it the direction of the step.'''],
#   [6.0, '''That leaves the first layer as it was. But the gradient of both
#   layers together is longer than the bound, so both are shortened.'''],
#   [2.14, '''You added the lengths, 6 + 8 = 14. Lengths of vectors in different
#   coordinates add up in squares.'''],
#   [2.5, '''You split the bound equally. All entries are multiplied by the same factor
#   instead.'''],
# ]
# hints = [
#   '''How long is the vector that holds all gradients of both layers?''',
# ]
# ///

# %% [markdown]
# A network has two layers. The gradient of the first layer's weights has length 6, that of the
# second's has length 8. The gradient of all parameters together is clipped to length 5. How
# long is the *first* layer's part afterward?

# %% tags=["starter"]
import numpy as np

first, second = np.full(4, 3.0), np.full(16, 2.0)  # of length 6 and 8
length = np.sqrt((first**2).sum() + (second**2).sum())
first, second = (g * min(1, 5 / length) for g in (first, second))
print(np.linalg.norm(first).round(2))


# %% tags=["check"]
def truth():
    return float(np.linalg.norm(first))
