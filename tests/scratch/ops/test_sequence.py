"""What the recurrent operations refuse."""

import numpy as np
import pytest

from dlbook.scratch import Tensor
from dlbook.scratch.ops.gru import gru
from dlbook.scratch.ops.lstm import lstm
from dlbook.scratch.ops.rnn import rnn
from tests.scratch.cases.sequences import STATE, STEPS, weights

OPERATIONS = [(rnn, 1, 1), (gru, 3, 1), (lstm, 4, 2)]
every_operation = pytest.mark.parametrize(("op", "gates", "states"), OPERATIONS)


def arguments(gates: int, states: int) -> list[np.ndarray]:
    return [np.ones(shape) for shape in (STEPS, *[STATE] * states, *weights(gates))]


@every_operation
def test_each_wrong_shape_is_named(op, gates, states):
    names = (*("h0", "c0")[:states], "weight_ih", "weight_hh", "bias_ih", "bias_hh")
    for place, name in enumerate(names, start=1):
        if name == "weight_hh":  # its second axis says what H is
            continue
        args = arguments(gates, states)
        right, args[place] = args[place].shape, np.ones((9, *args[place].shape[1:]))
        with pytest.raises(
            ValueError, match=f"{op.__name__}: .* need a {name} of shape"
        ) as error:
            op(*args)
        assert f"{right}, got {args[place].shape}" in str(error.value)


@every_operation
def test_a_recurrent_weight_that_does_not_fit_is_named(op, gates, states):
    args = arguments(gates, states)
    args[states + 2] = np.ones((9, 2))
    with pytest.raises(ValueError, match=r"a weight_hh of shape .* got \(9, 2\)"):
        op(*args)


@pytest.mark.parametrize("shape", [(3, 5), (0, 3, 5), (1, 4, 3, 5)])
@every_operation
def test_an_input_without_steps_is_refused(op, gates, states, shape):
    args = arguments(gates, states)
    args[0] = np.ones(shape)
    with pytest.raises(ValueError, match="at least one step") as error:
        op(*args)
    assert str(shape) in str(error.value)


@every_operation
def test_one_bias_alone_is_refused(op, gates, states):
    args = arguments(gates, states)
    with pytest.raises(ValueError, match="both biases or none"):
        op(*args[:-1])


@every_operation
def test_sums_of_a_thousand_do_not_overflow(op, gates, states, rng):
    args = [x * rng.choice([-1000.0, 1000.0], x.shape) for x in arguments(gates, states)]
    tensors = [Tensor(x, requires_grad=True) for x in args]
    out = op(*tensors)
    out.backward(np.ones(out.shape))
    assert np.isfinite(out.data).all()
    assert all(np.isfinite(t.grad).all() for t in tensors)
