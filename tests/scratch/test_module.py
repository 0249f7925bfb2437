"""Modules: what they find among their attributes, and what they save and load."""

import numpy as np
import pytest

from dlbook.scratch import Tensor
from dlbook.scratch.layers import Linear, ReLU, Sequential
from dlbook.scratch.module import Module
from tests.scratch.device_array import DeviceArray


class Block(Module):
    """One of each thing that can be an attribute."""

    def __init__(self, rng):
        self.first = Linear(3, 5, rng=rng)
        self.scale = Tensor(np.ones(5, np.float32), requires_grad=True)
        self.mean = Tensor(np.zeros(5, np.float32))
        self.heads = [Linear(5, 2, rng=rng), ReLU(), Linear(5, 4, bias=False, rng=rng)]
        self.mask = np.ones(5)
        self.name = "block"

    def forward(self, input):
        self.hidden = self.first(input) * self.scale
        return [head(self.hidden) for head in self.heads]


PARAMETERS = [
    "scale",
    "first.weight",
    "first.bias",
    "heads.0.weight",
    "heads.0.bias",
    "heads.2.weight",
]


def test_parameters_are_found_by_attribute_nested_and_in_lists(rng):
    block = Block(rng)
    assert [name for name, _ in block.named_parameters()] == PARAMETERS
    assert block.parameters()[1] is block.first.weight
    assert block.parameters()[5] is block.heads[2].weight


def test_buffers_are_saved_and_not_trained(rng):
    block = Block(rng)
    assert list(block.state_dict()) == ["scale", "mean", *PARAMETERS[1:]]
    assert not any(p is block.mean for p in block.parameters())


def test_a_result_kept_as_an_attribute_is_no_parameter(rng):
    block = Block(rng)
    block(np.ones((2, 3), np.float32))
    assert block.hidden.requires_grad
    assert [name for name, _ in block.named_parameters()] == PARAMETERS


def test_a_shared_parameter_counts_once_and_is_saved_under_both_names(rng):
    model = Sequential(Linear(4, 4, rng=rng), Linear(4, 4, rng=rng))
    model[1].weight = model[0].weight
    assert [name for name, _ in model.named_parameters()] == ["0.weight", "0.bias", "1.bias"]
    assert set(model.state_dict()) == {"0.weight", "0.bias", "1.weight", "1.bias"}


def test_a_module_without_forward_says_so():
    with pytest.raises(NotImplementedError, match="Module has no forward"):
        Module()(1)


def test_train_and_eval_reach_every_module(rng):
    block = Block(rng)
    assert all(m.training for m in block.modules())
    assert len(list(block.modules())) == 5
    assert block.eval() is block
    assert not any(m.training for m in block.modules())
    assert block.train() is block
    assert all(m.training for m in block.modules())


def test_zero_grad_forgets_all_gradients(rng):
    model = Sequential(Linear(3, 2, rng=rng), Linear(2, 1, rng=rng))
    model(np.ones((4, 3), np.float32)).sum().backward()
    assert all(p.grad is not None for p in model.parameters())
    model.zero_grad()
    assert all(p.grad is None for p in model.parameters())


def test_astype_changes_floating_point_only(rng):
    block = Block(rng)
    block.count = Tensor(np.asarray(7))
    assert block.astype(np.float64) is block
    assert {p.dtype for p in block.parameters()} == {np.dtype(np.float64)}
    assert block.count.dtype == np.int64


def test_state_dict_is_a_copy(rng):
    layer = Linear(3, 2, rng=rng)
    state = layer.state_dict()
    before = state["weight"].copy()
    layer.weight.data += 1
    np.testing.assert_array_equal(state["weight"], before)
    layer.load_state_dict(state)
    layer.weight.data += 1
    np.testing.assert_array_equal(state["weight"], before)


def test_loading_keeps_the_dtype_and_counts_as_a_change(rng):
    layer = Linear(3, 2, rng=rng)
    loss = (layer(np.ones((1, 3), np.float32)) * 2).sum()
    layer.load_state_dict({"weight": np.ones((2, 3)), "bias": [1, 2]})
    assert layer.weight.dtype == layer.bias.dtype == np.float32
    assert layer.bias.data.tolist() == [1, 2]
    with pytest.raises(RuntimeError, match="changed"):
        loss.backward()


def test_every_name_that_does_not_fit_is_listed_and_nothing_is_loaded(rng):
    block = Block(rng)
    before = block.state_dict()
    state = {**block.state_dict(), "first.weight": np.zeros((5, 4)), "head.weight": np.zeros(1)}
    del state["heads.0.bias"], state["mean"]
    state["scale"] = np.full(5, 9.0)
    with pytest.raises(ValueError, match="load_state_dict: Block") as error:
        block.load_state_dict(state)
    assert str(error.value).splitlines()[1:] == [
        "  missing: mean (5,)",
        "  missing: heads.0.bias (2,)",
        "  unexpected: head.weight",
        "  misshapen: first.weight is (5, 3) here, and (5, 4) in the state",
    ]
    np.testing.assert_array_equal(block.scale.data, before["scale"])


def test_to_replaces_every_value(rng):
    block = Block(rng)
    before = block.state_dict()
    assert block.to(lambda value: 2 * value) is block
    for name, value in block.state_dict().items():
        np.testing.assert_array_equal(value, 2 * before[name])


def test_a_state_is_loaded_to_where_the_model_is(rng):
    model, state = Linear(3, 2, rng=rng), Linear(3, 2, rng=rng).state_dict()
    model.to(DeviceArray).load_state_dict(state)
    assert isinstance(model.weight.data, DeviceArray)
    np.testing.assert_array_equal(model.weight.data.host, state["weight"])
