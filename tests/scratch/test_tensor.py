"""The tensor, the graph and the backward pass."""

from __future__ import annotations

import copy
import gc
import pickle
import platform
import subprocess
import sys
import threading
import weakref

import numpy as np
import pytest

from dlbook.scratch import Tensor, no_grad
from dlbook.scratch.tensor import make_result, newest_first, operation_hook


def leaf(*values: float) -> Tensor:
    return Tensor(list(values), requires_grad=True)


@pytest.mark.parametrize(
    ("fn", "value", "grad"),
    [
        (lambda x: x, 2.0, 1.0),
        (lambda x: (x * -2 + 1) * (x * -2 + 1), 3.0, 20.0),  # 2 · (-5) · (-2)
        (lambda x: (a := x * 2) + a * x, 3.0, 2 + 4 * 3),  # the newer arm leads to the older
    ],
)
def test_gradients_worked_by_hand(fn, value, grad):
    x = leaf(value)
    fn(x).backward()
    assert x.grad.tolist() == [grad]


@pytest.mark.parametrize(
    ("data", "dtype"),
    [
        (3, np.float32),
        (2.5, np.float32),
        (True, np.float32),
        ([1, 2], np.float32),
        (np.float64(1), np.float64),
        (np.ones(2), np.float64),
        (np.ones(2, np.float32), np.float32),
        (np.arange(2), np.int64),
        (np.array([True]), np.bool_),
    ],
)
def test_numbers_become_float32_and_arrays_keep_their_dtype(data, dtype):
    tensor = Tensor(data)
    assert tensor.dtype == dtype
    np.testing.assert_array_equal(tensor.data, data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        *[
            (data, "expected numbers, got")
            for data in ("abc", None, 1j, np.array(["a"]), np.array([None]), {})
        ],
        (leaf(1.0), "Tensor already: use detach"),
        ([leaf(1.0), leaf(2.0)], "lose the gradient|numbers|Tensor"),
    ],
)
def test_what_is_not_numbers_is_refused(data, says):
    with pytest.raises(TypeError, match=says):
        Tensor(data)


def test_integers_have_no_gradient():
    with pytest.raises(TypeError, match=r"only floating-point .* int64: pass data.astype"):
        Tensor(np.arange(3), requires_grad=True)
    labels = Tensor(np.arange(3))
    with pytest.raises(TypeError, match="only floating-point"):
        labels.requires_grad = True


def test_shape_ndim_size_len():
    array = np.zeros((2, 3, 4))
    tensor = Tensor(array)
    assert (tensor.shape, tensor.ndim, tensor.size, len(tensor)) == ((2, 3, 4), 3, 24, 2)
    assert np.shares_memory(tensor.data, array)
    with pytest.raises(TypeError, match="unsized"):
        list(Tensor(1.0))


def test_iteration_gives_tensors_that_gradients_flow_to():
    x = leaf(1.0, 2.0)
    first, second = x
    (first * 3 + second * 5).backward()
    np.testing.assert_array_equal(x.grad, [3, 5])


def test_repr_shows_what_differs_from_the_default():
    assert repr(Tensor([1.0, 2.0])) == "Tensor([1., 2.])"
    assert repr(leaf(1.0)) == "Tensor([1.], requires_grad=True)"
    assert repr(leaf(1.0) * 2) == "Tensor([2.], op='mul')"
    assert repr(Tensor(np.arange(2))) == "Tensor([0, 1], dtype=int64)"


def test_item_float_and_bool():
    assert Tensor([2.5]).item() == float(Tensor(2.5)) == 2.5
    for several in (Tensor([1.0, 2.0]).item, Tensor(np.ones((0, 3))).__float__):
        with pytest.raises(ValueError, match=r"item: only a tensor with one entry .* shape \("):
            several()
    assert bool(Tensor(1.0))
    assert not bool(Tensor([0.0]))
    with pytest.raises(ValueError, match="ambiguous"):
        bool(Tensor([1.0, 2.0]))


def test_numpy_takes_the_value_where_no_gradient_is_lost():
    x = Tensor([1.0, 2.0])
    np.testing.assert_array_equal(np.asarray(x), [1, 2])
    assert np.shares_memory(np.asarray(x), x.data)
    assert np.asarray(Tensor([1.0]), np.float64).dtype == np.float64
    with pytest.raises(TypeError, match=r"pass tensor\.data"):
        np.asarray(leaf(1.0))
    with pytest.raises(TypeError, match="does not support ufuncs"):
        np.exp(leaf(1.0))


def test_detach_shares_the_value_and_cannot_write_it():
    x = leaf(1.0, 2.0)
    copy = x.detach()
    assert not copy.requires_grad
    assert np.shares_memory(copy.data, x.data)
    with pytest.raises(ValueError, match="read-only"):
        copy.data -= 1
    x.data -= 1
    np.testing.assert_array_equal(x.data, [0, 1])


