# /// exercise
# title = "How far does a reward reach?"
# kind = "predict"
# difficulty = 3
# minutes = 8
# practices = ["delayed reward", "reinforcement learning"]
# value = 0.6561
# within = 0.01
# slips = [
#   [0.59, '''That is $0.9^5$: one factor too many. The step from cell 4 into cell 5 earns its
#   reward at once, and that is not multiplied by 0.9. How many steps come before it?'''],
#   [0.729, '''That is $0.9^3$, the value of going right in cell 1. The walk starts in
#   cell 0.'''],
#   [1.0, '''That is the value of going right in cell 4, next to the reward. Each cell farther
#   away hopes for 0.9 times as much.'''],
#   [0.0, '''In the first walk that is so: only the last entry moves. In the next walk the cell
#   before it looks there, and so on.'''],
# ]
# why = ['''$0.9^4 \approx 0.656$. The step from cell 4 into cell 5 earns 1, and nothing comes
# after it: $Q_{41} \to 1$. From cell 3 there is no reward, but 0.9 times the best that can be
# hoped for in cell 4: $Q_{31} \to 0.9$. So the reward seeps back one cell at a time, and loses
# a tenth at each. That the walks are blind does no harm: the rule looks at the *best* that can
# be hoped for, not at what the walker did next.''']
# hints = [
#   '''Begin at the end. Toward which number does the entry of "right, in cell 4" move, again
#   and again? Then cell 3.''',
#   '''When $Q_{sa}$ has stopped moving, the bracket is zero:
#   $Q_{sa} = r + 0.9 \max_b Q_{tb}$.''',
# ]
# ///

# %% [markdown]
# A walker stands in a corridor of six cells, 0 to 5. Action 0 leads one cell to the left (in
# cell 0 it stays there), action 1 one cell to the right. Reaching cell 5 earns the reward 1 and
# ends the walk; every other step earns 0. A table $Q$ of shape `(6, 2)`, at first zero, is to
# hold the reward that can be hoped for after an action in a cell. After each step, from cell
# $s$ by action $a$ to cell $t$ with reward $r$, its entry moves halfway toward the reward plus
# 0.9 times the best that can be hoped for from there:
#
# $$
# Q_{sa} \leftarrow Q_{sa} + \tfrac12 \big( r + 0.9 \max_{b} Q_{tb} - Q_{sa} \big).
# $$
#
# The row of cell 5 stays zero. The walker starts in cell 0 and tosses a fair coin for every
# action, for 200 walks. Near which number does $Q_{01}$, the value of going right in cell 0,
# end up? Give two decimals. (The rule is the Q-learning of Watkins and Dayan, 1992.)

# %% tags=["check"]
import numpy as np


def truth():
    rng, Q = np.random.default_rng(0), np.zeros((6, 2))
    for _ in range(200):
        cell = 0
        while cell < 5:
            action = rng.integers(2)
            new = max(cell - 1, 0) if action == 0 else cell + 1
            Q[cell, action] += 0.5 * ((new == 5) + 0.9 * Q[new].max() - Q[cell, action])
            cell = new
    return Q[0, 1]
