# /// exercise
# title = "Four names, three answers"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["entity F1", "BIO tags"]
# value = 0.286
# within = 0.002
# why = [
#   '''There are four names, and three were found. *Joe Torre* is right, in first word, last
#   word and kind. *Don* lacks its last word, *LA Dodgers* is of another kind: neither counts,
#   and *Reds* was not found. So one is right: precision 1/3, recall 1/4, and
#   $F_1 = 2 \cdot 1 / (3 + 4) = 2/7 = 0.286$.''',
# ]
# slips = [
#   [0.571, 'You counted the name of another kind as right, or the one that lacks a word.'],
#   [0.857, 'You counted names whose last word or kind is wrong. All of a name must be right.'],
#   [0.333, 'That is the precision. F1 takes the names that were missed into account.'],
#   [0.25, 'That is the recall. F1 takes the wrong answers into account, too.'],
#   [0.5, 'You counted words. A name is right or wrong as a whole.'],
#   [0.6, 'That is the fraction of tags that are right. F1 counts names.'],
#   [0.667, 'You counted a name as right that lacks a word, or is of another kind.'],
#   [0.292, 'That is the plain mean of precision and recall; F1 is the harmonic one.'],
# ]
# hints = [
#   '''Write down the four names with their first word, last word and kind, and then the three
#   that the tagger found. How many are the same in all three?''',
# ]
# ///

# %% [markdown]
# The names in a post, and what a tagger found:
#
# | word | true tag | found |
# | --- | --- | --- |
# | Don | B-person | B-person |
# | Mattingly | I-person | O |
# | replaces | O | O |
# | Joe | B-person | B-person |
# | Torre | I-person | I-person |
# | at | O | O |
# | LA | B-group | B-location |
# | Dodgers | I-group | I-location |
# | not | O | O |
# | Reds | B-group | O |
#
# What is the $F_1$ of entities? (A number between 0 and 1, to three decimals.)

# %% tags=["check"]
def truth():
    true = {(0, 1, "person"), (3, 4, "person"), (6, 7, "group"), (9, 9, "group")}
    found = {(0, 0, "person"), (3, 4, "person"), (6, 7, "location")}
    return 2 * len(true & found) / (len(true) + len(found))