def test_gradients_add_up_until_they_are_set_to_none():
    x = leaf(2.0)
    (x * 3).backward()
    (x * 4).backward()
    np.testing.assert_array_equal(x.grad, [7])
    x.grad = None
    (x * 5).backward()
    np.testing.assert_array_equal(x.grad, [5])


def test_a_remembered_gradient_is_not_handed_out():
    x, kept = leaf(1.0, 2.0), np.array([3.0, 4.0], np.float32)
    kept.flags.writeable = False
    make_result("probe", x.data, (x, lambda grad: kept)).backward([1, 1])
    x.grad *= 10
    np.testing.assert_array_equal(kept, [3, 4])


def test_a_shared_result_is_visited_once():
    x = leaf(2.0)
    y = x * x
    calls = []
    z = make_result("probe", y.data, (y, lambda grad: calls.append(1) or grad))
    (z + z * z + z).backward()
    assert len(calls) == 1
    assert x.grad.item() == pytest.approx((2 + 2 * 4) * 4)


def test_long_chains_neither_overflow_nor_stay_in_memory():
    x = leaf(1.0)
    y = first = x + 1
    for _ in range(30_000):
        y = y + 1
    y.backward()
    np.testing.assert_array_equal(x.grad, [1])
    alive = weakref.ref(first)
    del first, y  # frees the whole chain, without recursion
    assert alive() is None


def test_a_graph_has_no_cycles_to_collect():
    gc.collect()
    gc.disable()
    try:
        for _ in range(10):
            ((leaf(1.0, 2.0) * 2).exp().sum() ** 2).backward()
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_retain_grad_keeps_the_gradient_of_a_result():
    x = leaf(3.0)
    y = x * x
    y.retain_grad()
    z = y * 2
    z.backward()
    z.backward()
    np.testing.assert_array_equal(y.grad, [4])
    np.testing.assert_array_equal(x.grad, [24])
    assert z.grad is None


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: Tensor([1.0]).retain_grad(), "retain_grad: no gradient flows"),
        (lambda: Tensor([1.0]).backward(), "backward: no gradient flows to this tensor"),
        (lambda: (leaf(1.0, 2.0) * 2).backward(), r"one entry, and this one has shape \(2,\)"),
        (lambda: (leaf(1.0, 2.0) * 2).backward([1.0]), r"shape \(1,\), and the tensor \(2,\)"),
        (
            lambda: make_result("op", np.ones(2), (leaf(1.0, 2.0), lambda g: g[:1])).backward(
                [1, 1]
            ),
            r"op: .*shape \(1,\) for an input of shape \(2,\)",
        ),
    ],
)
def test_a_gradient_that_cannot_be_is_refused(call, says):
    with pytest.raises(RuntimeError, match=says):
        call()


def test_gradients_are_arrays_of_the_shape_and_dtype_of_their_tensor():
    x, number, double = leaf(1.0, 2.0), Tensor(2.0, requires_grad=True), Tensor(np.ones(2))
    double.requires_grad = True
    (x * number * double).backward([1, 10])  # a list is cast
    for tensor, grad in ((x, [2, 20]), (number, 21), (double, [2, 40])):
        np.testing.assert_array_equal(tensor.grad, grad)
        assert isinstance(tensor.grad, np.ndarray)
        assert (tensor.grad.shape, tensor.grad.dtype) == (tensor.shape, tensor.dtype)
        tensor.grad *= 2


VIEWS = {
    "itself": lambda x: x,
    "reshape": lambda x: x.reshape(1, 2),
    "T": lambda x: x.T,
    "getitem": lambda x: x[:1],
    "detach": lambda x: x.detach(),
}


@pytest.mark.parametrize("has_grad", [True, False])
@pytest.mark.parametrize("view", VIEWS)
def test_a_change_between_forward_and_backward_is_seen_through_any_view(view, has_grad):
    x, factor = Tensor([1.0, 2.0], requires_grad=has_grad), leaf(3.0)
    loss = (VIEWS[view](x) * factor).sum()
    x.data -= 1
    with pytest.raises(RuntimeError, match=r"mul: .* shape \(.*\) was changed 1 time"):
        loss.backward()


def test_another_array_is_a_change_of_its_tensor_and_not_of_the_views():
    x, factor = leaf(1.0, 2.0), leaf(3.0)
    losses = [(view * factor).sum() for view in (x, x.detach())]
    x.data = np.zeros(2, np.float32)
    with pytest.raises(RuntimeError, match="was changed 1 time"):
        losses[0].backward()
    losses[1].backward()
    np.testing.assert_array_equal(factor.grad, [3])


def test_a_change_after_backward_is_fine():
    x = leaf(1.0, 2.0)
    for _ in range(2):
        loss = (x * x).sum()
        loss.backward()
        x.data -= 0.1 * x.grad
        x.grad = None
    np.testing.assert_allclose(x.data, [0.64, 1.28], rtol=1e-6)


