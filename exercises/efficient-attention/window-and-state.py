# /// exercise
# title = "A window and a state"
# kind = "investigate"
# difficulty = 5
# minutes = 60
# practices = ["comparing at equal memory", "predicting before measuring"]
# ///

# %% [markdown]
# Use `train_recall`, `recall_accuracies`, `layers.SoftmaxAttention`, `layers.LinearAttention`
# and `predicted_recall` of the chapter. A layer has `write(x)`, which returns its state, a
# tuple of tensors, and `read(state, x)`, which answers. `SoftmaxAttention` has two tensors in
# its state, `LinearAttention` one.
#
# 1. Write a layer that has both: a softmax window of $w$ pairs, and linear attention with keys
#    of $d_k$ numbers. Its `write` returns both states, its `read` the sum of both readings.
# 2. Give it about 1,024 numbers in all. List four ways to divide them, from window alone to
#    state alone. With 64 numbers in a value, what does each cost?
# 3. Predict from the chapter's formulas what each recalls of 32 and 64 pairs. Write it down.
# 4. Train each with three seeds and `steps=600`, and compare with your prediction and with the
#    window alone and the state alone. Where a mixture falls short of it, think of what the
#    window answers if it does not hold the key.
# 5. Make the questions unequal: with `recent=8`, given to both functions, half of them are
#    about the last eight pairs. Which way wins now, for 32 pairs and for 64?
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
# 4. reports where the prediction failed, and asks why (a window that does not hold the key
#    still answers, with weights that add up to 1, and disturbs the sum);
# 5. finds that with equal questions a window takes more from the state than it gives, or the
#    opposite, from the numbers and not from what was expected;
# 6. sees that it is the distribution of the questions that decides, and says what is known of
#    it for language, and what is not.
