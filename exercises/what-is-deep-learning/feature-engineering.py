# /// exercise
# title = "Who wrote what?"
# kind = "recall"
# difficulty = 1
# minutes = 3
# practices = ["rules, classical learning, deep learning"]
# options = [
#   "in the list alone",
#   "in the regression alone",
#   "in the network alone",
#   "in the regression and in the network",
# ]
# answer = 1
# why = [
#   '''There a person wrote all of it: what is measured (does a word of the list occur?) and
#   what follows from it. No example was needed, and none was used.''',
#   '''Three features are written; one weight for each and a bias are learned. That is classical
#   learning. With 300 labeled messages it is also the one to try first: a person's knowledge
#   replaces examples.''',
#   '''There nobody says what to measure: the layers are learned together with the classifier.
#   A person chose the layers, the loss and the messages; and 300 messages are few for that.''',
#   '''Both learn weights from examples. But in the network the measurements are learned, too; a
#   person hands over raw characters.''',
# ]
# hints = [
#   '''For each system ask twice: who chose what is measured in a message? And who chose how
#   much each measurement counts?''',
# ]
# ///

# %% [markdown]
# Three filters for unwanted messages: a list of words, any of which blocks a message; a
# logistic regression on a message's length, its number of links and its number of capital
# letters; and a network on the raw characters of a message. 300 labeled messages are at hand.
#
# In which of them does a person choose what is measured, while examples choose how much each
# measurement counts?
