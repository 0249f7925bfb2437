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
#   '''Dropout makes the training data harder to fit. This network does not fit them as it is:
#   it gets hardly more of them right than of new ones.''',
#   '''Both scores are low, and the gap between them is a single point: there is nothing to gain
#   from closing it. What is missing is fit, and that comes from more units, more steps, better
#   steps or better inputs. Regularization has its turn when the training score has gone
#   ahead.''',
#   '''Weight decay switches off directions that the data hardly speak for. It trades training
#   score for validation score, and here the training score is the problem.''',
#   '''Early stopping helps where validation gets worse while training improves. Neither is so
#   here; stopping earlier would leave both lower.''',
# ]
# hints = [
#   '''How large is the gap between the two scores? And how far is the training score from what
#   people reach?''',
# ]
# ///

# %% [markdown]
# After training, a network gets 62 in 100 of its training examples right and 61 in 100
# validation examples. People get 95. Both numbers were still rising when training ended. Which
# of these is most likely to help?
