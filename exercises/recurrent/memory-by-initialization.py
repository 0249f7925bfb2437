# /// exercise
# title = "How long, and why not longer"
# kind = "investigate"
# difficulty = 3
# minutes = 45
# practices = ["the copy task", "gates and time", "reading an experiment"]
# ///

# %% [markdown]
# Which initialization remembers longest? Use `learn_recall` and `remember` from the chapter.
#
# 1. Write a second way to initialize a plain RNN, a function of `layer` and `lag` as `remember`
#    is: `weight_hh_l0` an orthogonal matrix (`torch.nn.init.orthogonal_`), biases zero. Compare
#    it with torch's own initialization.
# 2. For the RNN with both initializations, and for the LSTM and the GRU with torch's own and
#    with `remember`, find for each of three seeds the longest lag of 10, 20, 40 and 80 at which
#    at least 90 in 100 symbols are recalled after 150 steps.
# 3. Call `remember` with a lag that is four times too long, and four times too short.
#
# Deliver a table with all seeds, and five sentences. Success: a reader can say what decides how
# far a network of 32 units learns to remember here.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. shows every seed, and says that a network recalls all or nearly nothing at some lags, so
#    that a mean over seeds describes no run;
# 2. explains the orthogonal initialization by the product of Jacobians: all singular values are
#    1, so that gradients shrink by the derivatives of tanh alone;
# 3. finds the LSTM far better with biases set than without, connects it with the half-life at a
#    gate of ½, and notes that this does not explain the GRU;
# 4. says whether biases for too short a lag cost more than biases for too long a lag, or
#    reports honestly that the seeds do not tell;
# 5. does not conclude that one cell is better in general: 150 steps, one learning rate, one
#    size and one symbol were tried, and a better learning rate may change the order;
# 6. gives the chance level of 1 in 8 next to the fractions.
