# /// exercise
# title = "Who is averaged with whom?"
# kind = "recall"
# difficulty = 1
# minutes = 3
# practices = ["batch norm", "layer norm"]
# options = [
#   '''batch norm 64, layer norm 128''',
#   '''batch norm 128, layer norm 64''',
#   '''both 128, one for each unit''',
#   '''both one, over all entries''',
# ]
# answer = 1
# why = [
#   '''These two are swapped. Batch norm gives each *unit* a mean of its own, taken over the
#   examples, so there are as many as units.''',
#   '''Batch norm takes one mean for each of the 128 units, over the 64 examples; layer norm one
#   for each of the 64 examples, over the 128 units.''',
#   '''That is true of batch norm. Layer norm looks at one example at a time, so that an answer
#   never depends on the rest of the batch.''',
#   '''With one mean over everything, each example and each unit would
#   disturb all others. A group
#   is one column (batch norm) or one row (layer norm).''',
# ]
# hints = [
#   '''Draw the array: 64 rows are examples, 128 columns are units. Which of the two norms works
#   for a single example?''',
# ]
# ///

# %% [markdown]
# A layer gives $\mathbf Z$ of shape $(64, 128)$: 64 examples, 128 units. In training mode, how
# many means does batch norm compute from it, and how many does layer norm?
