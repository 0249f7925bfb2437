# /// exercise
# title = "What a window recalls"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["sliding windows", "chance as a null model"]
# value = 0.344
# within = 0.003
# why = [
#   '''A quarter of the questions are about the last 10 pairs, and all of these are answered.
#   For the other three quarters one of 8 values is guessed, right one time in 8:
#   $0.25 + 0.75 / 8 = 0.344$.''',
# ]
# slips = [
#   [0.25, 'That is what the window holds. The other questions are answered by guessing.'],
#   [0.375, 'You let it guess on all questions, and added both. It guesses on 30 of 40 only.'],
#   [0.125, 'That is guessing alone. The last 10 pairs are in the window.'],
#   [34.4, 'That is in percent. Give a fraction between 0 and 1.'],
#   [1.0, 'A window keeps the last 10 pairs. What came before them is gone.'],
# ]
# hints = [
#   '''For which questions is the pair still in the window?''',
#   '''And how often is a guess among 8 values right?''',
# ]
# ///

# %% [markdown]
# Softmax attention with a window of 10 pairs reads 40 pairs, each a new key with one of 8
# values. Then it is asked for one of the 40 keys, each as likely as the others. It answers
# without a mistake from what is in its window, and guesses otherwise. What is its accuracy?
# (To three decimals.)

# %% tags=["check"]
def truth():
    right = [1.0 if pair >= 30 else 1 / 8 for pair in range(40)]
    return sum(right) / 40
