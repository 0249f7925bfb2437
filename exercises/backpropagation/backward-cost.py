# /// exercise
# title = "What a backward pass costs"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["counting multiply-adds"]
# value = 473600
# within = 0.5
# why = [
#   '''The three layers take $64 \cdot (100 \cdot 50 + 50 \cdot 20 + 20 \cdot 10) = 396{,}800$
#   multiply-adds forward. Backward, each takes as many for the adjoint of its weights, and as
#   many again for that of its input, save the first: $396{,}800 + 64 \cdot (50 \cdot 20 +
#   20 \cdot 10) = 473{,}600$, about 1.2 times the forward pass.''',
# ]
# slips = [
#   [793600, '''That is twice the forward pass: it includes the adjoint of the 100 inputs, which
#   nobody asks for.'''],
#   [396800, '''That is one product for each layer, as in the forward pass. Backward, a layer
#   has one for its weights, and one for its input if that needs an adjoint.'''],
#   [870400, '''That is forward and backward together. Only the backward pass is asked for.'''],
#   [7400, '''That is for one row. The batch has 64.'''],
# ]
# hints = [
#   '''A matrix product of shapes $(B, H)$ and $(H, D)$ takes $B \cdot H \cdot D$
#   multiply-adds. How many such products has a layer forward, and how many backward?''',
#   '''The 100 inputs are data: nobody needs their adjoint. Which product does that spare?''',
# ]
# ///

# %% [markdown]
# A network of layers 100 → 50 → 20 → 10 sees a batch of 64 rows. How many multiply-adds do the
# matrix products of its *backward* pass take, with gradients for all weights and none for the
# 100 inputs?

# %% tags=["check"]
import itertools


def truth():
    batch, widths = 64, (100, 50, 20, 10)
    total = 0
    for layer, (D, H) in enumerate(itertools.pairwise(widths)):
        total += H * batch * D  # (H, B) @ (B, D): the adjoint of W
        total += batch * H * D if layer > 0 else 0  # (B, H) @ (H, D): that of the input
    return total
