"""Four layers that remember a sequence, and a small network that asks them for what they hold.

Each has ``write``, which reads T inputs into a state, a tuple of tensors, and ``read``, which
answers queries from that state alone. The output of a causal layer at position t is what
``read`` gives there after ``write`` of all positions up to t.

Letters: B batch, T positions, Q queries, D ``d_model``, K size of a key, N size of a channel's
state.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize, silu, softplus

State = tuple[Tensor, ...]


def _projection(inputs: int, outputs: int) -> nn.Linear:
    return nn.Linear(inputs, outputs, bias=False)


class SoftmaxAttention(nn.Module):
    """Keep the keys and values of all positions, or of the last ``window``."""

    def __init__(self, d_model: int, d_k: int, window: int | None = None):
        super().__init__()
        self.query, self.key = _projection(d_model, d_k), _projection(d_model, d_k)
        self.value, self.window = _projection(d_model, d_model), window

    def write(self, x_BTD: Tensor) -> State:
        """Return keys ``(B, T, K)`` and values ``(B, T, D)``."""
        if self.window is not None:
            x_BTD = x_BTD[:, -self.window :]
        return self.key(x_BTD), self.value(x_BTD)

    def read(self, state: State, x_BQD: Tensor) -> Tensor:
        """Return ``(B, Q, D)``."""
        keys, values = state
        scores = self.query(x_BQD) @ keys.mT / keys.shape[-1] ** 0.5
        return scores.softmax(dim=-1) @ values


class LinearAttention(nn.Module):
    """Keep the sum of all products φ(k) vᵀ (Katharopoulos et al. 2020, eqs. 16-20).

    Differs from the paper: φ scales keys and queries to length 1, and there is no denominator.
    """

    def __init__(self, d_model: int, d_k: int):
        super().__init__()
        self.query, self.key = _projection(d_model, d_k), _projection(d_model, d_k)
        self.value = _projection(d_model, d_model)

    def write(self, x_BTD: Tensor) -> State:
        """Return one matrix ``(B, K, D)``, whatever T is."""
        return (normalize(self.key(x_BTD), dim=-1).mT @ self.value(x_BTD),)

    def read(self, state: State, x_BQD: Tensor) -> Tensor:
        """Return ``(B, Q, D)``."""
        return normalize(self.query(x_BQD), dim=-1) @ state[0]


class SelectiveStateSpace(nn.Module):
    """Keep a sum that decays, where each input says how much (Dao and Gu 2024).

    The state is H = exp(-Δ a) H + Δ b xᵀ, with Δ, b and x from the input, and c H is read.
    Differs from the paper: one decay for all channels; no gate, convolution or skip.
    """

    def __init__(self, d_model: int, d_state: int):
        super().__init__()
        self.b, self.c = _projection(d_model, d_state), _projection(d_model, d_state)
        self.x, self.step = _projection(d_model, d_model), nn.Linear(d_model, 1)
        nn.init.constant_(self.step.bias, -2.0)
        self.log_a = nn.Parameter(torch.tensor(-1.0))

    def write(self, x_BTD: Tensor) -> State:
        """Return one matrix ``(B, N, D)``, whatever T is."""
        step_BT1 = softplus(self.step(x_BTD))
        decay_BT1 = -step_BT1 * self.log_a.exp()
        # What is left of each input at the end: the product of all later decays.
        after_BT1 = decay_BT1.flip(1).cumsum(dim=1).flip(1) - decay_BT1
        return ((after_BT1.exp() * step_BT1 * self.b(x_BTD)).mT @ self.x(x_BTD),)

    def read(self, state: State, x_BQD: Tensor) -> Tensor:
        """Return ``(B, Q, D)``."""
        return self.c(x_BQD) @ state[0]


class StateSpace(nn.Module):
    """Filter each channel by N/2 damped oscillations (S4D-Lin: Gu et al. 2022).

    Differs from the paper: the skip connection is left out, and the output is gated by the
    query, as in later layers.
    """

    def __init__(self, d_model: int, d_state: int):
        super().__init__()
        if d_state % 2:
            raise ValueError(f"StateSpace: d_state must be even, got {d_state}")
        pairs = d_state // 2
        self.log_decay = nn.Parameter(torch.full((d_model, pairs), math.log(0.5)))
        self.frequency = nn.Parameter(math.pi * torch.arange(pairs).float().repeat(d_model, 1))
        low, high = math.log(0.001), math.log(0.1)
        self.log_step = nn.Parameter(low + (high - low) * torch.rand(d_model, 1))
        self.c = nn.Parameter(torch.randn(d_model, pairs, 2) * 0.5**0.5)
        self.input, self.gate = _projection(d_model, d_model), _projection(d_model, d_model)
        self.output = _projection(d_model, d_model)

    def write(self, x_BTD: Tensor) -> State:
        """Return the state, complex, ``(B, D, N/2)``."""
        a_DN = torch.complex(-self.log_decay.exp(), self.frequency)
        stepped_DN = a_DN * self.log_step.exp()
        age_T = torch.arange(x_BTD.shape[1] - 1, -1, -1, device=x_BTD.device)
        response_DNT = (stepped_DN[..., None] * age_T).exp()
        response_DNT = response_DNT * ((stepped_DN.exp() - 1) / a_DN)[..., None]
        signal_BTD = self.input(x_BTD).to(response_DNT.dtype)
        return (torch.einsum("dnt,btd->bdn", response_DNT, signal_BTD),)

    def read(self, state: State, x_BQD: Tensor) -> Tensor:
        """Return ``(B, Q, D)``; the same mixture of the state for each query, gated by it."""
        filtered_BD = 2 * (torch.view_as_complex(self.c) * state[0]).sum(dim=-1).real
        return self.output(silu(self.gate(x_BQD)) * filtered_BD[:, None])


class RecallNet(nn.Module):
    """Write pairs of a key and a value into a layer's state, then ask for values by key.

    One block of a transformer around the layer that ``mixer(d_model)`` makes; without a mixer,
    nothing is remembered.
    """

    def __init__(
        self,
        mixer: Callable[[int], nn.Module] | None,
        n_keys: int = 128,
        n_values: int = 16,
        d_model: int = 64,
    ):
        super().__init__()
        self.key = nn.Embedding(n_keys, d_model)
        self.value = nn.Embedding(n_values, d_model)
        self.mixer = mixer(d_model) if mixer is not None else None
        self.norm_1, self.norm_2 = nn.RMSNorm(d_model), nn.RMSNorm(d_model)
        up, down = nn.Linear(d_model, 2 * d_model), nn.Linear(2 * d_model, d_model)
        self.mlp = nn.Sequential(up, nn.GELU(), down)
        self.norm, self.head = nn.RMSNorm(d_model), nn.Linear(d_model, n_values)

    def state(self, keys: Tensor, values: Tensor) -> State:
        """Return what is kept of pairs ``(B, T)``."""
        return self.mixer.write(self.norm_1(self.key(keys) + self.value(values)))

    def forward(self, keys: Tensor, values: Tensor, asked: Tensor) -> Tensor:
        """Return logits ``(B, Q, n_values)`` for the keys ``asked``, ``(B, Q)``."""
        x_BQD = self.key(asked)
        if self.mixer is not None:
            x_BQD = x_BQD + self.mixer.read(self.state(keys, values), self.norm_1(x_BQD))
        x_BQD = x_BQD + self.mlp(self.norm_2(x_BQD))
        return self.head(self.norm(x_BQD))
