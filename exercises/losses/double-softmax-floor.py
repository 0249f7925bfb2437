# /// exercise
# title = "A floor for a hundred classes"
# kind = "predict"
# difficulty = 3
# minutes = 10
# practices = ["softmax twice", "reading a loss"]
# value = 3.6222
# within = 0.02
# slips = [
#   [4.6052, '''That is $\log 100$, the loss of a network that knows nothing. What is the loss
#   if the softmax puts all on the right class?'''],
#   [0, '''That would be the floor if the outputs were logits, which have no bound. After a
#   softmax none is above 1.'''],
# ]
# why = [
#   '''After a softmax the best outputs are 1 for the right class and 0 for the 99 others. Taken
#   for logits, they give the right class $e / (e + 99)$, and the loss $\log(e + 99) - 1 =
#   3.62$. A network that knows nothing has $\log 100 = 4.61$: so this loss can
#   only move within a range of 1, which is the sign to look for.''',
# ]
# hints = [
#   '''Which outputs of a softmax would be the best possible for this loss?''',
#   '''With these outputs taken as logits, what probability does the right class get?''',
# ]
# ///

# %% [markdown]
# A network for 100 classes ends in a softmax, and its output goes to `cross_entropy`, which
# takes logits. What is the lowest loss that it can reach, however well it learns? (To two
# decimals.)

# %% tags=["starter"]
import numpy as np

outputs = np.eye(100)[7]  # certain, and right
loss = np.log(np.exp(outputs).sum()) - outputs[7]
print(round(loss, 4))


# %% tags=["check"]
def truth():
    return float(loss)
