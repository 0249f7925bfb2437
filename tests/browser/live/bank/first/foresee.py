# /// exercise
# title = "What comes out"
# kind = "predict"
# difficulty = 1
# minutes = 1
# practices = ["numbers"]
# options = ["two", "three"]
# answer = 1
# why = ["That is 1 + 1.", "That is 1 + 2."]
# ///

# %% [markdown]
# What does `1 + 2` give?
