"""Recording can be switched off, for a block and for a function."""

from __future__ import annotations

import threading

import pytest

from dlbook.scratch import Tensor, no_grad
from dlbook.scratch.grad_mode import is_grad_enabled


def test_recording_is_on_unless_switched_off():
    assert is_grad_enabled()
    with no_grad():
        assert not is_grad_enabled()
        with no_grad():
            assert not is_grad_enabled()
        assert not is_grad_enabled()
    assert is_grad_enabled()


def test_recording_comes_back_after_an_error():
    with pytest.raises(ZeroDivisionError), no_grad():
        1 / 0  # noqa: B018
    assert is_grad_enabled()


def test_as_decorator():
    @no_grad()
    def double(x):
        return x * 2

    x = Tensor([1.0], requires_grad=True)
    assert not double(x).requires_grad
    assert (x * 2).requires_grad


def test_leaves_made_inside_still_ask_for_gradients():
    with no_grad():
        x = Tensor([1.0], requires_grad=True)
    (x * 2).backward()
    assert x.grad.item() == 2


def test_other_threads_are_not_affected():
    seen = []
    with no_grad():
        thread = threading.Thread(target=lambda: seen.append(is_grad_enabled()))
        thread.start()
        thread.join()
    assert seen == [True]
