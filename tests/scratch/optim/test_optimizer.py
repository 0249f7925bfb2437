"""What all optimizers share."""

import numpy as np
import pytest

from dlbook.scratch import Tensor, optim
from dlbook.scratch.optim.optimizer import zeros_at_first


def parameter(*values: float) -> Tensor:
    return Tensor(np.array(values, np.float32), requires_grad=True)


def test_step_without_any_gradient_says_what_to_do():
    with pytest.raises(RuntimeError, match=r"call loss.backward\(\) first"):
        optim.SGD([parameter(1.0)]).step()


def test_a_parameter_without_gradient_stays():
    moved, left = parameter(1.0), parameter(1.0)
    (moved * 2).sum().backward()
    optim.SGD([left, moved], lr=0.25).step()
    assert moved.data.tolist() == [0.5]
    assert left.data.tolist() == [1.0]


def test_zero_grad():
    p = parameter(1.0)
    (p * 2).sum().backward()
    optim.SGD([p]).zero_grad()
    assert p.grad is None


def test_the_array_that_a_parameter_was_made_from_is_left_alone():
    start = np.ones(3, np.float32)
    p = Tensor(start, requires_grad=True)
    sgd = optim.SGD([p], lr=0.5)
    for _ in range(2):
        p.grad = np.ones(3, np.float32)
        sgd.step()
    assert p.data.tolist() == [0, 0, 0]
    assert start.tolist() == [1, 1, 1]


def test_a_step_between_forward_and_backward_is_noticed():
    p = parameter(1.0, 2.0)
    p.grad = np.ones(2, np.float32)
    loss = (p * p).sum()
    optim.SGD([p]).step()
    with pytest.raises(RuntimeError, match="changed"):
        loss.backward()


def test_the_learning_rate_can_be_changed():
    p = parameter(1.0)
    sgd = optim.SGD([p], lr=1.0)
    sgd.lr = 0.25
    p.grad = np.ones(1, np.float32)
    sgd.step()
    assert p.data.tolist() == [0.75]
    assert sgd.initial_lr == 1.0


def test_steps_are_counted_for_each_parameter_that_had_a_gradient():
    counts = []

    class Counter(optim.Optimizer):
        def update(self, param, grad, state):
            counts.append((self.params.index(param), state["step"]))

    often, once = parameter(1.0), parameter(2.0)
    optimizer = Counter([often, once], lr=0.1)
    often.grad = np.ones(1, np.float32)
    optimizer.step()
    once.grad = np.ones(1, np.float32)
    optimizer.step()
    assert counts == [(0, 1), (0, 2), (1, 1)]


def test_a_running_value_starts_at_zero_and_is_kept():
    state, like = {}, np.ones((2, 3), np.float32)
    first = zeros_at_first(state, "mean", like)
    assert first.dtype == np.float32
    np.testing.assert_array_equal(first, np.zeros((2, 3)))
    first += 5
    assert zeros_at_first(state, "mean", like) is first


def test_a_base_class_has_no_rule():
    p = parameter(1.0)
    p.grad = np.ones(1, np.float32)
    with pytest.raises(NotImplementedError, match="Optimizer has no update"):
        optim.Optimizer([p], lr=0.1).step()


@pytest.mark.parametrize(
    ("params", "error", "words"),
    [
        (lambda: parameter(1.0), TypeError, r"write \[tensor\]"),
        (list, ValueError, "nothing to train"),
        (
            lambda: [parameter(1.0), np.ones(2)],
            TypeError,
            r"params\[1\] must be a Tensor.*ndarray",
        ),
        (lambda: [Tensor([1.0])], ValueError, "made without requires_grad"),
        (
            lambda: [parameter(1.0) * 2],
            ValueError,
            r"params\[0\] \(shape \(1,\)\).* result of mul",
        ),
        (lambda: [parameter(1.0)] * 2, ValueError, "more than once"),
    ],
)
def test_what_cannot_be_trained_is_refused(params, error, words):
    with pytest.raises(error, match=words):
        optim.SGD(params())


def test_a_generator_of_parameters_is_taken():
    params = [parameter(1.0), parameter(2.0)]
    assert optim.SGD(p for p in params).params == params


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: optim.SGD(p, lr=-1), "lr must be at least 0, got -1"),
        (lambda p: optim.SGD(p, lr=float("nan")), "lr must be at least 0, got nan"),
        (lambda p: optim.SGD(p, momentum=-0.1), "momentum must"),
        (lambda p: optim.SGD(p, weight_decay=-0.1), "weight_decay must"),
        (lambda p: optim.SGD(p, nesterov=True), "nesterov needs a momentum above 0"),
        (lambda p: optim.SGD(p, momentum=0.9, dampening=0.1, nesterov=True), "nesterov needs"),
        (lambda p: optim.RMSprop(p, alpha=1.0), "alpha must be at least 0 and below 1, got 1"),
        (lambda p: optim.RMSprop(p, eps=-1), "eps must"),
        (lambda p: optim.RMSprop(p, weight_decay=-1), "weight_decay must"),
        (lambda p: optim.RMSprop(p, momentum=-1), "momentum must"),
        (lambda p: optim.Adagrad(p, lr_decay=-1), "lr_decay must"),
        (lambda p: optim.Adagrad(p, weight_decay=-1), "weight_decay must"),
        (lambda p: optim.Adagrad(p, initial_accumulator_value=-1), "initial_accumulator_value"),
        (lambda p: optim.Adagrad(p, eps=-1), "eps must"),
        (
            lambda p: optim.Adam(p, betas=(1.0, 0.9)),
            r"betas\[0\] must be at least 0 and below 1",
        ),
        (lambda p: optim.AdamW(p, betas=(0.9, -0.1)), r"betas\[1\] must"),
        (lambda p: optim.Adam(p, eps=-1), "eps must"),
        (lambda p: optim.AdamW(p, weight_decay=-1), "weight_decay must"),
        (lambda p: optim.Muon(p), r"params\[0\] has shape \(1,\)"),
    ],
)
def test_settings_out_of_range_are_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make([parameter(1.0)])


@pytest.mark.parametrize(
    "setting", [{"momentum": 1}, {"weight_decay": -1}, {"ns_steps": 0}, {"eps": -1}]
)
def test_muons_settings_out_of_range_are_refused(setting):
    matrix = Tensor(np.ones((2, 3), np.float32), requires_grad=True)
    with pytest.raises(ValueError, match=f"{next(iter(setting))} must be at least"):
        optim.Muon([matrix], **setting)
