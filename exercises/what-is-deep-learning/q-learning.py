# /// exercise
# title = "A reward that comes late"
# kind = "implement"
# difficulty = 4
# minutes = 20
# practices = ["delayed reward", "Q-learning"]
# answer = "walk"
# changes = ["Q"]
# hints = [
#   '''Keep one number, the cell where the walker stands. For each action: where does it lead,
#   what does that earn, and what can be hoped for from there?''',
#   '''The cell that the step *leads to* gives the hope, `0.9 * Q[new].max()`; the entry that
#   moves is that of the cell it *leaves*, `Q[cell, action]`. Then the walker is in `new`.''',
# ]
# ///

# %% [markdown]
# In a game, a reward comes at the end, and the moves that led to it were not rewarded at once.
# A walker in a corridor of `n` cells starts in cell 0. Action 0 leads one cell to the left (in
# cell 0 it stays there), action 1 one cell to the right. Reaching the last cell earns the
# reward 1 and ends the walk; every other step earns 0. After each step, from cell $s$ by action
# $a$ to cell $t$ with reward $r$, a table's entry $Q_{sa}$ moves halfway toward the reward plus
# 0.9 times the best that can be hoped for from there:
#
# $$
# Q_{sa} \leftarrow Q_{sa} + \tfrac12 \big( r + 0.9 \max_{b} Q_{tb} - Q_{sa} \big).
# $$
#
# What comes in: `Q`, the table, of shape `(n, 2)`, its last row zero; `actions`, whole numbers
# 0 or 1 of shape `(T,)`, the actions in order. Actions after the end of the walk count for
# nothing, and the walk may stop before its end. What goes out: nothing; `Q` is changed in
# place.
#
# Then call it 200 times with actions drawn at random, starting from zeros, and look at `Q`.

# %% tags=["starter"]
import numpy as np


def walk(Q, actions):
    """Learn from one walk: change the table of hopes in place."""
    ### BEGIN SOLUTION
    cell, last = 0, len(Q) - 1
    for action in actions:
        new = cell + 1 if action == 1 else max(cell - 1, 0)
        reward = 1.0 if new == last else 0.0
        hope = reward + 0.9 * Q[new].max()
        Q[cell, action] += 0.5 * (hope - Q[cell, action])
        cell = new
        if cell == last:
            return
    ### END SOLUTION


# %% tags=["check"]
def case(rng, n, T, right=0.7):
    Q = rng.uniform(0, 1, (n, 2))
    Q[-1] = 0
    return Q, (rng.random(T) < right).astype(int)


def inputs(rng):
    n, T = rng.choice(np.arange(3, 8), size=2, replace=False)
    return case(rng, n, T + rng.integers(0, 9))


def edge_cases():
    rng = np.random.default_rng(0)
    return [
        (np.zeros((4, 2)), np.array([1, 1, 1])),
        (np.zeros((3, 2)), np.array([1, 1, 1, 0, 1])),
        (case(rng, 5, 3)[0], np.zeros(3, int)),
        case(rng, 2, 1, right=1),
        case(rng, 6, 60),
    ]


def valid(Q, actions):
    table = Q.ndim == 2 and Q.shape[1] == 2 and len(Q) > 1
    return table and not Q[-1].any() and set(actions) <= {0, 1}


# %% [raw] tags=["wrong"]
# wrong_no_hope: You move entries toward the reward alone. Only the last step before the end
# earns one, so the others never learn what they led to: add 0.9 times the best hope of the next
# cell.
# - hope = reward + 0.9 * Q[new].max()
# + hope = reward
#
# wrong_hope_of_this_cell: You take the best hope of the cell that the step leaves. It is the
# cell that the step leads to that says what can be hoped for.
# - Q[new].max()
# + Q[cell].max()
#
# wrong_no_discount: You left out the 0.9. Every cell then hopes for the full reward, however
# far it is, and going left looks as good as going right.
# - 0.9 * Q[new].max()
# + Q[new].max()
#
# wrong_discounted_reward: You multiply the reward by 0.9, too. It is earned now; only what is
# hoped for later counts for less.
# - reward + 0.9 * Q[new].max()
# + 0.9 * (reward + Q[new].max())
#
# wrong_all_the_way: You set the entry to its goal. It is to move half way only: with chance in
# the rewards, a single walk should not wipe out all earlier ones.
# - Q[cell, action] += 0.5 * (hope - Q[cell, action])
# + Q[cell, action] = hope
#
# wrong_same_action_next: You hope for the same action in the next cell. The best of both
# counts: Q[new].max().
# - Q[new].max()
# + Q[new, action]
#
# wrong_added_up: You add half of the goal and take off nothing, so that the entry grows beyond
# any reward. It is to move half way: the bracket ends with - Q_sa.
# - 0.5 * (hope - Q[cell, action])
# + 0.5 * hope
#
# wrong_no_wall: Your walker leaves the corridor on the left: cell - 1 is -1 in cell 0, which
# NumPy takes for the last row. In cell 0, action 0 stays there: max(cell - 1, 0).
# - max(cell - 1, 0)
# + cell - 1
#
# wrong_walks_off_the_end: Your walker goes on after it has reached the last cell, and leaves
# the corridor on the right. The walk ends there: actions that follow count for nothing.
# - cell = new
# - if cell == last:
# -     return
# + cell = new
#
# wrong_goes_on: Your walker goes on after it has reached the last cell. There the walk ends:
# actions that follow count for nothing, and the last row stays zero.
# - new = cell + 1 if
# + new = min(cell + 1, last) if
# - cell = new
# - if cell == last:
# -     return
# + cell = new
#
# wrong_old_value_dropped: You replace the entry by half of its goal. Half of its old value has
# to stay: the entry moves halfway from where it is toward the goal.
# - Q[cell, action] += 0.5 * (hope - Q[cell, action])
# + Q[cell, action] = 0.5 * hope
