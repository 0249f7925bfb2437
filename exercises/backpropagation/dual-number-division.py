# /// exercise
# title = "Division of dual numbers"
# kind = "implement"
# difficulty = 2
# minutes = 10
# practices = ["forward mode", "dual numbers"]
# answer = "divided"
# hints = [
#   '''The value is the quotient of the values. For the derivative you need the quotient rule:
#   what is the derivative of $u/v$ when both $u$ and $v$ move?''',
#   '''$(u/v)' = (u' v - u v')/v^2$. With $q = u/v$ that is $(u' - q\,v')/v$.''',
# ]
# ///

# %% [markdown]
# A *dual number* is a value that travels with its derivative. Write `divided(a, b)` for two of
# them: it returns the `Dual` of their quotient.
#
# What comes in: `a` and `b`, each with `value` and its derivative `slope`: numbers, or arrays
# of shape `(n,)`, which are divided entry by entry. What goes out: a `Dual` of the same shape.
#
# To try it: $f(x) = x/(x \cdot x + 1)$ has the derivative $(1 - x^2)/(1 + x^2)^2$. The constant
# 1 is `Dual(1.0, 0.0)`.

# %% tags=["starter"]
import numpy as np


class Dual:
    """A value, and its derivative with respect to one input."""

    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        slope = self.slope * other.value + self.value * other.slope
        return Dual(self.value * other.value, slope)


def divided(a, b):
    """Return the Dual of a / b."""
    ### BEGIN SOLUTION
    value = a.value / b.value
    return Dual(value, (a.slope - value * b.slope) / b.value)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    n = rng.integers(2, 8)
    divisor = rng.choice([-1.0, 1.0], n) * rng.uniform(0.5, 2, n)
    return rng.normal(size=n), rng.normal(size=n), divisor, rng.normal(size=n)


def edge_cases():
    return [
        (0.7, 1.0, 1.49, 1.4),  # x / (x * x + 1) at 0.7
        (3.0, 1.0, 2.0, 0.0),  # by a constant
        (1.0, 0.0, -4.0, 1.0),  # a constant by x
        (np.zeros(3), np.zeros(3), np.ones(3), np.ones(3)),
    ]


def drive(divided, a_value, a_slope, b_value, b_slope):
    result = divided(Dual(a_value, a_slope), Dual(b_value, b_slope))
    if not (hasattr(result, "value") and hasattr(result, "slope")):
        raise ValueError(f"expected a Dual as the result, got {result!r}")
    return {"value": result.value, "slope": result.slope}


def valid(a_value, a_slope, b_value, b_slope):
    return bool(np.all(b_value))


# %% [raw] tags=["wrong"]
# wrong_slopes_divided: You divided the derivatives. The derivative of a quotient is not the
# quotient of the derivatives: of x/x, which is 1 everywhere, it would be 1, and it must be 0.
# - (a.slope - value * b.slope) / b.value
# + np.divide(a.slope, b.slope)
#
# wrong_divisor_constant: You left the derivative of b out, as if the divisor stood still. A
# divisor that rises makes the quotient fall.
# - (a.slope - value * b.slope) / b.value
# + a.slope / b.value
#
# wrong_sign: The two terms add up in your derivative. In the quotient rule the divisor's term
# is subtracted.
# - a.slope - value * b.slope
# + a.slope + value * b.slope
#
# wrong_terms_swapped: Your derivative has the wrong sign: the quotient rule takes u'v first and
# subtracts uv'.
# - a.slope - value * b.slope
# + value * b.slope - a.slope
#
# wrong_not_squared: You divided by v. The quotient rule divides u'v - uv' by the square of v.
# - (a.slope - value * b.slope) / b.value
# + (a.slope * b.value - a.value * b.slope) / b.value
