# /// exercise
# title = "Which cure for which curve"
# kind = "recall"
# difficulty = 1
# minutes = 3
# practices = ["overfitting and underfitting", "reading training and validation scores"]
# options = [
#   '''more dropout''',
#   '''a wider network, trained for longer''',
#   '''a stronger weight decay''',
#   '''stopping earlier''',
# ]
# answer = 1
# why = [
#   '''Dropout makes the training data harder to fit. This network does not fit them as it
#   is: its training score is hardly better than its score on new data.''',
#   '''Both scores are low, and the gap between them is a single point: closing it would gain
#   almost nothing. What is missing is fit, and that comes from more units, more steps, better
#   steps or better inputs. Regularization helps when the training score has pulled ahead.''',
#   '''Weight decay switches off directions about which the data say little. It trades training
#   score for validation score, and here the training score is the problem.''',
#   '''Early stopping helps if validation gets worse while training still improves. Here both
#   were improving; stopping earlier would leave both lower.''',
# ]
# hints = [
#   '''How large is the gap between the two scores? And how far is the training score from what
#   people reach?''',
# ]
# ///

# %% [markdown]
# After training, a network classifies 62% of its training examples and 61% of the validation
# examples correctly. People reach 95%. Both numbers were still rising when training ended.
# Which of these is most likely to help?
