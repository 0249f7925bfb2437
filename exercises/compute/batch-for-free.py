# /// exercise
# title = "How many examples are free?"
# kind = "investigate"
# difficulty = 4
# minutes = 60
# practices = ["roofline", "predicting before measuring"]
# ///

# %% [markdown]
# A larger batch costs nothing until computing becomes the limit. Where is that, on your
# machine? Use `measure_machine`, `Ledger`, `processor_seconds` and `mlp` of the chapter.
#
# 1. For `mlp(784, 512, 512, 10)`, SGD with momentum, and batches of 1, 2, 4, ..., 512, predict
#    the time of a training step, *before* you measure any. Write down at which batch you expect
#    the time to have doubled.
# 2. Measure. Plot both, and the time per example.
# 3. The prediction may have a bump near a batch of 8. Where does it come from?
# 4. Replace the optimizer by Adam. At which batches does the prediction suffer, and which
#    operation is to blame? `torch.profiler` tells.
#
# Deliver the prediction with its date, one figure with measured and predicted times, and a
# paragraph on each difference of more than a quarter. Success: another reader, with your
# numbers for the machine, could have made the same prediction.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. states a prediction that was made before the measurement, and keeps it if it was wrong;
# 2. measures processor time (or an otherwise idle machine), repeats, and says which statistic
#    it shows;
# 3. finds that the measured time grows slowly first and then in proportion to the batch, and
#    names the batch where the two lines meet;
# 4. explains why that batch is smaller or larger than the corner of the roof suggests (the
#    optimizer moves bytes that do not depend on the batch; narrow products compute slowly);
# 5. names the operation behind each large difference, with its measured and predicted time,
#    instead of blaming "overhead";
# 6. finds that the speed of narrow products was measured for few outputs, not for few
#    examples, so that a batch of about 8 is predicted to be slower than it is;
# 7. does not adjust the machine's numbers to make the prediction come out.
