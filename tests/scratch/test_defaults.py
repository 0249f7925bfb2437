"""Names and defaults of arguments are torch's, wherever there is a choice."""

import inspect

import pytest
import torch
from torch.optim import lr_scheduler

from dlbook.scratch import init, layers, optim

OURS_ONLY = {"rng"}
# A function stands for its name; the rest is said in the docstrings.
DIFFERENT = {("TransformerEncoderLayer", "activation")}


def pairs():
    """Yield ours and torch's of each layer, optimizer, schedule and initializer."""
    for name in layers.__all__:
        yield getattr(layers, name), getattr(torch.nn, name)
    for name in sorted({*optim.__all__} - {"Optimizer", "Schedule"}):
        where = next(m for m in (torch.optim, lr_scheduler, torch.nn.utils) if hasattr(m, name))
        yield getattr(optim, name), getattr(where, name)
    for name in sorted({*init.__all__} - {"fan_in_and_fan_out"}):
        yield getattr(init, name), getattr(torch.nn.init, name)


def arguments(thing) -> dict:
    """Return names and defaults, those that are passed on to a base class included."""
    found = {}
    for cls in reversed(thing.__mro__) if inspect.isclass(thing) else [thing]:
        if "__init__" in vars(cls) or not inspect.isclass(thing):
            target = cls.__init__ if inspect.isclass(cls) else cls
            found |= inspect.signature(target).parameters
    kinds = inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD
    return {
        name: parameter.default
        for name, parameter in found.items()
        if name != "self" and parameter.kind not in kinds
    }


def differences(mine, theirs) -> list[str]:
    ours, torchs = arguments(mine), arguments(theirs)
    # Torch documents these of its recurrent layers, and takes them as *args.
    torchs |= {"nonlinearity": "tanh"} if mine.__name__ == "RNN" else {}
    found = []
    for name, default in ours.items():
        if name in OURS_ONLY or (mine.__name__, name) in DIFFERENT:
            continue
        if name not in torchs:
            found.append(f"{name}: torch has no such argument")
        elif default not in (torchs[name], inspect.Parameter.empty):
            found.append(f"{name}: {default}, torch has {torchs[name]}")
    return found


@pytest.mark.parametrize(("mine", "theirs"), list(pairs()), ids=lambda thing: thing.__name__)
def test_same_as_torch(mine, theirs):
    assert differences(mine, theirs) == []


def test_a_wrong_name_and_a_wrong_default_are_caught():
    def uniform_(tensor, a=0.5, c=1.0):
        """Differ in a default and in a name."""

    assert differences(uniform_, torch.nn.init.uniform_) == [
        "a: 0.5, torch has 0.0",
        "c: torch has no such argument",
    ]
