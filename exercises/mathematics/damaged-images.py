# /// exercise
# title = "An alarm that is right 99% of the time"
# kind = "predict"
# difficulty = 2
# minutes = 6
# practices = ["conditional probability", "Bayes' rule"]
# value = 33.2
# within = 0.6
# slips = [
#   [99, '''That is the probability of an alarm on a damaged image. The question goes the other
#   way: given an alarm, how often is the image damaged?'''],
#   [0.5, '''That is the prior, the fraction of damaged images before anything is known. An
#   alarm makes damage much more likely.'''],
#   [0.495, '''That is the fraction of all images that are damaged and raise an alarm. Divide it
#   by the fraction of all images that raise an alarm.'''],
#   [0.332, '''Right as a fraction. The question asks for a percentage.'''],
#   [1, '''That is the rate of false alarms among the good images. Count all alarms, true and
#   false, and ask which fraction of them is true.'''],
#   [49.7, '''Did you weigh the false alarms by the number of good images? There are 199 good
#   images for each damaged one.'''],
# ]
# why = ['''Of 1,000 images 5 are damaged, and 4.95 of them raise an alarm. Of the 995 good ones
# 1% do, 9.95. So $4.95/(4.95 + 9.95) = 33.2\%$ of the alarms are real: two of three are false,
# although the test is right on 99% of both kinds. For rare events, false alarms decide.''']
# hints = [
#   '''Think of 1,000 images. How many are damaged, and how many of them raise an alarm? How
#   many of the good ones do?''',
# ]
# ///

# %% [markdown]
# Half a percent of the images in a data set are damaged. A test finds 99% of the damaged ones,
# and raises a false alarm on 1% of the good ones. When it raises an alarm, with what
# probability is the image damaged, in percent?

# %% tags=["check"]


def truth():
    found, false = 0.005 * 0.99, 0.995 * 0.01
    return 100 * found / (found + false)
