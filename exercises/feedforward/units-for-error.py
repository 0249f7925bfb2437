# /// exercise
# title = "How many units does a promise take?"
# kind = "predict"
# difficulty = 2
# minutes = 8
# practices = ["error bounds", "approximation by corners"]
# value = 50
# within = 0
# slips = [
#   [5000, '''That is $1/(2\varepsilon)$ times a slope of 1, the bound that knows only the
#   slope. The second derivative is given, and its bound is far better.'''],
#   [51, '''That is the number of points. The last point needs no unit.'''],
#   [100, '''The bound is $M_2\Delta^2/8$. It seems that you divided by 2: that would be the
#   error of a Taylor line about one end.'''],
#   [71, '''The bound is $M_2\Delta^2/8$. It seems that you divided by 4, the largest value of
#   $(x-a)(b-x)$ alone, and forgot the ½ in front.'''],
#   [2500, '''You forgot the square root: the error falls with the *square* of the spacing.'''],
# ]
# why = [
#   '''With $n$ units the spacing is $1/n$ and the error at most $2/(8n^2)$. That is
#   $10^{-4}$ if $n^2 = 2500$, so 50 units are enough.''',
# ]
# hints = [
#   '''Write the spacing as $1/n$, put it into the bound with the second derivative, and solve
#   for $n$.''',
# ]
# ///

# %% [markdown]
# A function on $[0, 1]$ has a second derivative between −2 and 2. You write a network with one
# hidden layer down by hand, with corners at equal distances. How many units guarantee an error
# of at most $10^{-4}$ everywhere? Give the smallest number.

# %% tags=["check"]
def truth():
    n = 1
    while 8 * n**2 < 2 * 10**4:
        n += 1
    return n
