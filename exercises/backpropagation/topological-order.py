# /// exercise
# title = "What each part of the engine is for"
# kind = "recall"
# difficulty = 1
# minutes = 3
# practices = ["parts of a reverse-mode engine"]
# options = [
#   '''$x \cdot x$ gets half its gradient''',
#   '''sixteen doublings $v + v$ take 131,070 rules where 32 would do''',
#   '''a chain of 10,000 operations stops with a RecursionError''',
#   '''the gradient of a bias has the shape of the whole batch''',
# ]
# answer = 1
# why = [
#   '''That happens if an arriving adjoint is *stored* and not added: the second use writes
#   over the first.''',
#   '''A value that passes its adjoint on before all of it has arrived must do so again for each
#   path. Newest first, it is complete when its turn comes, and each edge is walked once.''',
#   '''That is what a recursive sort does in deep graphs. Serial numbers give the same order
#   without recursion.''',
#   '''That happens without *summing down* to the input's shape: copying by broadcasting has
#   summing as its backward rule.''',
# ]
# hints = [
#   '''The four options are the four things that go wrong, each without another part of the
#   engine. Which part gives an order?''',
# ]
# ///

# %% [markdown]
# Without looking back: an engine adds up what arrives, sums down to the input's shape, and
# finds its way without recursion. But it does not go *newest first*: it passes on
# each contribution to an adjoint as soon as it arrives. What goes wrong?
