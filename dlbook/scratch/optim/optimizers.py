"""Optimizers: rules that change parameters θ by their gradients g, with learning rate η.

``eps`` is ε, so that nothing is divided by zero; ``weight_decay`` is λ, which
adds λ θ to the gradient unless the class says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from dlbook.scratch.tensor import Tensor


class Optimizer:
    """Base class: a subclass defines :meth:`update`, the change of one parameter.

    Attributes
    ----------
    lr : float
        The learning rate of the next step; a schedule sets it.
    states : list of dict
        For each parameter what the optimizer remembers, under torch's names.
    """

    def __init__(self, params: Iterable[Tensor], lr: float):
        self.params = _validate_params(params)
        _validate_ranges(lr=lr)
        self.lr = self.initial_lr = lr
        self.states: list[dict] = [{} for _ in self.params]

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Change ``param.data`` in place; ``state["step"]`` counts from 1."""
        raise NotImplementedError(f"{type(self).__name__} has no update method: define one")

    def step(self) -> None:
        """Change every parameter that has a gradient."""
        if all(param.grad is None for param in self.params):
            raise RuntimeError("step: no parameter has a gradient: call loss.backward() first")
        for param, state in zip(self.params, self.states, strict=True):
            if param.grad is None:
                continue
            if not state:  # the array that the tensor was made from belongs to the caller
                param.data = param.data.copy()
            state["step"] = state.get("step", 0) + 1
            self.update(param, param.grad, state)

    def zero_grad(self) -> None:
        """Forget the gradients, so that the next ``backward()`` starts afresh."""
        for param in self.params:
            param.grad = None


class SGD(Optimizer):
    """Step against the gradient, or against a running sum of gradients.

    With momentum μ a velocity collects the gradients, b ← μ b + (1 - τ) g with
    dampening τ, and the step is θ ← θ - η b (Polyak 1964). With Nesterov's
    variant it is θ ← θ - η (g + μ b), the gradient that lies ahead (Sutskever
    et al. 2013, section 2, in the form that needs no second gradient). The first
    gradient enters undamped, as in torch.

    Differs from the papers: the learning rate multiplies the velocity and not
    the gradient that enters it, so that a change of η acts at once.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ):
        super().__init__(params, lr)
        _validate_ranges(momentum=momentum, weight_decay=weight_decay)
        if nesterov and (momentum == 0 or dampening != 0):
            raise ValueError(
                f"nesterov needs a momentum above 0 and a dampening of 0, got {momentum} and "
                f"{dampening}"
            )
        self.momentum, self.dampening = momentum, dampening
        self.weight_decay, self.nesterov = weight_decay, nesterov

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        if self.weight_decay:
            grad = grad + self.weight_decay * param.data
        if self.momentum:
            grad = self._velocity(grad, state)
        param.data -= self.lr * grad

    def _velocity(self, grad: np.ndarray, state: dict) -> np.ndarray:
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = grad.copy()
        else:
            state["momentum_buffer"] *= self.momentum
            state["momentum_buffer"] += (1 - self.dampening) * grad
        velocity = state["momentum_buffer"]
        return grad + self.momentum * velocity if self.nesterov else velocity


class Adagrad(Optimizer):
    """θ ← θ - η g / (√s + ε), where s is the sum of g² over all steps.

    Source: Duchi, Hazan and Singer 2011, the diagonal case of figure 1. Entries
    that rarely have a gradient keep a high learning rate. Differs from the
    paper: ε stands outside the root, and ``lr_decay`` is torch's, which divides
    η by ``1 + (step - 1) * lr_decay``.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ):
        super().__init__(params, lr)
        _validate_ranges(lr_decay=lr_decay, weight_decay=weight_decay, eps=eps)
        _validate_ranges(initial_accumulator_value=initial_accumulator_value)
        self.lr_decay, self.weight_decay, self.eps = lr_decay, weight_decay, eps
        self.initial_accumulator_value = initial_accumulator_value

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        if self.weight_decay:
            grad = grad + self.weight_decay * param.data
        if "sum" not in state:
            state["sum"] = np.full_like(grad, self.initial_accumulator_value)
        state["sum"] += grad * grad
        lr = self.lr / (1 + (state["step"] - 1) * self.lr_decay)
        param.data -= lr * grad / (np.sqrt(state["sum"]) + self.eps)


