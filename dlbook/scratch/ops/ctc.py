"""Connectionist temporal classification: sequences of labels without an alignment.

Source: Graves, Fernández, Gomez and Schmidhuber 2006, section 4.

Axes: T time, B batch, C classes, S states. The states of a target of n labels
are its labels with blanks around each, 2n + 1 in all. A path stays in its
state, moves to the next, or skips the blank between two different labels.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.loss import class_numbers, validate_classes, validate_reduction
from dlbook.scratch.ops.operands import as_floating, widened
from dlbook.scratch.tensor import Tensor, make_result


def ctc_loss(
    log_probs,
    targets,
    input_lengths,
    target_lengths,
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> Tensor:
    """Return minus the log-probability of all paths that spell the target.

    ``log_probs`` has shape ``(T, B, C)``, ``targets`` ``(B, longest target)``;
    ``input_lengths`` and ``target_lengths``, ``(B,)``, say how much of each row counts: what
    follows a target's end is not read. ``blank`` is the class that stands for no label.
    ``reduction`` is "mean", which divides each loss by its target's length and takes the mean
    over the batch, "sum", or "none" for a loss ``(B,)``. A target too long for its input has an
    infinite loss, and a gradient of NaN; with ``zero_infinity`` it has neither.

    Torch returns the gradient with respect to the logits, assuming that a log-softmax made
    ``log_probs``; here it is that of ``log_probs``. After the backward pass of the log-softmax
    both are the same.
    """
    x = as_floating(log_probs)
    labels, times, lengths = (
        class_numbers("ctc_loss", value, x)
        for value in (targets, input_lengths, target_lengths)
    )
    _check(x, labels, times, lengths, blank, reduction)
    # What follows the end of a target is never read; any label will do there.
    labels = np.where(_read(labels, lengths), labels, blank)
    states = _states(labels, blank)
    batch = np.arange(x.shape[1], like=x.data)
    emitted_TBS = widened(x.data)[:, batch[:, None], states]
    forward_TBS = _forward(emitted_TBS, _skips(states, blank))
    losses = -_total(forward_TBS[times - 1, batch], lengths)
    divisor = np.ones_like(losses)
    if reduction == "mean":
        divisor *= np.maximum(lengths, 1) * len(lengths)
    counted = np.isfinite(losses) if zero_infinity else np.ones_like(losses, dtype=bool)

    def vjp(grad):
        backward_TBS = _backward(emitted_TBS, _skips(states, blank), times, lengths)
        with np.errstate(invalid="ignore"):
            share_TBS = np.exp(forward_TBS + backward_TBS + losses[:, None])
        share_TBS = np.where(counted[:, None], share_TBS, 0) * (grad / divisor)[:, None]
        out = np.zeros_like(widened(x.data))
        for s in range(states.shape[1]):  # a label may stand in several states
            out[:, batch, states[:, s]] -= share_TBS[..., s]
        return out

    result = np.where(counted, losses, 0) / divisor
    out = result if reduction == "none" else result.sum()
    return make_result("ctc_loss", out.astype(x.dtype), (x, vjp))


def _read(labels: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return which labels belong to their target, and do not follow its end."""
    return np.arange(labels.shape[1], like=labels) < lengths[:, None]


def _states(labels: np.ndarray, blank: int) -> np.ndarray:
    """Return the labels (B, n) with blanks around each, (B, 2n + 1)."""
    states = np.full_like(labels, blank, shape=(len(labels), 2 * labels.shape[1] + 1))
    states[:, 1::2] = labels
    return states


def _skips(states: np.ndarray, blank: int) -> np.ndarray:
    """Return whether a path may skip a state: into a label unlike the one before."""
    allowed = np.zeros_like(states, dtype=bool)
    allowed[:, 2:] = (states[:, 2:] != blank) & (states[:, 2:] != states[:, :-2])
    return allowed


def _forward(emitted_TBS: np.ndarray, skips: np.ndarray) -> np.ndarray:
    """Log-probability of all paths that end in each state at each time."""
    out = np.full_like(emitted_TBS, -np.inf)
    out[0, :, :2] = emitted_TBS[0, :, :2]
    for t in range(1, len(out)):
        stay = out[t - 1]
        step = _moved(stay, 1)
        skip = np.where(skips, _moved(stay, 2), -np.inf)
        out[t] = _add_logs(stay, step, skip) + emitted_TBS[t]
    return out


def _backward(emitted_TBS, skips, times, lengths) -> np.ndarray:
    """Log-probability of all that follows each state at each time, to the end."""
    out = np.empty_like(emitted_TBS)
    place = np.arange(emitted_TBS.shape[2], like=emitted_TBS)
    ends = (place == 2 * lengths[:, None]) | (place == 2 * lengths[:, None] - 1)
    end = np.where(ends, 0, -np.inf)
    following = np.full_like(emitted_TBS[0], -np.inf)
    for t in reversed(range(len(out))):
        stay = following
        step = _moved(following, -1)
        skip = _moved(np.where(skips, following, -np.inf), -2)
        out[t] = np.where((times == t + 1)[:, None], end, _add_logs(stay, step, skip))
        following = out[t] + emitted_TBS[t]
    return out


def _total(last_BS: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Add the paths that end in the last label, and in the blank after it."""
    batch = np.arange(len(lengths), like=last_BS)
    in_blank = last_BS[batch, 2 * lengths]
    in_label = last_BS[batch, np.maximum(2 * lengths - 1, 0)]
    return _add_logs(in_blank, np.where(lengths > 0, in_label, -np.inf))


def _moved(x: np.ndarray, places: int) -> np.ndarray:
    """Return the states moved up by ``places`` (down if negative), -inf in the gap."""
    out = np.full_like(x, -np.inf)
    if places > 0:
        out[:, places:] = x[:, :-places]
    else:
        out[:, :places] = x[:, -places:]
    return out


def _add_logs(*logs: np.ndarray) -> np.ndarray:
    """Return log(sum of e^x), although all may be -inf."""
    stacked = np.stack(logs)
    largest = stacked.max(axis=0)
    largest = np.where(np.isfinite(largest), largest, 0)
    with np.errstate(divide="ignore"):
        return largest + np.log(np.exp(stacked - largest).sum(axis=0))


def _check(x: Tensor, labels, times, lengths, blank: int, reduction: str) -> None:
    if x.ndim != 3 or 0 in x.shape or labels.ndim != 2 or len(labels) != x.shape[1]:
        raise ValueError(
            f"ctc_loss: expected log_probs of shape (T, B, C) and targets of shape (B, longest "
            f"target), got {x.shape} and {labels.shape}"
        )
    for name, value, most, least in (
        ("input_lengths", times, x.shape[0], 1),
        ("target_lengths", lengths, labels.shape[1], 0),
    ):
        if value.shape != (x.shape[1],) or value.min() < least or value.max() > most:
            raise ValueError(
                f"ctc_loss: {name} must be {x.shape[1]} numbers from {least} to {most}, "
                f"got {value}"
            )
    if not 0 <= blank < x.shape[2]:
        raise ValueError(f"ctc_loss: blank must lie in 0 .. {x.shape[2] - 1}, got {blank}")
    read = labels[_read(labels, lengths)]
    validate_classes("ctc_loss", read, x.shape[2])
    if (read == blank).any():
        raise ValueError(f"ctc_loss: a target holds the blank, {blank}, which is not a label")
    validate_reduction("ctc_loss", reduction)
