# /// exercise
# title = "What comes out"
# kind = "predict"
# difficulty = 1
# minutes = 1
# practices = ["numbers"]
# options = ["two", "three"]
# answer = 1
# why = ["That is 1 + 1.", "That is *1 + 2*."]
# ///

# %% [markdown]
# What does this print?

# %% tags=["starter"]
print(1 + 2)


# %% tags=["check"]
def truth():
    return 1
