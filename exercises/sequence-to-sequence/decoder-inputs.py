# /// exercise
# title = "What the decoder reads"
# kind = "predict"
# difficulty = 1
# minutes = 5
# practices = ["teacher forcing", "start and end"]
# options = ["1 7 5 9", "7 5 9 2", "1 7 5 9 2", "7 5 9"]
# answer = 0
# why = [
#   '''The start token, then the true tokens one place late. At its four positions the decoder
#   is asked for 7, 5, 9 and the end, and has never seen the answer.''',
#   '''Those are the targets, the four answers. A decoder that reads them has only to copy.''',
#   '''That is the whole sequence with both marks. The end token is an answer and never an
#   input: nothing follows it.''',
#   '''Without the start token, the first sound would have to be predicted from nothing, and
#   there would be three inputs for four answers.''',
# ]
# hints = [
#   '''How many predictions have to be made, the end included?''',
#   '''What is known when the first sound has to be predicted?''',
# ]
# ///

# %% [markdown]
# A word has the sounds 7, 5, 9; token 1 is the start and token 2 the end. Under teacher
# forcing, which tokens does the decoder read in training?


# %% tags=["check"]
def truth():
    start, end, word = 1, 2, [7, 5, 9]
    read = [start, *word, end][:-1]
    return [[1, 7, 5, 9], [7, 5, 9, 2], [1, 7, 5, 9, 2], [7, 5, 9]].index(read)
