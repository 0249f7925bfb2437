# Results that are not what they seem.

# %% array_interface: Return an object whose fields point into the grader's memory.
def means(X):
    class Pointer:
        pass

    pointer = Pointer()
    interface = {"data": (0x400000, True), "shape": (1 << 20,), "typestr": "<f8", "version": 3}
    pointer.__dict__["__array_interface__"] = interface
    pointer.__dict__["data"] = pointer.__dict__["requires_grad"] = True
    return pointer


# %% lookalike_array: Return an array that is equal to everything and differs from nothing.
import numpy as np


class Equal(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __sub__(self, other):
        return np.zeros(self.shape)

    __rsub__ = __sub__
    __hash__ = None


def means(X):
    return np.zeros(len(X)).view(Equal)


# %% lookalike_classes: Return objects whose classes are called as NumPy's are.
def means(X):
    fake = type("ndarray", (), {"__module__": "numpy"})()
    fake.data, fake.requires_grad, fake.shape = [0.0] * len(X), False, (len(X),)
    return fake


# %% lookalike_object: Return an object that claims to be an array, a tensor and equal.
import numpy as np


class Anything:
    requires_grad = True
    shape, dtype, ndim = (3,), np.dtype("float64"), 1

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return self

    def __array__(self, *args, **kwargs):
        return np.zeros(3)

    def __call__(self, *args):
        return self

    __sub__ = __rsub__ = __abs__ = __le__ = __call__
    __hash__ = None


def means(X):
    return Anything()


# %% nan: Return NaN, which some comparisons let pass.
import numpy as np


def means(X):
    return np.full(len(X), np.nan)


# %% infinite: Return infinities of both signs.
import numpy as np


def means(X):
    return np.where(np.arange(len(X)) % 2, np.inf, -np.inf)


# %% nothing_to_compare: Return an array without entries: all of none are right.
import numpy as np


def means(X):
    return np.zeros((0, len(X)))


# %% object_array: Return an array of objects that do the arithmetic.
import numpy as np


class Zero(float):
    def __sub__(self, other):
        return 0.0

    __rsub__ = __abs__ = __sub__


def means(X):
    return np.array([Zero() for row in X], dtype=object)


# %% operators: Let the grader's own arithmetic ask an object what was expected.
class Parrot:
    def answer(self, other):
        self.heard = other
        return 0.0

    __sub__ = __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __abs__ = answer
    __eq__ = __ne__ = __le__ = __lt__ = __ge__ = __gt__ = answer
    __float__ = __len__ = __bool__ = __array__ = lambda self: self
    __hash__ = None


def means(X):
    return [Parrot() for row in X]


# %% number_that_is_a_list: Proxy with attribute shape=() but the sequence protocol: passes np.shape() in use(), then broadcasts; full marks without a network
# exercise: neurons/parity-network
import numpy as np


class Number:
    """Says that it is a number; NumPy finds a sequence of 2**n."""

    shape = ()
    ndim = 0

    def __init__(self, values):
        self.values = values

    def __len__(self):
        return len(self.values)

    def __getitem__(self, i):
        return self.values[i]


def parity_network(n):
    bits = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    parity = np.where(bits.sum(axis=1) % 2 == 1, 1.0, -1.0)
    return np.zeros((n, n)), np.zeros(n), np.zeros(n), Number([float(x) for x in parity])


# %% number_that_changes: Proxy that answers ndim=0 and gives other values at each conversion in the checker (w is zero): full marks without a model
# exercise: neurons/best-single-neuron
import numpy as np


class Number:
    ndim = 0
    shape = ()

    def __init__(self):
        self.turn = 0

    def __len__(self):
        return 1

    def __getitem__(self, i):
        if i > 0:
            raise IndexError
        self.turn += 1
        return [1.0, 1.0, -1.0, 1.0][(self.turn - 1) % 4]


def three_quarters(X, y):
    return np.zeros(X.shape[1]), Number()


# %% chain_of_objects: A chain of DEPTH objects, each in a field of the one before: does recursion in the checker end in state "error"?
# exercise: backpropagation/dual-number-division
DEPTH = 400


class Dual:
    pass


def divided(a, b):
    x = 1.0
    for _ in range(DEPTH):
        d = Dual()
        d.value = x
        d.slope = x if False else 1.0
        x = d
    return x


# %% class_named_dict: Returns a dict in one call and an object of a class called dict in the next: compare() in the checker fails outside of any try, state "error"
# exercise: backpropagation/softmax-backward
turn = [0]
Fake = type("dict", (), {})


def softmax_rule(P, P_bar):
    turn[0] += 1
    if turn[0] % 2:
        return {"a": 1}
    fake = Fake()
    fake.a = 1
    return fake
