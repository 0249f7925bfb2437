# /// exercise
# title = "An experiment"
# kind = "investigate"
# difficulty = 3
# minutes = 30
# practices = ["experiments"]
# ///

# %% [markdown]
# Throw a coin a thousand times. Deliver a table.

# %% tags=["starter"]
p = 0.5
print(p)

# %% [markdown] tags=["rubric"]
# The table has **two** rows.
