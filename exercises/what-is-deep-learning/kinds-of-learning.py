# /// exercise
# title = "What is it told?"
# kind = "recall"
# difficulty = 1
# minutes = 3
# practices = ["supervised, reinforcement and unsupervised learning"]
# options = [
#   "plants supervised, shop supervised, songs unsupervised",
#   "plants supervised, shop reinforcement, songs unsupervised",
#   "plants supervised, shop reinforcement, songs reinforcement",
#   "plants reinforcement, shop supervised, songs unsupervised",
# ]
# answer = 1
# why = [
#   '''A click says how good the picture was that *was* shown, and nothing about the three
#   others: one of them might have done better. That is a reward for the program's own answer,
#   not the right answer.''',
#   '''A label is the right answer, whatever the program thought. A click judges the answer that
#   the program gave. About the songs nobody tells it anything.''',
#   '''With the songs there is no reward: nobody judges a grouping while it is made. The program
#   goes by what sounds alike.''',
#   '''The botanist names the right answer, even where the program never thought of it; that is
#   more than a reward. The click judges one answer out of four.''',
# ]
# hints = [
#   '''Ask of each what the program knows after it answered wrongly. The right answer? That its
#   own was not good? Or not even that it was wrong?''',
# ]
# ///

# %% [markdown]
# A program names *plants* from photographs; a botanist has written the species under each
# photograph. A *shop* shows each visitor one of four pictures, notes whether the visitor clicks
# on it, and learns which picture to show. A program sorts 10,000 *songs* into groups that sound
# alike.
#
# Which kind of learning is each?