class RMSprop(Optimizer):
    """θ ← θ - η g / (√v + ε), where v is a running mean of g² that keeps the share ``alpha``.

    Source: Tieleman and Hinton 2012 (Coursera lecture 6.5): Adagrad that
    forgets, so that the learning rate does not shrink for ever. With momentum μ
    the steps are summed, b ← μ b + g / (√v + ε). Differs from the source: ε (the
    lecture has none).
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
    ):
        super().__init__(params, lr)
        _validate_ranges(below=1, alpha=alpha)
        _validate_ranges(eps=eps, weight_decay=weight_decay, momentum=momentum)
        self.alpha, self.eps = alpha, eps
        self.weight_decay, self.momentum = weight_decay, momentum

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        if self.weight_decay:
            grad = grad + self.weight_decay * param.data
        v = _zeros_at_first(state, "square_avg", grad)
        v += (1 - self.alpha) * (grad * grad - v)
        step = grad / (np.sqrt(v) + self.eps)
        if self.momentum:
            velocity = _zeros_at_first(state, "momentum_buffer", grad)
            velocity *= self.momentum
            velocity += step
            step = velocity
        param.data -= self.lr * step


class Adam(Optimizer):
    """θ ← θ - η m̂ / (√v̂ + ε), with running means m of g and v of g².

    Source: Kingma and Ba 2015, algorithm 1. Both means start at zero, and after
    t steps hold only a part of what they average; bias correction divides by it:
    m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ). ``betas`` are β₁ and β₂.

    ``weight_decay`` adds λ θ to the gradient, where the division weakens it; see
    :class:`~dlbook.scratch.optim.AdamW`.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ):
        super().__init__(params, lr)
        _validate_ranges(below=1, **{f"betas[{i}]": beta for i, beta in enumerate(betas)})
        _validate_ranges(eps=eps, weight_decay=weight_decay)
        self.betas, self.eps, self.weight_decay = betas, eps, weight_decay

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        if self.weight_decay:
            grad = grad + self.weight_decay * param.data
        param.data -= self.lr * self.direction(grad, state)

    def direction(self, grad: np.ndarray, state: dict) -> np.ndarray:
        """Return m̂ / (√v̂ + ε), and update both means."""
        beta1, beta2 = self.betas
        m = _zeros_at_first(state, "exp_avg", grad)
        v = _zeros_at_first(state, "exp_avg_sq", grad)
        m += (1 - beta1) * (grad - m)
        v += (1 - beta2) * (grad * grad - v)
        # The corrections go into numbers, which saves two divisions of arrays.
        correction1 = 1 - beta1 ** state["step"]
        correction2 = math.sqrt(1 - beta2 ** state["step"])
        return m / (np.sqrt(v) * (correction1 / correction2) + correction1 * self.eps)


class AdamW(Adam):
    """Adam with decoupled weight decay: besides its step, θ ← (1 - η λ) θ.

    Source: Loshchilov and Hutter 2019, algorithm 2. Differs from the paper: the
    decay is multiplied by η, as in torch, where the paper multiplies it by the
    schedule's factor alone.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ):
        super().__init__(params, lr, betas, eps, weight_decay)

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        param.data *= 1 - self.lr * self.weight_decay
        param.data -= self.lr * self.direction(grad, state)


class Muon(Optimizer):
    """Step along the orthogonal matrix closest to the momentum.

    Source: Jordan et al. 2024 ("Muon: an optimizer for hidden layers in neural
    networks"). A gradient matrix is dominated by a few directions; with all its
    singular values set to about 1, the rare directions move as far as the
    frequent ones. ``params`` are the matrices of hidden layers; biases,
    embeddings and the output layer go to an AdamW of their own.

    The momentum is a running mean, b ← μ b + (1 - μ) g; with ``nesterov`` the
    matrix is μ b + (1 - μ) g in its place. The learning rate is multiplied by
    √(max(1, rows / columns)), and the weight decay is AdamW's.

    Differs from the source: torch's form, with a running mean for the momentum
    and weight decay. Torch runs the iteration in bfloat16, this one in the
    parameter's own precision; the iteration is inexact by design, and the
    difference lies within what it leaves open.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        weight_decay: float = 0.1,
        momentum: float = 0.95,
        nesterov: bool = True,
        ns_steps: int = 5,
        eps: float = 1e-7,
    ):
        super().__init__(params, lr)
        for i, param in enumerate(self.params):
            if param.ndim != 2:
                raise ValueError(
                    f"Muon trains matrices, and params[{i}] has shape {param.shape}: give it "
                    f"to an AdamW of its own"
                )
        _validate_ranges(weight_decay=weight_decay, eps=eps)
        _validate_ranges(below=1, momentum=momentum)
        _validate_ranges(low=1, ns_steps=ns_steps)
        self.weight_decay, self.momentum, self.nesterov = weight_decay, momentum, nesterov
        self.ns_steps, self.eps = ns_steps, eps

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        mean = _zeros_at_first(state, "momentum_buffer", grad)
        mean += (1 - self.momentum) * (grad - mean)
        ahead = grad + self.momentum * (mean - grad) if self.nesterov else mean
        rows, columns = param.shape
        lr = self.lr * math.sqrt(max(1, rows / columns))
        param.data *= 1 - self.lr * self.weight_decay
        param.data -= lr * orthogonalize(ahead, self.ns_steps, self.eps)


