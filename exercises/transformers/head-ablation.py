# /// exercise
# title = "What a head is for"
# kind = "investigate"
# difficulty = 4
# minutes = 45
# practices = ["attention maps", "interventions", "reading an experiment"]
# ///

# %% [markdown]
# Use `model`, `attention_maps`, `losses_without`, `character_losses` and `validation` of the
# chapter.
#
# 1. For each of the eight heads, describe its map in numbers: the mean weight at distances 0,
#    1, 2, ... 16 over twenty texts, and the mean weight on spaces, line ends and colons,
#    compared with how often these characters occur.
# 2. Guess from that, before you measure, which heads will be missed most. Write the guess down.
# 3. Make each head uniform (`losses_without(layer, [head], ...)`), on 5,000 characters and on
#    another 5,000, and compare with your guess. Where is the loss higher: at the first letters
#    of words, after a line end, elsewhere?
# 4. Make pairs of heads uniform. Is the harm of a pair the sum of the two?
#
# Deliver a table of the eight heads and six sentences. You have succeeded if a reader knows
# what
# at least one head does, from a prediction that an intervention confirmed, and what you cannot
# say about one head.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. has the guess in writing before the measurement, and reports where it was wrong;
# 2. does not call a head important because its map is clear: some sharp maps belong to heads
#    that are hardly missed;
# 3. gives the difference between the two parts of the text, and does not rank heads whose harm
#    differs by less;
# 4. splits the losses by kind of character, say by the character before, and finds that
#    harm is concentrated on few characters;
# 5. notes that a uniform head is not an absent one: it still passes on the mean of all values,
#    which the model was not trained on;
# 6. finds pairs whose harm is more than the sum (one stands in for the other) or less, and
#    concludes that making one head at a time uniform understates what both do.
