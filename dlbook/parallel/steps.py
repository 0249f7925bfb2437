"""The same gradients in one process and in several, three ways.

Each function trains a copy of the same network, as ``split_net`` makes it, and returns the
gradients that its process holds, by the name of the parameter.
"""

from __future__ import annotations

import copy

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, relu

Gradients = dict[str, Tensor]


def split_net(seed: int = 0, hidden: int = 128) -> nn.Sequential:
    """Return a network for these functions: 64 inputs, two layers, 10 classes."""
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10))


def gradients(model: nn.Module) -> Gradients:
    """Return the gradients of all parameters by name."""
    return {name: p.grad for name, p in model.named_parameters()}


def single(model: nn.Module, x: Tensor, y: Tensor) -> Gradients:
    """Return the gradients of the mean loss in one process."""
    model = copy.deepcopy(model)
    cross_entropy(model(x), y).backward()
    return gradients(model)


def data_parallel(rank: int, world: int, model: nn.Module, x: Tensor, y: Tensor) -> Gradients:
    """Split the batch into equal parts: all parameters everywhere, gradients averaged.

    Parts of different sizes would give a mean of means, so they are refused.
    """
    if len(x) % world:
        raise ValueError(f"data_parallel: cannot split {len(x)} examples equally by {world}")
    model = copy.deepcopy(model)
    cross_entropy(model(x.chunk(world)[rank]), y.chunk(world)[rank]).backward()
    for p in model.parameters():
        dist.all_reduce(p.grad)  # adds up over the processes
        p.grad /= world
    return gradients(model)


def tensor_parallel(rank: int, world: int, model: nn.Module, x: Tensor, y: Tensor) -> Gradients:
    """Split the layers: each process has some hidden neurons and what they feed.

    The first layer is cut by its outputs, the second by its inputs, so that the processes
    need only one sum, of the logits.
    """
    model = copy.deepcopy(model)
    first, second = model[0], model[2]
    cuts = (
        first.weight.tensor_split(world),
        first.bias.tensor_split(world),
        second.weight.tensor_split(world, dim=1),
    )
    W1, b1, W2 = (cut[rank].detach().clone().requires_grad_() for cut in cuts)
    partial = relu(x @ W1.T + b1) @ W2.T
    logits = partial.detach().clone()
    dist.all_reduce(logits)
    logits.requires_grad_()
    cross_entropy(logits + second.bias, y).backward()
    partial.backward(logits.grad)  # the gradient of a sum goes to each of its terms
    parts = {"0.weight": W1.grad, "0.bias": b1.grad, "2.weight": W2.grad}
    return parts | {"2.bias": second.bias.grad}


def pipeline(
    rank: int, world: int, model: nn.Module, x: Tensor, y: Tensor, micro_batches: int = 4
) -> Gradients:
    """Split by depth: the first process sends activations, the second gradients back."""
    if world != 2:
        raise ValueError(f"pipeline: expected two processes, one for each layer, got {world}")
    model = copy.deepcopy(model)
    stage = model[:2] if rank == 0 else model[2:]
    outputs, sent = [], []
    for part, labels in zip(x.chunk(micro_batches), y.chunk(micro_batches), strict=True):
        if rank == 0:
            outputs.append(stage(part))
            sent.append(dist.isend(outputs[-1].detach(), dst=1))  # and go on with the next
        else:
            arrived = torch.empty(len(part), stage[0].in_features)
            dist.recv(arrived, src=0)
            arrived.requires_grad_()
            loss = cross_entropy(stage(arrived), labels, reduction="sum") / len(x)
            loss.backward()
            sent.append(dist.isend(arrived.grad, dst=0))
    for output in outputs:  # of the first process: gradients arrive in the same order
        grad = torch.empty_like(output)
        dist.recv(grad, src=1)
        output.backward(grad)
    for message in sent:
        message.wait()
    return gradients(stage)
