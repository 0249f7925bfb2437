# /// exercise
# title = "Two linear layers without an activation"
# kind = "recall"
# difficulty = 1
# minutes = 2
# practices = ["why activations"]
# options = [
#   "twice as many functions, since there are twice as many weights",
#   "only what one linear layer can compute as well",
#   "any continuous function, if the hidden layer is wide enough",
# ]
# answer = 1
# why = [
#   '''Two weight matrices, but only their product acts: many pairs of matrices give the same
#   function.''',
#   '''$\mathbf{W}_2(\mathbf{W}_1\mathbf{x} + \mathbf{b}_1) + \mathbf{b}_2 =
#   (\mathbf{W}_2\mathbf{W}_1)\mathbf{x} + (\mathbf{W}_2\mathbf{b}_1 + \mathbf{b}_2)$:
#   one matrix, one bias. If the hidden layer is narrower than input and output, not even
#   all that one layer can: the product has at most the rank of its factors.''',
#   '''With an activation between the layers that is no polynomial, a wide enough layer comes
#   near any. Without one, width adds nothing.''',
# ]
# hints = [
#   '''Write the second layer's formula with the first one's put in for $\mathbf{x}$, and
#   multiply out.''',
# ]
# ///

# %% [markdown]
# One linear layer feeds another, with no activation function between them. What can the two
# together compute?
