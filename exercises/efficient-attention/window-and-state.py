# /// exercise
# title = "A window and a state"
# kind = "investigate"
# difficulty = 5
# minutes = 60
# practices = ["comparing at equal memory", "predicting before measuring"]
# ///

# %% [markdown]
# Use `train_recall`, `recall_accuracies`, `SoftmaxAttention`, `LinearAttention` and
# `predicted_recall` of the chapter.
#
# 1. Write a layer that has both: a softmax window of $w$ pairs, and linear attention with keys
#    of $d_k$ numbers. Its `write` returns both states, its `read` the sum of both readings.
# 2. Give it about 1,024 numbers in all. List four ways to divide them, from window alone to
#    state alone. With 64 numbers in a value, what does each cost?
# 3. Predict from the chapter's formulas what each recalls of 32 and 64 pairs. Write it down.
# 4. Train each with three seeds, and compare with your prediction and with the window alone and
#    the state alone.
# 5. Make the questions unequal: ask for the last eight pairs half of the time. Which way wins
#    now?
#
# Deliver a table and six sentences. You have succeeded if a reader can tell from your table for
# which questions a window is worth its memory.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. counts the numbers of both states, and keeps their sum equal within 5%;
# 2. predicts in numbers: a window answers $w/n$ of the questions, the state the rest as
#    `predicted_recall` says for its smaller $d_k$;
# 3. has three seeds, and calls nothing better whose difference is within their spread;
# 4. reports where the prediction failed, and asks why (the two readings may disturb each other,
#    or training has not finished: four times the steps tell);
# 5. finds that with equal questions a window takes more from the state than it gives, or the
#    opposite, from the numbers and not from what was expected;
# 6. sees that it is the distribution of the questions that decides, and says what is known of
#    it for language, and what is not.
