"""A linear-chain conditional random field: scores of whole sequences of tags.

The score of tags ``y`` is the sum of an emission for each position and a transition for each
pair of neighbors (Lafferty, McCallum and Pereira 2001, section 3)::

    start[y_1] + Σ_t emissions[t, y_t] + Σ_t transitions[y_{t-1}, y_t] + end[y_T]

and its probability is proportional to the exponential of that. Letters in names of arrays:
B batch, T positions, C tags. ``start`` and ``end`` ``(C,)`` may hold ``-inf``, as may
``transitions`` ``(C, C)``, from row to column, for what never occurs. Sequences are padded at
their ends, and ``lengths`` ``(B,)`` says how long they are.
"""

from __future__ import annotations

import torch
from torch import Tensor


def crf_score(
    emissions: Tensor,
    tags: Tensor,
    lengths: Tensor,
    transitions: Tensor,
    start: Tensor,
    end: Tensor,
) -> Tensor:
    """Return the scores ``(B,)`` of ``tags`` ``(B, T)`` under ``emissions`` ``(B, T, C)``."""
    _check("crf_score", emissions, lengths, transitions)
    is_token_BT = torch.arange(tags.shape[1], device=tags.device) < lengths[:, None]
    emitted_BT = emissions.gather(2, tags[:, :, None])[:, :, 0]
    moved_BT = transitions[tags[:, :-1], tags[:, 1:]]
    last = tags.gather(1, lengths[:, None] - 1)[:, 0]
    # torch.where, not a product: 0 × -inf is NaN.
    zero = emissions.new_zeros(())
    return (
        start[tags[:, 0]]
        + torch.where(is_token_BT, emitted_BT, zero).sum(dim=1)
        + torch.where(is_token_BT[:, 1:], moved_BT, zero).sum(dim=1)
        + end[last]
    )


def crf_log_partition(
    emissions: Tensor, lengths: Tensor, transitions: Tensor, start: Tensor, end: Tensor
) -> Tensor:
    """Return the log of the sum, over all sequences of tags, of the exponential of their score.

    The forward algorithm: T steps of C² additions in place of Cᵀ sequences. Shapes are those
    of :func:`crf_score`; the result is ``(B,)``.
    """
    _check("crf_log_partition", emissions, lengths, transitions)
    alpha_BC = start + emissions[:, 0]
    for t in range(1, emissions.shape[1]):
        following_BC = emissions[:, t] + (alpha_BC[:, :, None] + transitions).logsumexp(dim=1)
        alpha_BC = torch.where((t < lengths)[:, None], following_BC, alpha_BC)
    return (alpha_BC + end).logsumexp(dim=1)


def viterbi(
    emissions: Tensor, lengths: Tensor, transitions: Tensor, start: Tensor, end: Tensor
) -> list[list[int]]:
    """Return the sequence of tags with the highest score, for each of B sequences.

    Shapes are those of :func:`crf_score`. Source: Viterbi 1967; of equal scores, the one that
    ``max`` takes.
    """
    _check("viterbi", emissions, lengths, transitions)
    best_BC = start + emissions[:, 0]
    came_from = []
    for t in range(1, emissions.shape[1]):
        score_BC, previous_BC = (best_BC[:, :, None] + transitions).max(dim=1)
        best_BC = torch.where((t < lengths)[:, None], score_BC + emissions[:, t], best_BC)
        came_from.append(previous_BC.tolist())
    tags = (best_BC + end).argmax(dim=1).tolist()
    paths = []
    for i, (tag, length) in enumerate(zip(tags, lengths.tolist(), strict=True)):
        path = [tag]
        for t in range(length - 2, -1, -1):
            path.append(came_from[t][i][path[-1]])
        paths.append(path[::-1])
    return paths


def _check(name: str, emissions: Tensor, lengths: Tensor, transitions: Tensor) -> None:
    if emissions.ndim != 3 or transitions.shape != (emissions.shape[2],) * 2:
        raise ValueError(
            f"{name}: expected emissions (B, T, C) and transitions (C, C), got "
            f"{tuple(emissions.shape)} and {tuple(transitions.shape)}"
        )
    B, T, _ = emissions.shape
    if lengths.shape != (B,) or int(lengths.min()) < 1 or int(lengths.max()) > T:
        raise ValueError(f"{name}: expected {B} lengths from 1 to {T}, got {lengths.tolist()}")
