# /// exercise
# title = "A number"
# kind = "predict"
# difficulty = 1
# minutes = 1
# practices = ["numbers"]
# value = 69314.7
# within = 0.2
# slips = [[34657.4, "You took half of it."]]
# why = ["It is the logarithm of two."]
# ///

# %% [markdown]
# How large is $10^5 \log 2$?
