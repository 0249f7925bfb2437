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
#   '''$\mathbf{W}^{(2)}(\mathbf{W}^{(1)}\mathbf{x} + \mathbf{b}^{(1)}) + \mathbf{b}^{(2)}$ is
#   $\mathbf{W}^{(2)}\mathbf{W}^{(1)}\mathbf{x} + (\mathbf{W}^{(2)}\mathbf{b}^{(1)} +
#   \mathbf{b}^{(2)})$: one matrix, one bias. If the hidden layer is narrower than input and
#   output, the two cannot even do all that one layer can: the rank of a product is at most
#   that of its factors.''',
#   '''With an activation between the layers that is not a polynomial, a wide enough layer
#   comes close to any of them. Without one, width adds nothing.''',
# ]
# hints = [
#   '''Write down the second layer's formula, put the first one's in for $\mathbf{x}$, and
#   multiply out.''',
# ]
# ///

# %% [markdown]
# One linear layer feeds another, with no activation function between them. What can the two
# together compute?
