# /// exercise
# title = "How many sweeps?"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["forward mode", "reverse mode"]
# options = [
#   "(A) 10 million and 1; (B) 3 and 1,000; (C) 1 and 10 million",
#   "(A) 1 and 10 million; (B) 1,000 and 3; (C) 10 million and 1",
#   "(A) 10 million and 1; (B) 1,000 and 3; (C) 1 and 10 million",
#   "(A) 10 million and 1; (B) 3 and 1,000; (C) 10 million and 1",
# ]
# answer = 0
# why = [
#   '''Forward mode takes one sweep per input, or one for a direction in which all inputs move.
#   Reverse mode takes one per output. It is the right tool for a loss, not for (B) and (C).''',
#   '''You have the two the other way around. A forward sweep starts from *one input's*
#   derivative, a reverse sweep from *one output's* adjoint.''',
#   '''In (B) there are 3 inputs and 1,000 outputs: forward mode needs a sweep for each
#   input, so 3.''',
#   '''In (C) nobody asks for all derivatives. Set $\dot v$ at the inputs to the direction, and
#   one forward sweep gives the change of every output. Reverse mode answers for one output a
#   sweep.''',
# ]
# hints = [
#   '''What does one sweep of each kind start from, and of what does it then give the
#   derivative?''',
# ]
# ///

# %% [markdown]
# How many sweeps of forward mode, and how many of reverse mode, give (A) all derivatives of one
# loss with respect to 10 million weights; (B) all derivatives of a simulation's 1,000 results
# with respect to its 3 settings; (C) the change of 10 million outputs when all of 50 inputs
# move along *one* given direction? The first number is for forward mode.
