"""The linear-chain CRF against all sequences of tags, written out one by one."""

from __future__ import annotations

import itertools

import pytest
import torch

from dlbook.functional import crf_log_partition, crf_score, viterbi

LENGTHS = (1, 4, 3)
C = 3


@pytest.fixture(params=[False, True], ids=["all moves", "some never"])
def chain(request):
    """Return emissions, lengths, transitions, start and end; some may be -inf."""
    g = torch.Generator().manual_seed(5)
    draw = lambda *shape: torch.randn(*shape, generator=g, dtype=torch.float64)  # noqa: E731
    emissions, transitions, start, end = draw(3, 4, C), draw(C, C), draw(C), draw(C)
    if request.param:
        transitions[0, 2] = start[1] = -torch.inf
    return emissions, torch.tensor(LENGTHS), transitions, start, end


def every(chain, example: int) -> dict[tuple[int, ...], torch.Tensor]:
    """Return the score of every sequence of tags of one example, by plain loops."""
    emissions, lengths, transitions, start, end = chain
    scores = {}
    for tags in itertools.product(range(C), repeat=int(lengths[example])):
        score = start[tags[0]] + end[tags[-1]]
        for t, tag in enumerate(tags):
            score = score + emissions[example, t, tag]
        for a, b in itertools.pairwise(tags):
            score = score + transitions[a, b]
        scores[tags] = score
    return scores


def test_the_partition_is_the_sum_over_all_sequences_and_so_is_its_gradient(chain):
    inputs = [x.clone().requires_grad_() if x.is_floating_point() else x for x in chain]
    leaves = [x for x in inputs if x.is_floating_point()]
    ours = crf_log_partition(*inputs)
    brute = torch.stack(
        [torch.stack([*every(inputs, i).values()]).logsumexp(0) for i in range(3)]
    )
    torch.testing.assert_close(ours, brute)
    weights = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64)
    got = torch.autograd.grad(ours @ weights, leaves)
    expected = torch.autograd.grad(brute @ weights, leaves)
    for a, b in zip(got, expected, strict=True):
        torch.testing.assert_close(a, b)
    assert all(g.isfinite().all() for g in got)


def test_viterbi_finds_the_best_sequence(chain):
    paths = viterbi(*chain)
    for i, path in enumerate(paths):
        scores = every(chain, i)
        assert tuple(path) == max(scores, key=lambda tags: scores[tags].item())


def test_a_score_is_the_sum_of_its_parts(chain):
    emissions, lengths, *rest = chain
    # Behind its end, the last goes from 0 to 2, which the chain may forbid.
    tags = torch.tensor([[2, 1, 0, 1], [0, 1, 2, 0], [2, 1, 0, 2]])
    found = crf_score(emissions, tags, lengths, *rest)
    expected = [every(chain, i)[tuple(tags[i, :n].tolist())] for i, n in enumerate(LENGTHS)]
    torch.testing.assert_close(found, torch.stack(expected))


def test_padding_changes_nothing(chain):
    emissions, lengths, *rest = chain
    padded = torch.cat([emissions, torch.full((3, 2, C), 1e3).double()], dim=1)
    alone = crf_log_partition(emissions, lengths, *rest)
    torch.testing.assert_close(crf_log_partition(padded, lengths, *rest), alone)
    assert viterbi(padded, lengths, *rest) == viterbi(emissions, lengths, *rest)


def test_large_scores_do_not_overflow():
    emissions = torch.tensor([[[1000.0, -1000.0], [-1000.0, 1000.0]]])
    flat = torch.zeros(2, 2), torch.zeros(2), torch.zeros(2)
    lengths = torch.tensor([2])
    assert crf_log_partition(emissions, lengths, *flat).item() == pytest.approx(2000)
    assert viterbi(emissions, lengths, *flat) == [[0, 1]]


@pytest.mark.parametrize("function", [crf_log_partition, viterbi])
def test_wrong_shapes_are_named(function):
    zero = torch.zeros(3)
    with pytest.raises(ValueError, match=r"transitions \(C, C\)"):
        function(torch.zeros(1, 2, 3), torch.tensor([2]), torch.zeros(2, 2), zero, zero)
    with pytest.raises(ValueError, match="lengths from 1 to 2"):
        function(torch.zeros(1, 2, 3), torch.tensor([3]), torch.zeros(3, 3), zero, zero)
