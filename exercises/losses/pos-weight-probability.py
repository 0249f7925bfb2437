# /// exercise
# title = "A weight of twenty"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["a weighted loss", "odds"]
# value = 0.0476
# within = 0.001
# slips = [
#   [0.05, '''These are the true *odds*, 1/20. The probability is odds / (1 + odds).'''],
#   [0.025, '''You divided the probability by 20. The weight multiplies the odds.'''],
#   [0.952, '''You multiplied the odds by 20 once more. The weight has made them too large;
#   divide.'''],
# ]
# why = [
#   '''The weighted loss makes odds 20 times too large. A probability of one half means odds
#   of 1, so the true odds are 1/20, and the probability is $1/21 \approx 0.048$. In
#   logits: $0 - \log 20 = -3.0$, and $\sigma(-3.0) = 0.048$.''',
# ]
# hints = [
#   '''What are the odds $p/(1-p)$ of one half? By what has the weight multiplied them?''',
# ]
# ///

# %% [markdown]
# A model that looks for a rare disease was trained with `pos_weight=20`, and learned what this
# loss asks for. For one patient its sigmoid gives 0.5. What is the probability that the
# patient is ill? (A number between 0 and 1, to three decimals.)

# %% tags=["starter"]
import numpy as np

logit = np.log(0.5 / (1 - 0.5)) - np.log(20)
chance = 1 / (1 + np.exp(-logit))
print(round(chance, 4))


# %% tags=["check"]
def truth():
    return float(chance)
