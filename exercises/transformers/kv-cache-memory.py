# /// exercise
# title = "The price of remembering"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["the cache of keys and values", "memory"]
# value = 2.147
# within = 0.006
# why = [
#   '''Each layer keeps a key and a value of 4,096 numbers for each token: $2 \cdot 32 \cdot
#   4096 = 262{,}144$ numbers, or 0.52 MB, a token. Times 4,096 tokens that is 2.15 GB, for
#   each text that is being generated. The number of heads does not matter: together they
#   have the width of the layer.''',
# ]
# slips = [
#   [1.074, 'That is half of it: keys *and* values are kept.'],
#   [2.0, 'That is in units of $2^{30}$ bytes. Divide by $10^9$.'],
#   [4.295, 'That is twice as much. 16 bits are two bytes.'],
#   [0.0671, 'That is one layer. Each of the 32 keeps its own.'],
#   [68.72, 'You multiplied by the number of heads. Together they have 4,096 numbers.'],
# ]
# hints = [
#   '''How many numbers does one layer keep for one token?''',
#   '''Keys and values, 32 layers, two bytes a number, 4,096 tokens.''',
# ]
# ///

# %% [markdown]
# A language model has 32 layers, width 4,096 and 32 heads. Every head has keys and values of
# its own, and the cache keeps them as 16-bit numbers. How much memory does the cache take for
# one text of 4,096 tokens, in units of $10^9$ bytes? (To two decimals.)

# %% tags=["starter"]
layers, width, heads, tokens = 32, 4096, 32, 4096
numbers = 2 * layers * tokens * heads * (width // heads)
print(round(2 * numbers / 1e9, 3))


# %% tags=["check"]
def truth():
    return 2 * numbers / 1e9
