# /// exercise
# title = "A number"
# kind = "predict"
# difficulty = 1
# minutes = 1
# practices = ["numbers"]
# value = 0.693
# within = 0.002
# why = ["It is the logarithm of two."]
# ///

# %% [markdown]
# How large is $\log 2$?
