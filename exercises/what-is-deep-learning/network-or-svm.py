# /// exercise
# title = "Is the tie real?"
# kind = "investigate"
# difficulty = 4
# minutes = 30
# practices = ["comparing programs", "luck", "paired comparison"]
# ///

# %% [markdown]
# With all 60,000 training digits, is the network better than the SVM on gradient histograms?
# Continue in the chapter's notebook. Deliver a table with the test accuracy of the SVM (once;
# it takes about a minute; compute the histograms for 10,000 images at a time to save memory)
# and of networks trained for 1 and for 3 epochs with `batch=200`, with three seeds each, and
# one sentence that answers the question.
#
# Success: the sentence compares the difference with the spread over seeds *and* with the
# standard deviation $\sqrt{a(1-a)/N}$ of a measured accuracy, and says what else it would take
# to be sure.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. has all seven numbers, from code that anybody can run;
# 2. states the spread over seeds and the standard deviation $s \approx 0.1$ points at 99% of
#    10,000;
# 3. notes that both kinds of reader are tested on the *same* digits, so that the number of
#    digits on which exactly one of the two is right is the better yardstick;
# 4. does not claim a winner for a difference of the size of $s$. When we ran it, the SVM was
#    right on 99.0%, three networks of one epoch each on 98.9%, and three of three epochs on
#    99.1 to 99.3%. In the closest pair, exactly one of the two was right on 112 digits, and the
#    network on 14 more of these than the SVM; chance alone gives $\pm\sqrt{112} \approx 11$.
#    All three networks led, so an advantage is likely, and it is small;
# 5. names what would settle it: more seeds, a second test set, and tuning for this size of the
#    training set (in the chapter each method had three tries, with 1,000 digits; shifted copies
#    of the training digits would have to be given to both).
