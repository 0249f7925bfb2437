# /// exercise
# title = "As high as it fits"
# kind = "predict"
# difficulty = 3
# minutes = 8
# practices = ["tiles", "bytes moved"]
# value = 5.16
# within = 0.05
# why = [
#   '''With $B_r$ rows, fast memory holds
#   $2 \cdot 64 B_r + 2 \cdot 64 \cdot 64 + 64 B_r = 192 B_r + 8192$ numbers. At most 40,000 are
#   allowed, so $B_r = 165$. The table moves about $4T^2$ numbers, and the tiles
#   $2T^2 \cdot 64 / 165$: the factor is $2 \cdot 165 / 64 = 5.16$.''',
# ]
# slips = [
#   [4.88, 'You have 156 rows, $M/(4d)$. Count what lies in fast memory for 64 columns.'],
#   [6.5, 'You left out the blocks of keys and values. They need 8,192 numbers.'],
#   [7.75, 'You left out the tile of scores, with 64 numbers for each row.'],
#   [2.58, 'You have half of it. The table is written and read twice: $4T^2$ numbers.'],
#   [165, 'That is the number of rows. Asked is the factor.'],
# ]
# hints = [
#   '''What lies in fast memory: blocks of queries, outputs, keys and values, and a tile.''',
#   '''How often do keys and values pass by, and how often is the table written and read?''',
# ]
# ///

# %% [markdown]
# Fast memory holds 40,000 numbers. A head has $d_k = d_v = 64$, queries are in the outer loop,
# and a tile has 64 columns and as many rows as fit. The text is so long that only terms with
# $T^2$ count. By what factor do the tiles move fewer numbers than the table? (To two decimals.)

# %% tags=["check"]
def truth():
    rows = (40_000 - 2 * 64 * 64) // (2 * 64 + 64)
    return 4 / (2 * 64 / rows)
