# /// exercise
# title = "A walk along every path"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["paths and edges"]
# value = 2046
# within = 0.5
# why = [
#   '''The newest sum is reached once and applies 2 rules; the one below is reached twice and
#   applies 4; and so on to $2^{10}$: $2 + 4 + \dots + 2^{10} = 2^{11} - 2$. There are 20
#   edges.''',
# ]
# slips = [
#   [20, '''That is the number of edges. `walk_adding` follows an edge again for each path that
#   leads to it.'''],
#   [1024, '''That is the number of paths from the last sum to `x`. Rules are applied on the way
#   there, too.'''],
#   [1023, '''So many calls arrive at a sum. Each of them applies two rules.'''],
# ]
# hints = [
#   '''How often is `walk_adding` called for the last sum? For the one before? Each call applies
#   two rules.''',
# ]
# ///

# %% [markdown]
# `walk_adding` passes an adjoint on as soon as it arrives: it adds the adjoint to `grad`, and
# calls itself for both inputs of `plus`, applying one rule for each. For sixteen doublings
# $v \leftarrow v + v$ in a row it applied 131,070 rules along 32 edges. How many does it apply
# for *ten* doublings?

# %% tags=["check"]
def truth():
    def rules_applied(doublings):
        return 0 if doublings == 0 else 2 * (1 + rules_applied(doublings - 1))

    return rules_applied(10)
