# /// exercise
# title = "A jump by the metric"
# kind = "predict"
# difficulty = 2
# minutes = 6
# practices = ["emergence and metrics"]
# value = 33.5
# within = 0.3
# why = [
#   '''All 20 tokens are right with probability $p^{20}$: $0.8^{20} = 0.0115$ for the small
#   model and $0.9535^{20} = 0.386$ for the large one. The factor is $(0.9535/0.8)^{20} = 33.5$,
#   though the accuracy per token has grown by a fifth.''',
# ]
# slips = [
#   [1.19, 'That is the growth of the accuracy per token. All 20 have to be right.'],
#   [23.8, 'You multiplied the growth per token by 20. Probabilities of 20 tokens multiply.'],
#   [37.5, 'That is the difference of the two chances in points. Asked is the factor.'],
#   [38.6, 'That is the chance of the large model in percent. By what factor has it grown?'],
# ]
# hints = [
#   '''With which probability are 20 tokens in a row right, if each is right with p,
#   independently?''',
# ]
# ///

# %% [markdown]
# A task counts as solved if an answer of 20 tokens is right from end to end. A small model has
# each token right with probability 0.80, a large one with 0.9535, independently of the others.
# By what factor is the large model more often right? (To one decimal.)

# %% tags=["check"]
def truth():
    return (0.9535 / 0.80) ** 20
