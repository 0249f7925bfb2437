# /// exercise
# title = "Tiles below the diagonal"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["tiles", "the causal mask"]
# answer = "causal_tiles"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Draw 6 × 6 scores with tiles of 2 rows and 3 columns.''',
#   '''A tile has something to compute if its first key is not after its last query.''',
#   '''It needs a mask if, besides, its last key is after its first query.''',
# ]
# ///

# %% [markdown]
# A causal kernel goes over the scores of `T` queries and `T` keys in tiles of `rows` ×
# `columns`; those at the right and lower edge may be smaller. Query $t$ may attend to keys $j
# \le t$. Tiles without any allowed pair are skipped. Tiles in which all pairs are allowed need
# no mask; only the others, on the diagonal, pay for comparing positions.
#
# What comes in: `T`, `rows`, `columns`, integers of at least 1. What goes out: a tuple of two
# integers: how many tiles are computed, and how many of these need the mask.

# %% tags=["starter"]
def causal_tiles(T, rows, columns):
    """Return the number of tiles computed, and of those that need a mask."""
    ### BEGIN SOLUTION
    computed = masked = 0
    for i in range(0, T, rows):
        last_query = min(i + rows, T) - 1
        for j in range(0, T, columns):
            last_key = min(j + columns, T) - 1
            if j <= last_query:
                computed += 1
                if last_key > i:
                    masked += 1
    return computed, masked
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    rows, columns = (int(n) for n in rng.choice(range(1, 9), size=2, replace=False))
    return int(rng.integers(9, 50)), rows, columns


def edge_cases():
    return [(1, 1, 1), (5, 1, 1), (5, 8, 9), (12, 4, 4), (12, 3, 1), (12, 1, 3), (13, 6, 4)]


def valid(T, rows, columns):
    return min(T, rows, columns) >= 1


# %% [raw] tags=["wrong"]
# wrong_first_query: You compare with the first query of a tile. Its last one sees further:
# tiles in which only later queries see something are lost.
# - if j <= last_query:
# + if j <= i:
#
# wrong_all_tiles: You compute all tiles. Those above the diagonal have no allowed pair.
# - if j <= last_query:
# + if j <= T:
#
# wrong_all_masked: You mask every tile. Far below the diagonal all pairs are allowed.
# - if last_key > i:
# + if last_key >= 0:
#
# wrong_last_query: You compare the last key with the last query. The first query sees least,
# and decides whether a mask is needed.
# - if last_key > i:
# + if last_key > last_query:
#
# wrong_equal: A query may attend to its own position, so a tile whose last key is its first
# query needs no mask.
# - if last_key > i:
# + if last_key >= i:
#
# wrong_not_clipped: At the right edge a tile may be smaller: its last key is at most T - 1.
# - last_key = min(j + columns, T) - 1
# + last_key = j + columns - 1
#
# wrong_edge_dropped: You left out the smaller tiles at the edges. What is left over of the
# queries or keys is a tile, too.
# - range(0, T, rows)
# + range(0, T // rows * rows, rows)
# - range(0, T, columns)
# + range(0, T // columns * columns, columns)
#
# wrong_square: You count as if tiles were square. With other shapes, a row of tiles meets the
# diagonal in several of them, or in part of one.
# - return computed, masked
# + blocks = -(-T // rows)
# + return blocks * (blocks + 1) // 2, blocks
