# /// exercise
# title = "Predicting coin flips"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["leakage", "cross-validation"]
# answer = "cross_validated"
# hints = [
#   '''Ask of each line: does it see a label of the part that will serve as the test?''',
#   '''Everything that looks at labels belongs to the training: the choice of the columns, too.
#   So it must be made anew for each part, from the other four.''',
# ]
# ///

# %% [markdown]
# Each patient has many random measurements and a label that is a coin flip, so no program can
# do better than half on new patients. But `cross_validated`, which keeps the
# columns whose means differ most between the two classes, and answers with the class whose
# mean is nearer, reports far more, as the chapter shows. Find the mistake and fix it. Keep the
# idea: the best columns, the nearer mean, five parts in the order of the rows.
#
# What comes in: `X` of shape `(N, D)`, the measurements; `y` of shape `(N,)`, labels 0 and 1,
# where both occur in any four of the five parts; `how_many` columns to keep. What goes out: the
# mean of the five accuracies, a number. The two functions above it are right.

# %% tags=["starter"]
import numpy as np


def best_columns(X, y, how_many):
    """Columns whose means differ most between the two classes."""
    difference = X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0)
    return np.abs(difference).argsort()[-how_many:]


def nearer_mean(X, y, X_new):
    """For each new row, the class (0 or 1) whose mean in X is nearer."""
    distances = [((X_new - X[y == c].mean(axis=0)) ** 2).sum(axis=1) for c in (0, 1)]
    return np.argmin(distances, axis=0)


def cross_validated(X, y, how_many):
    """Return the mean accuracy on five parts, each once the test."""
    ### BEGIN SOLUTION
    everyone, accuracies = np.arange(len(y)), []
    for part in np.array_split(everyone, 5):
        rest = np.setdiff1d(everyone, part)
        columns = best_columns(X[rest], y[rest], how_many)
        kept = X[:, columns]
        answers = nearer_mean(kept[rest], y[rest], kept[part])
        accuracies.append(np.mean(answers == y[part]))
    return np.mean(accuracies)
    ### END SOLUTION
    ### BEGIN BROKEN
    everyone, accuracies = np.arange(len(y)), []
    kept = X[:, best_columns(X, y, how_many)]
    for part in np.array_split(everyone, 5):
        rest = np.setdiff1d(everyone, part)
        answers = nearer_mean(kept[rest], y[rest], kept[part])
        accuracies.append(np.mean(answers == y[part]))
    return np.mean(accuracies)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    N, D = rng.integers(18, 40), rng.integers(60, 120)
    y = np.arange(N) % 2  # both classes in every part
    return rng.normal(size=(N, D)), y, int(rng.integers(4, 9))


def edge_cases():
    rng = np.random.default_rng(0)
    y = np.arange(20) % 2
    one_tells = rng.normal(size=(20, 9))
    one_tells[:, 4] += 20 * y
    return [(one_tells, y, 1), (rng.normal(size=(12, 5)), np.arange(12) % 2, 5)]


def valid(X, y, how_many):
    parts = np.array_split(np.arange(len(y)), 5)
    others = [np.delete(y, part) for part in parts]
    both = all(0 < other.sum() < len(other) for other in others)
    return len(y) >= 10 and both and 0 < how_many <= X.shape[1]


# %% [raw] tags=["wrong"]
# wrong_chosen_on_the_test_part: You choose the columns on the part that is the test. That is
# where they must not come from: choose on the other four parts.
# - best_columns(X[rest], y[rest], how_many)
# + best_columns(X[part], y[part], how_many)
#
# wrong_tested_on_the_training: You count the right answers on the four parts that the model was
# made from. Only the fifth tells what to expect of new patients.
# - answers = nearer_mean(kept[rest], y[rest], kept[part])
# - accuracies.append(np.mean(answers == y[part]))
# + answers = nearer_mean(kept[rest], y[rest], kept[rest])
# + accuracies.append(np.mean(answers == y[rest]))
#
# wrong_means_of_everyone: The columns are chosen on four parts now, but the means that give the
# answers are still those of all patients, the test part included.
# - columns = best_columns(X[rest], y[rest], how_many)
# - kept = X[:, columns]
# - answers = nearer_mean(kept[rest], y[rest], kept[part])
# - accuracies.append(np.mean(answers == y[part]))
# + kept = X[:, best_columns(X[rest], y[rest], how_many)]
# + accuracies.append(np.mean(nearer_mean(kept, y, kept[part]) == y[part]))
#
# wrong_choice_given_up: You use all columns. That is honest, but gives up the idea: keep the
# best columns, and choose them anew for each part.
# - kept = X[:, columns]
# + kept = X
#
# wrong_chosen_once_on_the_first_four: You choose the columns once, without the last part, and
# use them for all five. For four of the parts the choice has still seen the test.
# - best_columns(X[rest], y[rest], how_many)
# + best_columns(X[first], y[first], how_many)
# - everyone, accuracies = np.arange(len(y)), []
# + everyone, accuracies = np.arange(len(y)), []
# + first = np.concatenate(np.array_split(everyone, 5)[:4])
#
# wrong_hits_over_all_patients: You divide all hits by the number of patients. Some parts are
# larger than others, so this is not the mean of the five accuracies, which is asked for here.
# - accuracies.append(np.mean(answers == y[part]))
# + accuracies.append(np.sum(answers == y[part]))
# - return np.mean(accuracies)
# + return np.sum(accuracies) / len(y)
