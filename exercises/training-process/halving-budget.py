# /// exercise
# title = "What halving costs"
# kind = "predict"
# difficulty = 2
# minutes = 6
# practices = ["successive halving", "counting a budget"]
# value = 0.1111
# within = 0.0006
# why = [
#   '''81 candidates take 10 steps, 27 of them 20 more, 9 another 60, and 3 another 180:
#   $810 + 540 + 540 + 540 = 2{,}430$ steps. All 81 in full take $81 \cdot 270 = 21{,}870$. The
#   fraction is one ninth: each rung costs about the same.''',
# ]
# slips = [
#   [0.1481, 'You paid each rung from its start. From 10 to 30 it takes 20 more.'],
#   [0.8889, 'That is the fraction saved. What fraction is spent?'],
#   [0.037, 'That is the first rung alone. Add what the survivors take.'],
# ]
# hints = [
#   '''How many candidates are trained from step 0 to 10, from 10 to 30, from 30 to 90, and from
#   90 to 270?''',
# ]
# ///

# %% [markdown]
# Successive halving starts 81 candidates, compares them after 10, 30, 90 and 270 steps, and
# keeps a third each time (of the three that reach 270 steps, it returns the best). A run goes
# on from where it stood. What fraction of the steps of 81 full runs of 270 steps does it take?
# (A number between 0 and 1, to three decimals.)

# %% tags=["check"]
def truth():
    steps = 81 * 10 + 27 * (30 - 10) + 9 * (90 - 30) + 3 * (270 - 90)
    return steps / (81 * 270)
