# /// exercise
# title = "A ranking that turns around"
# kind = "investigate"
# difficulty = 4
# minutes = 60
# practices = ["fair comparison", "budgets", "spread over seeds"]
# ///

# %% [markdown]
# "Adam is better than momentum." Use `lowest`, `draw_settings`, `run`, `loss_on` and
# `expected_best` of the chapter, and only its validation pictures.
#
# 1. Give `momentum` and `Adam` 24 trials each, with the chapter's ranges. Plot the expected
#    validation loss of the best of $k$ trials, for $k$ from 1 to 24.
# 2. Narrow the learning-rate range of `momentum` to a factor of ten around its best trial, and
#    widen that of `Adam` to a factor of 1,000. Repeat.
# 3. Run the best setting of each, from part 1, with ten new seeds, once for 150 steps and once
#    for 600.
#
# Deliver two figures and a paragraph that says for which budget, which ranges and which length
# of training the opening sentence held. Success: a reader could not accuse you of having chosen
# the answer.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. says for which numbers of trials Adam is ahead, and how the gap changes with more trials;
# 2. says how far the ranges alone move the curves, at small $k$ and at large $k$, and compares
#    that with the difference between the rules;
# 3. reports all seeds (not the best), says how much they overlap at either length, and draws no
#    conclusion from a gap that is smaller than their spread;
# 4. keeps the seed of the trials apart from those of the final runs, since the best of 24
#    trials is in part the luckiest;
# 5. notes that momentum has two settings here and Adam three, so that the same number of trials
#    searches Adam's space less thoroughly;
# 6. does not touch the test pictures, or touches them once, and says so.
