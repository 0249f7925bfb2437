# /// exercise
# title = "What was proved"
# kind = "recall"
# difficulty = 2
# minutes = 5
# practices = ["perceptron theorem", "universal approximation"]
# options = [
#   '''If the perceptron rule has not stopped after 1,000 passes, the data cannot be
#   separated.''',
#   '''Minsky and Papert proved that no neural network computes XOR.''',
#   '''A network with one hidden layer of sigmoid units, trained for long enough, comes near
#   any continuous function.''',
#   '''One hidden layer of units $\phi(z) = z^2$, however many, comes near only some
#   continuous functions.''',
# ]
# answer = 3
# why = [
#   '''The rule ends within $(R/\gamma)^2$ changes, and with a small margin $\gamma$ that can be
#   more than any number of changes seen so far.''',
#   '''They proved limits of *one* threshold unit over features that each look at a limited
#   number of points. Two hidden units compute XOR, which was known.''',
#   '''Cybenko's theorem says that suitable weights exist if there are enough units. It says
#   nothing about training, which may never find them.''',
#   '''Squares of $\mathbf{w}^\top\mathbf{x} + b$ are polynomials of degree at most 2, and so
#   are their weighted sums, however many. Polynomials are the one kind that Leshno et al.
#   exclude.''',
# ]
# hints = [
#   '''Ask of each theorem what it presupposes, and what it says exists, or ends.''',
#   '''Two of the four speak of training. Does the theorem?''',
# ]
# ///

# %% [markdown]
# Of these four statements about theorems in this chapter, three are often heard. Which one is
# true?
