"""Each rule is torch's own; singular values go to one."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from dlbook import scratch
from dlbook.scratch.optim import Muon
from dlbook.train.optimizers import MuonAdamW, orthogonalize


def model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 3))


def train(net: nn.Module, *optimizers, steps: int = 4) -> list[torch.Tensor]:
    x, y = torch.linspace(-1, 1, 45).view(9, 5), torch.arange(9) % 3
    for _ in range(steps):
        nn.functional.cross_entropy(net(x), y).backward()
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
    return [p.detach() for p in net.parameters()]


def split(net: nn.Module) -> tuple[list, list]:
    return [net[0].weight, net[2].weight], [net[0].bias, net[2].bias]


def test_the_rest_is_adamw():
    net = model()
    options = {"betas": (0.9, 0.95), "weight_decay": 0.3}
    theirs = train(net, torch.optim.AdamW(net.parameters(), 0.02, **options))
    other = model()
    mine = train(other, MuonAdamW([], other.parameters(), others_lr=0.02, **options))
    for a, b in zip(mine, theirs, strict=True):
        torch.testing.assert_close(a, b)
    assert not torch.allclose(mine[0], model()[0].weight, atol=0.02)


@pytest.mark.parametrize("shape", [(5, 9), (9, 5)])
def test_matrices_take_the_steps_of_the_scratch_rung(shape):
    start, *grads = torch.randn(5, *shape, generator=torch.Generator().manual_seed(0))
    ours = nn.Parameter(start.clone())
    theirs = scratch.Tensor(start.numpy().copy(), requires_grad=True)
    mine = MuonAdamW([ours], [], lr=0.1, momentum=0.8, weight_decay=0.3)
    other = Muon([theirs], lr=0.1, momentum=0.8, weight_decay=0.3)
    for grad in grads:
        ours.grad, theirs.grad = grad.clone(), grad.numpy().copy()
        mine.step()
        other.step()
    np.testing.assert_allclose(ours.detach().numpy(), theirs.data, rtol=1e-4, atol=1e-5)
    assert (ours - start).abs().max() > 0.1


def test_a_step_is_near_torch_s_in_bfloat16():
    theirs = getattr(torch.optim, "Muon", None)
    if theirs is None:
        pytest.skip("this torch has no Muon")
    moved = []
    for make in (
        lambda p: theirs([p], 0.1, weight_decay=0.3, adjust_lr_fn="original"),
        lambda p: MuonAdamW([p], [], lr=0.1, weight_decay=0.3),
        lambda p: MuonAdamW([p], [], lr=0.07, weight_decay=0.3),
    ):
        matrix, grad = torch.randn(2, 9, 5, generator=torch.Generator().manual_seed(0))
        matrix = nn.Parameter(matrix)
        matrix.grad = grad
        make(matrix).step()
        moved.append(matrix.detach())
    assert (moved[0] - moved[1]).abs().max() < 0.005 < (moved[0] - moved[2]).abs().max()


@pytest.mark.parametrize("shape", [(5, 9), (9, 5), (6, 6)])
def test_singular_values_go_to_one_and_vectors_stay(shape):
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(0)) * 1000
    values = torch.linalg.svdvals(orthogonalize(matrix))
    assert torch.linalg.svdvals(matrix)[-1] < 0.5 * torch.linalg.svdvals(matrix)[0]
    assert (values - 1).abs().max() < 0.5
    U, _, V = torch.linalg.svd(matrix, full_matrices=False)
    inner = U.T @ orthogonalize(matrix) @ V.T
    assert (inner - inner.diag().diag()).abs().max() < 1e-3


def test_no_gradient_no_step_and_zeros_are_taken():
    assert torch.equal(orthogonalize(torch.zeros(3, 4)), torch.zeros(3, 4))
    net = model()
    MuonAdamW(*split(net)).step()
    assert torch.equal(net[0].weight, model()[0].weight)


def test_a_saved_state_goes_on():
    net = model()
    whole = train(net, MuonAdamW(*split(net)), steps=6)
    first = model()
    optimizer = MuonAdamW(*split(first))
    train(first, optimizer, steps=3)
    again = MuonAdamW(*split(first))
    again.load_state_dict(optimizer.state_dict())
    for a, b in zip(train(first, again, steps=3), whole, strict=True):
        assert torch.equal(a, b)


def test_what_is_no_matrix_is_refused():
    net = model()
    with pytest.raises(ValueError, match=r"expected matrices, and one has shape \(7,\)"):
        MuonAdamW(net[0].parameters(), [])
    with pytest.raises(ValueError, match="no closure"):
        MuonAdamW(*split(net)).step(lambda: None)
