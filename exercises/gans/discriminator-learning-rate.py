# /// exercise
# title = "The price of a lead"
# kind = "investigate"
# difficulty = 3
# minutes = 45
# practices = ["mode collapse", "several seeds", "reading an experiment"]
# ///

# %% [markdown]
# On the ring, how fast should the discriminator be? Use `play_ring`, `covered` and `GAMES` of
# the chapter.
#
# 1. For the plain game and for the gradient penalty, try `rate_d` = 0.0002, 0.001, 0.002,
#    0.004, 0.008 and 0.016, with the generator's rate as it is, 800 steps, and two seeds (so
#    ten games each). Draw the clouds covered and the share of samples near a cloud against the
#    rate: every game as a dot.
# 2. For the plain game at 0.008, look at coverage after 200, 400, 800 and 1,600 steps
#    (`look` takes parts of the steps). Do missing clouds come back?
# 3. Which rate would you choose for each, if both coverage and sharpness count? Check your
#    choice on a seed that you have not looked at.
#
# Deliver two figures and six sentences. Success: a reader can say which of the two kinds needs
# its rate tuned more carefully, and how sure you are.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. shows all games, not a mean alone: in the plain game, runs of one setting cover from a few
#    clouds to all;
# 2. finds hardly any coverage at 0.0002 for both kinds: gradient penalty does not help a critic
#    that is too slow;
# 3. finds for the plain game that coverage is best at middle rates and falls again for the
#    fastest discriminators, while the share near a cloud rises: it draws few clouds, and draws
#    them well;
# 4. finds for the gradient penalty high coverage over a wide range of fast rates, with a lower
#    share near a cloud;
# 5. says of the missing clouds of the plain game that most stay missing, and of what this says
#    about waiting;
# 6. chooses by a stated rule, checks on a fresh seed, and does not report the best of the games
#    that it chose by.
