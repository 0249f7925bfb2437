# /// exercise
# title = "The cache of a mixed model"
# kind = "predict"
# difficulty = 2
# minutes = 8
# practices = ["grouped queries", "sliding windows", "memory"]
# value = 17.06
# within = 0.03
# why = [
#   '''One layer keeps, for one token, a key and a value of 8 heads with 128 numbers of two
#   bytes: 4,096 bytes. Forty layers keep 100,000 tokens, forty keep 4,096:
#   $4096 \cdot 40 \cdot (100{,}000 + 4{,}096) = 17.06 \cdot 10^9$ bytes.''',
# ]
# slips = [
#   [32.77, 'That is without windows: half of the layers keep 4,096 tokens only.'],
#   [8.53, 'That is half of it: keys *and* values are kept, two bytes a number.'],
#   [136.44, 'You counted 64 heads. The cache holds the 8 that queries share.'],
#   [15.88, 'That is in units of $2^{30}$ bytes. Asked are units of $10^9$.'],
#   [17056000000.0, 'Right in bytes. Asked are units of $10^9$ bytes.'],
#   [16.38, 'You left out the layers with a window. They keep the last 4,096 tokens.'],
#   [1.342, 'That is with a window in all layers. Half of them see the whole text.'],
# ]
# hints = [
#   '''How many bytes does one layer keep for one token?''',
#   '''Forty layers keep all tokens, forty keep the last 4,096.''',
# ]
# ///

# %% [markdown]
# A model has 80 layers. Each has 64 query heads, which share 8 heads of keys and values with
# 128 numbers. Every second layer has a sliding window of 4,096 tokens. Keys and values are
# kept as 16-bit numbers. How large is the cache for a text of 100,000 tokens, in units of
# $10^9$ bytes? (To two decimals.)

# %% tags=["check"]
def truth():
    kept = 0
    for layer in range(80):
        tokens = 4096 if layer % 2 else 100_000
        kept += 2 * tokens * 8 * 128  # keys and values
    return 2 * kept / 1e9
