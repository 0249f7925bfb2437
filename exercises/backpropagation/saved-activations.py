# /// exercise
# title = "What must be kept"
# kind = "recall"
# difficulty = 2
# minutes = 3
# practices = ["memory of the backward pass"]
# options = [
#   '''$\mathbf A$, $\mathbf Z$ and $\mathbf H$''',
#   '''$\mathbf Z$ and $\mathbf H$''',
#   '''$\mathbf H$ alone''',
#   '''none of them: the weights are enough''',
# ]
# answer = 2
# why = [
#   '''That is what the chapter's engine keeps, because it keeps every result. No rule reads
#   $\mathbf A$: the rule of a sum hands the adjoint on unchanged.''',
#   '''The rule of ReLU asks where $\mathbf Z > 0$, but $\mathbf H > 0$ at the same entries, and
#   $\mathbf H$ is kept anyway, as the next layer's input.''',
#   '''$\mathbf H$ is the next layer's input, which that layer's
#   $\bar{\mathbf W} = \bar{\mathbf Z}^\top\mathbf H$ needs. And it is positive where
#   $\mathbf Z$ is, which is all that ReLU's rule asks. Torch keeps this third, as the chapter
#   measures.''',
#   '''The adjoint of the next layer's weights is $\bar{\mathbf Z}^\top\mathbf H$: it cannot be
#   computed without $\mathbf H$. Checkpointing throws it away, and has to compute it again.''',
# ]
# hints = [
#   '''Write down the rules of the sum, of ReLU, and of the next layer's product. Which arrays
#   stand in them?''',
# ]
# ///

# %% [markdown]
# A hidden layer computes $\mathbf A = \mathbf X\mathbf W^\top$, then
# $\mathbf Z = \mathbf A + \mathbf b$, then $\mathbf H = \mathrm{ReLU}(\mathbf Z)$, all of the
# same shape; another linear layer follows. Which of the three must be kept for the backward
# pass?
