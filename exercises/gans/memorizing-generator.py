# /// exercise
# title = "A generator that copies"
# kind = "recall"
# difficulty = 3
# minutes = 5
# practices = ["Fréchet distance", "judging a generator"]
# options = [
#   "A very large one, since it produces nothing new.",
#   "About as small a one as other real images get.",
#   "Exactly zero.",
#   "It cannot be computed.",
# ]
# answer = 1
# why = [
#   '''The distance compares means and covariances of features. Nothing in it asks whether an
#   image is in the training set.''',
#   '''Training images and held-out images come from one distribution, so their features have
#   nearly the same mean and covariance. A generator that only copies gets an excellent
#   distance; finding it out takes another test, for instance the nearest training image of
#   each sample.''',
#   '''Means and covariances of two finite samples differ by chance, and each difference adds
#   something positive.''',
#   '''It needs only the features of two sets of images.''',
# ]
# hints = [
#   '''Which two statistics of the generated images enter the distance?''',
# ]
# ///

# %% [markdown]
# A "generator" picks a training image at random and returns it unchanged. What Fréchet
# distance does it get from held-out images, in the features of a classifier?
