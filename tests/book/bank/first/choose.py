# /// exercise
# title = "Which is prime"
# kind = "recall"
# difficulty = 1
# minutes = 1
# practices = ["numbers"]
# options = ["four", "seven", "$3 \\times 3$"]
# answer = 1
# why = [
#   "Two times two is four.",
#   "Nothing but 1 and 7 divides it.",
#   "Three divides $3 \\times 3$.",
# ]
# hints = ["Try to divide."]
# ///

# %% [markdown]
# Which of these is a prime number?
