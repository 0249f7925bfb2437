# /// exercise
# title = "Room for a conversation"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["grouped heads", "the cache of keys and values"]
# value = 0.524288
# within = 0.006
# why = [
#   '''A layer keeps a key and a value of 128 numbers for each of the 8 shared heads:
#   $2 \cdot 8 \cdot 128 = 2048$ numbers. Times 32 layers, 4,000 tokens and two bytes that is
#   0.524 GB. The 32 query heads keep nothing.''',
# ]
# slips = [
#   [0.262, 'That is half of it: keys *and* values are kept.'],
#   [2.097, 'You counted 32 heads. Four query heads share one head of keys and values.'],
#   [1.049, 'That is twice as much. 16 bits are two bytes.'],
#   [0.488, 'You divided by 2**30. A unit here is 10**9 bytes.'],
#   [0.0164, 'That is one layer. Each of the 32 keeps its own.'],
# ]
# hints = [
#   '''How many numbers does one layer keep for one token?''',
#   '''8 heads of size 128, for keys and again for values.''',
# ]
# ///

# %% [markdown]
# A model has 32 layers, 32 query heads and 8 heads of keys and values, each of size 128. Its
# cache holds 16-bit numbers. How much memory does a chat of 4,000 tokens take in the cache, in
# units of $10^9$ bytes? (To two decimals.)

# %% tags=["starter"]
layers, shared_heads, size, tokens = 32, 8, 128, 4000
numbers = 2 * layers * shared_heads * size * tokens
print(round(2 * numbers / 1e9, 3))


# %% tags=["check"]
def truth():
    return 2 * numbers / 1e9
