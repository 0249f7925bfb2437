# /// exercise
# title = "Campaigns on both sides"
# kind = "investigate"
# difficulty = 3
# minutes = 50
# practices = ["near duplicates", "grouped splits", "baselines"]
# ///

# %% [markdown]
# The chapter keeps near duplicates together: messages that share at least 60% of their words,
# and whatever is connected by such pairs. What would a random split have reported? Use `texts`,
# `spam`, `bags`, `near_duplicates`, `vectors`, `naive_bayes`, `fit` and `average_precision` of
# the chapter.
#
# 1. How many groups have two members or more, in spam and in ham? How does that change with
#    `share` between 0.4 and 0.8? Read some groups: which share would you choose? (A message
#    without words belongs to no group.)
# 2. Split once at random and once by groups, about 3,000 messages to train on and the rest to
#    test, with five seeds each. Compare recall, false alarms and average precision, for naive
#    Bayes and for the network.
# 3. Add the null model that needs no learning: call a message spam if a near duplicate in the
#    training set is. How much of the spam does it find under each split?
#
# Deliver a table with the spread over seeds, and five sentences. Success: a reader knows how
# much of the score on spam is recognizing old campaigns, and which of the two splits answers
# which question.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. at a share of 0.6 finds 96 groups with half of all spam, and little of the ham, mostly
#    short greetings and standard phrases; shows two or three of them, and gives a reason for
#    its share;
# 2. splits by groups so that no group is on both sides, and checks that in code;
# 3. compares at equal numbers of training messages, with five seeds and their spread;
# 4. says for each model whether recall and average precision differ between the splits by more
#    than their spread (naive Bayes may lose some points of recall, the network fewer), and
#    that false alarms are nearly unchanged;
# 5. reports what the null model finds by the random split, and that by the grouped split it
#    finds nothing, by construction;
# 6. says that neither split is wrong as such: old campaigns go on, so the random one answers
#    "how much of the present mail is caught", and the grouped one "how much of a new campaign".
