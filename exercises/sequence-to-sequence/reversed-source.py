# /// exercise
# title = "Read it backwards"
# kind = "investigate"
# difficulty = 3
# minutes = 45
# practices = ["bottleneck", "comparing by length"]
# hints = [
#   '''`encode` and `pairs` decide what the encoder reads. With one direction of 128 units the
#   summary has the same size as before.''',
#   '''Report errors by length, as the chapter does, and each seed.''',
# ]
# ///

# %% [markdown]
# Sutskever, Vinyals and Le found that a network with one vector translated better when the
# source was read *backwards*. Their encoder had one direction, ours has two. Start from
# `learn`, `errors` and `by_length` of the chapter: give `learn` a parameter for the pairs, and
# let `errors` reverse what is encoded, but not what is looked up in `sounds`.
#
# 1. Write down what you expect, for the model with one vector and for the one with attention,
#    when every word is spelled backwards, in training and in the test.
# 2. Measure it: both models, both orders, three seeds, 200 batches each.
# 3. Take one direction away, and measure again: set `model.encoder` to a module of your own
#    whose GRU has one direction and 128 units, and which returns
#    `seq2seq.Memory(states, ends[0], is_token)`. Keep the packing.
#
# Deliver a table by length with all seeds, and five sentences. Success: a reader can say for
# which of the four models the order of the letters matters, and why.

# %% [markdown] tags=["rubric"]
# - The expectation stands before the measurement and names a reason: the distance between a
#   letter and its sound.
# - Same number of batches, same seeds, same validation words for all; all seeds are in
#   the table.
# - With two directions, reversing the word only swaps the two halves of each state, so any
#   difference has to be within the spread of the seeds; the answer says so.
# - With one direction and one vector, reading backwards leaves the first letters nearest to the
#   decoder; the answer compares the effect with the spread, and claims no more than it shows.
# - With attention the order should matter least; the answer says what was found.
