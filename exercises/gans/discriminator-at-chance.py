# /// exercise
# title = "A discriminator at 1.386"
# kind = "recall"
# difficulty = 2
# minutes = 5
# practices = ["reading a GAN's loss", "the best discriminator"]
# options = [
#   "The generator draws from the distribution of the data.",
#   "On average, this discriminator does no better here than one that always says one half.",
#   "The generator has collapsed.",
#   "No discriminator can tell real from fake.",
# ]
# answer = 1
# why = [
#   '''Only if the discriminator is the best one. A discriminator that has learned nothing has
#   this loss on any fakes, good or bad.''',
#   '''A discriminator that says one half to everything loses $2 \log 2 = 1.386$ on any
#   examples, and this one, now, loses as much. That is all the number says. It may be behind,
#   or there may be nothing left to find.''',
#   '''It may have, or not: the loss can be the same with a collapsed generator and with a good
#   one. In the game of five parameters, the loss was near $2 \log 2$ both when the spread had
#   nearly collapsed and at the end.''',
#   '''This one does not tell them apart. Another, trained longer, might.''',
# ]
# hints = [
#   '''What is the loss of a discriminator that ignores its input?''',
# ]
# ///

# %% [markdown]
# In the middle of training, the mean loss of a discriminator, $-\log \mathrm{D}(\text{real}) -
# \log(1 - \mathrm{D}(\text{fake}))$, has been 1.386 for a while. What follows?
