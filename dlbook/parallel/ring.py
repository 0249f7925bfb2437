"""Ring attention: a sequence is cut into parts, one a process; keys and values go round.

Source: Liu, Zaharia and Abbeel 2023, section 3. Letters: T queries, S keys, K the length of
queries and keys, V of values; before those, any axes of batch and heads.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
import torch.distributed as dist
from torch import Tensor

State = tuple[Tensor, Tensor]


def partial_attention(query: Tensor, key: Tensor, value: Tensor, allowed: Tensor) -> State:
    """Attend to some of the keys: the output ``(..., T, V)`` and log-sum-exp ``(..., T, 1)``.

    ``allowed``, ``(T, S)``, is True where a query may attend to a key. A query that may attend
    to none of them gets zeros, and a log-sum-exp of minus infinity.
    """
    scores = query @ key.mT / query.shape[-1] ** 0.5
    scores = scores.masked_fill(~allowed, -torch.inf)
    lse = scores.logsumexp(dim=-1, keepdim=True)
    weights = (scores - lse.masked_fill(lse.isneginf(), 0)).exp()
    return weights @ value, lse


def merge_attention(first: State, second: State) -> State:
    """Combine attention to two sets of keys into attention to both."""
    lse = torch.logaddexp(first[1], second[1])
    safe = lse.masked_fill(lse.isneginf(), 0)
    out = sum((part_lse - safe).exp() * out for out, part_lse in (first, second))
    return out, lse


def partial_gradients(
    query: Tensor, key: Tensor, value: Tensor, allowed: Tensor, lse: Tensor, grad_out: Tensor,
    delta: Tensor,
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """Return what some of the keys add to the gradients of queries, keys and values.

    ``lse`` belongs to all keys, and ``delta`` is the sum of ``grad_out * out`` along each row
    (Dao 2024, algorithm 2).
    """
    scale = query.shape[-1] ** -0.5
    weights = (query @ key.mT * scale - lse).exp().masked_fill(~allowed, 0)
    grad_scores = weights * (grad_out @ value.mT - delta) * scale
    return grad_scores @ key, grad_scores.mT @ query, weights.mT @ grad_out


def ring_attention(
    rank: int, world: int, query: Tensor, key: Tensor, value: Tensor, grad_out: Tensor,
    is_causal: bool = False,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
    """Return this process's rows of the output and of the three gradients.

    All processes get whole sequences, and each keeps its own part of them, so that the result
    can be compared with one process. ``grad_out`` is the gradient of the output.
    """
    if query.shape[-2] % world or query.shape[:-1] != key.shape[:-1]:
        raise ValueError(
            f"ring_attention: expected queries and keys of one length that {world} divides, "
            f"got {query.shape[-2]} and {key.shape[-2]}"
        )
    q, k, v, g = (x.chunk(world, dim=-2)[rank] for x in (query, key, value, grad_out))
    state = torch.zeros_like(v), v.new_full((*v.shape[:-1], 1), -torch.inf)
    for owner, (keys, values) in _around(rank, world, k, v):
        allowed = _allowed(rank, owner, q.shape[-2], is_causal)
        state = merge_attention(state, partial_attention(q, keys, values, allowed))
    out, lse = state

    delta = (g * out).sum(dim=-1, keepdim=True)
    q_grad, zeros = torch.zeros_like(q), (torch.zeros_like(k), torch.zeros_like(v))
    # The gradients of keys and values travel with them, and come home after the last step.
    for owner, (keys, values, k_grad, v_grad) in _around(rank, world, k, v, *zeros):
        allowed = _allowed(rank, owner, q.shape[-2], is_causal)
        parts = partial_gradients(q, keys, values, allowed, lse, g, delta)
        for grad, part in zip((q_grad, k_grad, v_grad), parts, strict=True):
            grad += part
    k_grad, v_grad = _pass_on(rank, world, (k_grad, v_grad))
    return out, q_grad, k_grad, v_grad


def _around(rank: int, world: int, *mine: Tensor) -> Iterator[tuple[int, tuple[Tensor, ...]]]:
    """Yield the tensors of each process, our own first, with the process that they are of."""
    for step in range(world):
        if step:
            mine = _pass_on(rank, world, mine)
        yield (rank - step) % world, mine


def _pass_on(rank: int, world: int, tensors: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Send tensors to the next process of the ring, and return those of the one before."""
    sent = (
        [dist.isend(x.contiguous(), (rank + 1) % world) for x in tensors] if world > 1 else []
    )
    arrived = tuple(torch.empty_like(x) for x in tensors) if sent else tensors
    for x in arrived if sent else ():
        dist.recv(x, (rank - 1) % world)
    for message in sent:
        message.wait()
    return arrived


def _allowed(rank: int, owner: int, length: int, is_causal: bool) -> Tensor:
    """Say which pairs of our queries and the keys of ``owner`` may meet."""
    allowed = torch.ones(length, length, dtype=torch.bool)
    return allowed.tril((rank - owner) * length) if is_causal else allowed
