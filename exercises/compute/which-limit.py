# /// exercise
# title = "Twice the batch"
# kind = "predict"
# difficulty = 2
# minutes = 8
# practices = ["arithmetic intensity", "roofline"]
# options = ["1.0", "1.3", "2.0", "4.0"]
# answer = 1
# why = [
#   '''It would if moving were the limit for 16 examples, too. Compare the two times there.''',
#   '''With 8 examples the weights set the pace: 4.3 MB take 213 µs, computing only 140 µs. With
#   16 examples there are hardly more bytes, 216 µs, but computing takes 280 µs. The layer
#   crosses the corner of the roof on the way: the first part of the increase was free.''',
#   '''It would if computing were the limit for 8 examples already. Count the bytes of the
#   weights.''',
#   '''Neither resource is needed four times as much. FLOPs double with the batch, bytes hardly
#   grow.''',
# ]
# hints = [
#   '''Work out four times: computing and moving, with 8 and with 16 examples.''',
#   '''The weights are $1024^2$ numbers of four bytes, whatever the batch.''',
# ]
# ///

# %% [markdown]
# A linear layer has 1,024 inputs and 1,024 outputs, in numbers of four bytes. The processor
# computes 120 GFLOP/s and moves 20 GB/s, and calls cost nothing. The batch grows from 8 to 16
# examples. By what factor does the time of the forward pass grow, on the roof?

# %% tags=["starter"]
width, peak, bandwidth = 1024, 120e9, 20e9


def seconds(batch):
    flops = 2 * batch * width**2
    moved = 4 * (width**2 + 2 * batch * width)
    return max(flops / peak, moved / bandwidth)


# %% tags=["check"]
def truth():
    factor = seconds(16) / seconds(8)
    return min(range(4), key=lambda i: abs([1.0, 1.3, 2.0, 4.0][i] - factor))
