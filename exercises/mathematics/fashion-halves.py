# /// exercise
# title = "The rank of clothes"
# kind = "investigate"
# difficulty = 3
# minutes = 45
# practices = ["reduced-rank layers", "prediction before measurement", "reading an experiment"]
# ///

# %% [markdown]
# Repeat the chapter's experiment on Fashion-MNIST: guess the lower half of a piece of clothing
# from its upper half, with layers of low rank.
#
# - (a) *Before* running anything: will a layer of rank 5 keep more or less of what the full
#   layer explains than for digits (80%)? Give a reason.
# - (b) Compute from the singular values of the outputs what the best layer of rank 5 keeps,
#   then measure it. By how much do they differ?
# - (c) How much do the closest weights keep? Are there pixels here that are rarely inked?
#   Relate your result to the answer.
# - (d) Fit again, on the first 1,000 training images only. For every rank from 1 to 98, compare
#   the losses on these and on 2,000 *other* training images. Which rank is best on the latter,
#   and why is it not the full one?
# - (e) On the test images, give a 95% interval for the difference of the losses between that
#   rank and the full layer, from the differences image by image.
#
# Deliver a table or a figure, and a sentence for each part.

# %% tags=["starter"]
import numpy as np

from dlbook.data import load


def halves(images):
    """Average 2 x 2 pixels; return upper and lower halves, (N, 98) each, values 0 to 1."""
    small = images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)) / 255
    return small[:, :7].reshape(-1, 98), small[:, 7:].reshape(-1, 98)


def loss(W, X, Y):
    """Squared error of a lower half, averaged over the images."""
    return ((Y - X @ W.T) ** 2).sum(axis=1).mean()


fashion = load("fashion_mnist")
X, Y = halves(fashion.X_train)
X_test, Y_test = halves(fashion.X_test)
X_test, Y_test = X_test - X.mean(axis=0), Y_test - Y.mean(axis=0)
X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
W = np.linalg.lstsq(X, Y, rcond=None)[0].T
print("training:", loss(0 * W, X, Y).round(3), "to", loss(W, X, Y).round(3))
print("test:    ", loss(0 * W, X_test, Y_test).round(3), "to", loss(W, X_test, Y_test).round(3))

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. commits to a prediction in (a), and says in the end whether it was right. The reason names
#    what the directions of the outputs are: length and width of sleeves and legs, brightness of
#    the whole;
# 2. finds in (b) that prediction and measurement agree to rounding, since the theorem is
#    exact on the training images, whatever the data;
# 3. measures (c) rather than repeating the chapter's story, counts rarely inked pixels with the
#    chapter's threshold, and looks at where the first singular vector of the weights is large;
# 4. sees in (d) that on the images of the fit the loss falls with every rank, as it must, while
#    on other images the last directions do harm: they were fitted to few images (best rank 17
#    of 98);
# 5. subtracts in (d) the means of the 1,000 images from all images, and chooses the rank
#    without looking at the test images;
# 6. resamples or averages *differences* in (e), states the interval, and says whether it
#    contains zero (a difference near 0.05, give or take 0.005).