def orthogonalize(matrix: np.ndarray, steps: int = 5, eps: float = 1e-7) -> np.ndarray:
    """Move the singular values of ``matrix`` toward 1, keeping its singular vectors.

    Each Newton-Schulz iteration X ← a X + (b A + c A²) X with A = X Xᵀ applies
    the polynomial a s + b s³ + c s⁵ to every singular value s, by matrix
    products alone. The coefficients grow small values fastest; after five
    iterations they lie roughly between 0.7 and 1.2. ``eps`` is the smallest norm
    to divide by.
    """
    a, b, c = 3.4445, -4.7750, 2.0315
    wide = matrix.shape[0] <= matrix.shape[1]
    X = matrix if wide else matrix.T  # the smaller of X Xᵀ and Xᵀ X is cheaper
    X = X / max(float(np.linalg.norm(X)), eps)  # so that no singular value is above 1
    for _ in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * (A @ A)) @ X
    return X if wide else X.T


def clip_grad_norm_(parameters: Iterable[Tensor], max_norm: float) -> float:
    """Shrink all gradients by one factor, so that together they are at most ``max_norm`` long.

    Returns the Euclidean length, before, of all gradients taken as one vector
    (Pascanu, Mikolov and Bengio 2013, algorithm 1); parameters without a
    gradient are passed over. If the length is not finite, no factor mends that,
    and a FloatingPointError is raised.
    """
    _validate_ranges(max_norm=max_norm)
    gradients = [param.grad for param in parameters if param.grad is not None]
    # float64: the squares of large float32 gradients overflow
    norm = math.sqrt(sum(float(np.square(g, dtype=np.float64).sum()) for g in gradients))
    if not math.isfinite(norm):
        raise FloatingPointError(
            f"clip_grad_norm_: the gradients' norm is {norm}: the loss has overflowed, or "
            f"an operation has left its domain"
        )
    factor = max_norm / (norm + 1e-6)
    if factor < 1:
        for grad in gradients:
            grad *= factor
    return norm


def _zeros_at_first(state: dict, name: str, like: np.ndarray) -> np.ndarray:
    """Return ``state[name]``, made as zeros of the shape of ``like`` if it is missing."""
    if name not in state:
        state[name] = np.zeros_like(like)
    return state[name]


def _validate_ranges(low: float = 0, below: float = np.inf, **values: float) -> None:
    """Raise a ValueError unless each value is at least ``low`` and less than ``below``."""
    for name, value in values.items():
        if not low <= value < below:
            wanted = f"at least {low}" + ("" if below == np.inf else f" and below {below}")
            raise ValueError(f"{name} must be {wanted}, got {value}")


def _validate_params(params: Iterable[Tensor]) -> list[Tensor]:
    """Return ``params`` as a list, or say what is wrong with them."""
    if isinstance(params, Tensor):
        raise TypeError("params must be a list of tensors, got one Tensor: write [tensor]")
    params = list(params)
    if not params:
        raise ValueError("params is empty: there is nothing to train")
    for i, param in enumerate(params):
        if not isinstance(param, Tensor):
            raise TypeError(f"params[{i}] must be a Tensor, got {type(param).__name__}")
        if param.op or not param.requires_grad:
            what = f"the result of {param.op}" if param.op else "made without requires_grad"
            raise ValueError(
                f"params[{i}] (shape {param.shape}) cannot be trained, it is {what}: "
                f"pass a tensor made with requires_grad=True"
            )
    if len(set(params)) != len(params):
        raise ValueError("a tensor is in params more than once, and would move twice a step")
    return params
