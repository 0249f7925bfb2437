# /// exercise
# title = "A convolution in two steps"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["counting weights", "depthwise convolution"]
# value = 8.4
# within = 0.1
# why = [
#   '''In one step there are $128 \cdot 64 \cdot 9 = 73{,}728$ weights. In two steps
#   $64 \cdot 9 + 128 \cdot 64 = 576 + 8{,}192 = 8{,}768$: 8.4 times fewer. Nearly all that is
#   left is in the 1 × 1 filters, so the factor comes close to 9, the pixels of a window, for
#   many channels. Multiplications shrink by the same factor, since each weight is used once in
#   each place.''',
# ]
# slips = [
#   [9, '''Nearly: 9 would be the factor if filtering the channels one by one cost nothing. Add
#   its 576 weights.'''],
#   [128, '''You compare with the first step alone. The 1 × 1 filters have 128 · 64
#   weights.'''], [0.119, '''That is the inverse: by what factor does it *shrink*?'''],
# ]
# hints = [
#   '''In the first step each of the 64 channels has one filter of 3 × 3. In the second each of
#   the 128 filters has one weight for each channel.''',
# ]
# ///

# %% [markdown]
# A convolution of 3 × 3 makes 128 maps out of 64 channels, without biases. It is replaced by
# two steps: each of the 64 channels is filtered alone by a 3 × 3 filter of its own (one map for
# each channel), and then 128 filters of 1 × 1 mix the channels. By what factor does the number
# of weights shrink? (One decimal.)


# %% tags=["check"]
def truth():
    return 128 * 64 * 9 / (64 * 9 + 128 * 64)
