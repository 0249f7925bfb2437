# /// exercise
# title = "Just ask it to be honest"
# kind = "investigate"
# difficulty = 3
# minutes = 60
# practices = ["prompts as a baseline", "intervals", "reading outputs"]
# ///

# %% [markdown]
# Use `prompt`, `interval`, `FACTS`, `NO_ANSWER` and `is_right` of the chapter, and a version of
# `answers` that also takes the system message.
#
# Before weights are changed, the prompt should be tried. Write three system messages that ask
# the model to say "I don't know" where it does not know, one of them with two examples in it.
#
# 1. Before you run them, write down how many of the 24 questions without an answer, and how
#    many of the 40 facts, you expect to be refused with each.
# 2. Write down, too, which texts you will count as a refusal. Then run, and read all answers.
# 3. Choose the best message by the first half of both lists, and report it on the second half.
#    If no message helps, that is the result, and it has an interval, too.
# 4. Compare with the LoRA of the chapter on the same half, with intervals.
#
# Deliver a table of at most ten lines and five sentences. You have succeeded if a reader can
# tell how much of LoRA's effect a sentence in the prompt would have had, and how sure you are.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. has the expectations and the rule for refusals in writing before the run;
# 2. reads the answers: a rule on words misses "There is no such country" and counts "I don't
#    know how lovely" as a refusal;
# 3. reports both kinds of error, refusals where there is an answer and answers where there is
#    none, since a model that refuses everything is perfect in one of them;
# 4. does not report the best of three messages on the questions that chose it;
# 5. gives intervals, and does not rank two messages whose intervals overlap widely;
# 6. says what the examples in the prompt were, and that none of them is among the questions.
