# /// exercise
# title = "Alarms that are right"
# kind = "predict"
# difficulty = 1
# minutes = 4
# practices = ["precision", "a rare class"]
# value = 0.4922
# within = 0.005
# why = [
#   '''Of 10,000 messages 200 are spam, and 190 of them are found; of the 9,800 others 2%, which
#   is 196, are flagged. So 190 of 386 alarms are right, 49%.''',
# ]
# slips = [
#   [0.95, 'That is the recall. Which fraction of the *alarms* is right?'],
#   [0.98, 'That is the fraction of other messages that are left alone.'],
# ]
# hints = [
#   '''Imagine 10,000 messages. How many of them are spam, and how many of those are found? How
#   many of the others are flagged?''',
# ]
# ///

# %% [markdown]
# A filter finds 95% of the spam, and flags 2% of all other messages. One message in 50 is spam.
# What fraction of the messages that it flags is spam? (A number between 0 and 1, to two
# decimals.)

# %% tags=["check"]
def truth():
    found, false_alarms = 0.95 * 0.02, 0.02 * 0.98
    return found / (found + false_alarms)
