# /// exercise
# title = "Days of training"
# kind = "predict"
# difficulty = 1
# minutes = 5
# practices = ["FLOPs of a training run"]
# value = 3.47
# within = 0.08
# slips = [
#   [1.157, '''That is the forward pass alone, two FLOPs for each parameter and token. The
#   backward pass takes twice as many again.'''],
#   [2.315, '''That is the backward pass alone. The forward pass takes half as many on top.'''],
#   [1.736, '''You counted a multiplication and an addition as one operation. They are two
#   FLOPs.'''],
#   [300000, '''Those are seconds. A day has 86,400.'''],
#   [83.33, '''Those are hours. A day has 24.'''],
# ]
# why = ['''Six FLOPs for each parameter and token make $6\cdot10^9\cdot2\cdot10^{10} =
# 1.2\cdot10^{20}$ FLOPs. At $4\cdot10^{14}$ FLOP/s they take $3\cdot10^5$ seconds.''']
# hints = [
#   '''How many FLOPs does a weight take for one token, forward and backward?''',
#   '''A day has 86,400 seconds.''',
# ]
# ///

# %% [markdown]
# A language model with one billion parameters is trained on 20 billion tokens, with a GPU that
# reaches 400 TFLOP/s ($4\cdot10^{14}$) on its products, all the time. How many days does the
# training take, if nothing but the products of its linear layers counts?

# %% tags=["starter"]
parameters, tokens, speed = 1e9, 20e9, 400e12


# %% tags=["check"]
def truth():
    return 6 * parameters * tokens / speed / 86_400
