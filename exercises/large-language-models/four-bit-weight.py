# /// exercise
# title = "Half a byte"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["four-bit weights", "hexadecimal numbers"]
# value = 0.5
# within = 0.001
# why = [
#   '''The first number of a block is in the low half of the first byte. The low half of `3c` is
#   c, which is 12, so the weight is $-1 + 12 \cdot 0.125 = 0.5$.''',
# ]
# slips = [
#   [-0.625, 'You took the high half, 3: that is weight 17. The low half comes first.'],
#   [6.5, 'You took the whole byte, 60. It holds two numbers.'],
#   [1.5, 'You left out the minimum: all weights of the block are counted from it.'],
# ]
# hints = [
#   '''In `3c` the 3 is the high half of the byte and the c the low half.''',
#   '''The letter c stands for 12; a weight is minimum plus scale times number.''',
# ]
# ///

# %% [markdown]
# A Q4_1 block has the scale 0.125 and the minimum $-1$. Its first byte of numbers is `3c`, in
# hexadecimal. What is the first weight of the block?

# %% tags=["starter"]
byte = 0x3C
weight = -1 + 0.125 * (byte & 15)
print(weight)


# %% tags=["check"]
def truth():
    return weight