def test_new_data_must_fit():
    x = leaf(1.0, 2.0)
    with pytest.raises(
        ValueError, match=r"new data is float32 of shape \(3,\), and the tensor"
    ):
        x.data = np.ones(3, np.float32)
    with pytest.raises(ValueError, match="new data is int64"):
        x.data = np.ones(2, np.int64)
    x.data = np.ones(2)
    assert x.dtype == np.float64
    assert x.version == 1


def test_rules_of_inputs_without_gradient_are_not_called():
    def explode(grad):
        raise AssertionError("called")

    x = leaf(1.0)
    out = make_result("probe", x.data, (x, lambda grad: grad), (Tensor([1.0]), explode))
    out.backward()
    np.testing.assert_array_equal(x.grad, [1])


def test_no_grad_and_missing_gradients_leave_no_graph():
    with no_grad():
        assert (leaf(1.0) * 2).edges == ()
    assert (Tensor([1.0]) * 2).edges == ()
    assert not (Tensor([1.0]) * 2).requires_grad


def test_newest_first_leaves_out_what_needs_no_gradient():
    x, constant = leaf(1.0), Tensor([2.0])
    y = x * constant
    z = y + x
    assert newest_first(z)[0] is z
    assert [t.op for t in newest_first(z)] == ["add", "mul", ""]


# --- writes between forward and backward ------------------------------------------


def test_a_change_elsewhere_does_not_concern_what_shares_no_memory():
    x, factor = Tensor([1.0, 2.0]), leaf(3.0)
    loss = ((x * 2).reshape(2, 1) * factor).sum()
    x.data -= 1
    loss.backward()
    np.testing.assert_array_equal(factor.grad, [6])


def test_a_detached_result_lets_its_history_go():
    y = leaf(1.0) * 2
    detached, alive = y.detach(), weakref.ref(y)
    del y
    assert alive() is None
    assert detached.item() == 2


@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, copy.copy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_leaves_are_copied_as_new_tensors_and_results_are_refused(duplicate):
    x = leaf(1.0, 2.0)
    y = x * 2
    twin = duplicate(x)
    assert twin.creation_order > y.creation_order
    (twin * twin + twin).sum().backward()
    np.testing.assert_array_equal(twin.grad, [3, 5])
    assert x.grad is None
    with pytest.raises(RuntimeError, match=r"result of mul: use detach\(\)"):
        duplicate(y)


def test_a_tensor_from_another_process_takes_part_in_the_order():
    made = "import pickle, sys; from dlbook.scratch import Tensor; "
    made += "[Tensor(0.0) for _ in range(10**5)]; t = Tensor([3.0], requires_grad=True); "
    made += "sys.stdout.buffer.write(pickle.dumps(t))"
    run = subprocess.run([sys.executable, "-c", made], capture_output=True, check=True)
    x = pickle.loads(run.stdout)
    y = x * x
    (y * y + x).backward()
    np.testing.assert_array_equal(x.grad, [4 * 27 + 1])


# --- modes ------------------------------------------------------------------------


def test_no_grad_as_block_decorator_and_after_an_error():
    @no_grad()
    def double(x):
        return x * 2

    x = leaf(1.0)
    assert not double(x).requires_grad
    with pytest.raises(ZeroDivisionError), no_grad():
        1 / 0  # noqa: B018
    with no_grad():
        with no_grad():
            pass
        assert not (x * 2).requires_grad
        made_inside = leaf(1.0)
    assert (x * 2).requires_grad
    assert (made_inside * 2).requires_grad


def test_other_threads_are_not_affected():
    seen = []
    with no_grad():
        thread = threading.Thread(target=lambda: seen.append((leaf(1.0) * 2).requires_grad))
        thread.start()
        thread.join()
    assert seen == [True]


def test_hooks_see_each_operation_inside_their_block_only():
    seen, also_seen = [], []
    x, y = Tensor([1.0]), Tensor([2.0])
    with operation_hook(lambda out, inputs: seen.append((out, *inputs))):
        product = x * y
        with operation_hook(lambda out, inputs: also_seen.append(out.op)):
            x + y
    x - y
    with pytest.raises(ZeroDivisionError), operation_hook(print):
        1 / 0  # noqa: B018
    x - y
    assert [out.op for out, *_ in seen] == ["mul", "add"]
    assert all(a is b for a, b in zip(seen[0], (product, x, y), strict=True))
    assert also_seen == ["add"]


COUNT_PAGE_FAULTS = """
import resource
import numpy as np
{first}
def work():
    return [np.ones(2**20, np.float32) for _ in range(3)]
work(), work()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    work()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library does so")
def test_importing_the_engine_keeps_freed_memory():
    def page_faults(first: str) -> int:
        command = [sys.executable, "-c", COUNT_PAGE_FAULTS.format(first=first)]
        return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    assert page_faults("") > 1000
    assert page_faults("import dlbook.scratch") < 100
