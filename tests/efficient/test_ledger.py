"""The ledger counts what torch's own counter counts, on data and on shapes alone."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from dlbook.efficient import Ledger

CASES = {
    "linear": (lambda: nn.Linear(5, 7), (3, 5)),
    "linear without bias, three axes": (lambda: nn.Linear(5, 7, bias=False), (2, 3, 5)),
    "convolution": (lambda: nn.Conv2d(3, 4, 3, stride=2, padding=1), (2, 3, 9, 8)),
    "transposed convolution": (lambda: nn.ConvTranspose2d(3, 4, 3, stride=2), (2, 3, 9, 8)),
    "MLP": (lambda: nn.Sequential(nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 2)), (3, 5)),
}


def trained(make, shape, device, wanted):
    model = make().to(device)
    x = torch.ones(*shape, device=device, requires_grad=wanted)
    return lambda: model(x).sum().backward()


@pytest.mark.parametrize("wanted", [False, True], ids=["data", "with input gradient"])
@pytest.mark.parametrize("device", ["cpu", "meta"])
@pytest.mark.parametrize("case", CASES)
def test_flops_are_those_of_torchs_counter(case, device, wanted):
    run = trained(*CASES[case], device, wanted)
    with Ledger() as ledger:
        run()
    with FlopCounterMode(display=False) as counter:
        run()
    assert ledger.flops == counter.get_total_flops() > 0


def test_bytes_are_those_read_and_written_and_views_are_free():
    x, y = torch.ones(3, 4), torch.ones(3, 4)
    with Ledger() as ledger:
        (x + y).t()[1:].unsqueeze(0)
    assert [(op.name, op.bytes, op.flops) for op in ledger.operations] == [("add", 144, 0)]


def test_a_grouped_convolution_reads_its_own_group_alone():
    layer, x = nn.Conv2d(4, 6, 3, groups=2), torch.ones(1, 4, 5, 5)
    with Ledger() as ledger:
        layer(x)
    assert ledger.flops == 2 * (6 * 3 * 3) * (2 * 3 * 3)


def test_narrow_is_the_smallest_side_of_a_product():
    a, b = torch.ones(2, 5, 3), torch.ones(2, 3, 7)
    with Ledger() as ledger:
        a @ b
    assert [(op.name, op.narrow) for op in ledger.operations] == [("bmm", 3)]


def test_a_ledger_changes_no_result():
    model, x = nn.Linear(4, 3), torch.randn(2, 4)
    plain = model(x)
    with Ledger():
        watched = model(x)
    assert torch.equal(plain, watched)
