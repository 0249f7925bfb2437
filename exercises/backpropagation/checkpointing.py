# /// exercise
# title = "What checkpointing saves in practice"
# kind = "investigate"
# difficulty = 4
# minutes = 30
# practices = ["memory of the backward pass", "checkpointing"]
# ///

# %% [markdown]
# With `graph_of` and `kept_bytes` from the chapter, find the batch size at which kept values
# and
# parameters take equal memory for `(784, 512, 512, 512, 512, 10)`. Then extend `checkpointed`
# to
# two levels (stretches of stretches) on the 64 layers, and report values held and layers run.
#
# Deliver the batch size, the measurement behind it, the code, and its two counts. Success: the
# gradient stays equal to the last bit, fewer than 16 values are held, and you state what it
# costs.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. derives the batch: kept values grow linearly with it, so one measurement gives the
#    bytes per example (about three arrays of width 512 for each hidden layer), and checks the
#    crossing, which lies between 150 and 250;
# 2. calls `checkpointed` on a stretch in place of recording it; with stretches of 16, each
#    again cut into stretches of 4, it holds at most $4 + 4 + 4 = 12$ values;
# 3. counts 3 runs of each layer instead of 2;
# 4. compares the gradients with `np.array_equal`;
# 5. says when it is worth it: if memory, not time, limits the batch.
