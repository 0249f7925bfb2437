# /// exercise
# title = "Your own prediction"
# kind = "investigate"
# difficulty = 5
# minutes = 60
# practices = ["scaling laws", "predicting before measuring"]
# ///

# %% [markdown]
# Use `scaled_gpt`, `train_once`, `score_text`, `count_parameters` and `fit_scaling_law`, and
# the chapter's training and held-out text.
#
# 1. Choose another family: `scaled_gpt(V, width, n_layer=1)`, or tokens of `bpe` with a few
#    dozen merges instead of characters. Choose at least four budgets, from $10^9$ to $10^{10}$
#    operations, and three widths for each, so that the best of each budget is not at the edge.
# 2. Try two learning rates (`lr`, 0.02 if you give none) on the smallest budget, keep the
#    better one, and train all runs with one seed each. Look at the held-out text for nothing
#    but these scores.
# 3. Fit the law. Fit it once more without the largest budget, and see how far off it is.
# 4. Write down what the run with five times the largest budget will reach, with a range that
#    you expect to be right nine times in ten, and say what it rests on. Then train it, with
#    three seeds.
# 5. Fit a rival: a straight line of the log of the loss against the log of $C$, through the
#    best run of each budget. What would it have predicted?
#
# Deliver a table of all runs, the two predictions with their date, and six sentences. You have
# succeeded if a reader can tell whether your law was right or lucky.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. has the prediction in writing before the run, and does not change it afterwards;
# 2. reads no character twice in any run, or says so, and counts parameters and operations in
#    one way throughout;
# 3. gives a range that rests on the misses of the fit, on the rehearsal without the largest
#    budget, and on the spread between seeds, and not on the fit's error alone;
# 4. reports the miss with the three seeds' spread next to it, and says whether the range held;
# 5. compares with the rival and with the null model "no better than the best run so far", and
#    does not call the law right because it beat the null model;
# 6. names what was chosen after looking (learning rate, widths, the form of the law), and what
#    the result does not tell about larger budgets or other text.
