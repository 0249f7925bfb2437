"""Several processes compute the gradients of one."""

from __future__ import annotations

import pytest
import torch
from torch.nn.functional import cross_entropy

from dlbook.parallel import (
    data_parallel,
    pipeline,
    run_processes,
    single,
    split_net,
    tensor_parallel,
)


def data(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    draw = torch.Generator().manual_seed(count)
    return torch.randn(count, 64, generator=draw), torch.randint(10, (count,), generator=draw)


def joined(ways: list[list[dict]]) -> dict[str, dict]:
    both, parts, stages = ways
    cut = {"0.weight": 0, "0.bias": 0, "2.weight": 1}
    return {
        "data": both[-1],
        "tensor": {name: torch.cat([p[name] for p in parts], dim=d) for name, d in cut.items()}
        | {"2.bias": parts[-1]["2.bias"]},
        "pipeline": stages[0] | stages[1],
    }


def test_two_processes_compute_the_gradients_of_one():
    model, (x, y) = split_net(seed=5), data(32)
    one = single(model, x, y)
    ways = run_processes([data_parallel, tensor_parallel, pipeline], model, x, y)
    assert all(p.grad is None for p in model.parameters())
    for way, grads in joined(ways).items():
        assert set(grads) == set(one), way
        for name, grad in grads.items():
            assert abs(grad - one[name]).max() < 1e-6, (way, name)
    wrong = ways[0][0]["0.weight"] * 2  # as without the division by the number of processes
    assert abs(wrong - one["0.weight"]).max() > 1e-3


def test_one_process_is_enough_for_data_parallel():
    model, (x, y) = split_net(), data(8)
    [[grads]] = run_processes([data_parallel], model, x, y, world=1)
    assert all(torch.allclose(grads[name], grad) for name, grad in single(model, x, y).items())


def test_single_is_plain_backpropagation():
    x, y = data(8)
    model = split_net()
    expected = torch.autograd.grad(cross_entropy(model(x), y), list(model.parameters()))
    for grad, want in zip(single(model, x, y).values(), expected, strict=True):
        assert torch.equal(grad, want)


def test_bad_numbers_of_processes_and_examples_are_refused():
    with pytest.raises(ValueError, match="at least one process, got 0"):
        run_processes([data_parallel], world=0)
    with pytest.raises(ValueError, match="two processes"):
        pipeline(0, 3, split_net(), *data(4))
    with pytest.raises(ValueError, match="5 examples equally by 2"):
        data_parallel(0, 2, split_net(), *data(5))
