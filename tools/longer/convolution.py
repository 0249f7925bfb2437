"""Convolution's comparisons with four times the steps and three other seeds."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from dlbook import train
from dlbook.data import load
from dlbook.data.batches import flip
from dlbook.data.tensors import standardize
from dlbook.models import vision
from tools.longer.record import definitions, percent

PARTS = ("digits", "ablation", "photographs")
TIMES, SEEDS = 4, (3, 4, 5)


def digits() -> dict:
    """Train with four times the steps of the chapter and three other seeds.

    Test accuracy in percent, on centered digits and (500 of them) eight pixels to the left,
    and processor seconds.
    """
    chapter = definitions("convolution")
    data = chapter.digits = standardize(load("mnist"))
    chapter.seconds = {}

    def dense():
        return chapter.dense_net(784, 128)

    kinds = {  # as in the chapter: network, steps, learning rate, batch, augmentation
        "dense": (dense, 1500, 3e-3, 128, None),
        "dense, shifted": (dense, 1500, 3e-3, 128, chapter.any_shift),
        "LeNet-5": (vision.lenet5, 270, 5e-3, 64, None),
        "conv_net": (lambda: vision.conv_net(1, (16, 32, 64)), 125, 1e-2, 96, None),
    }
    found = {}
    for name, (build, steps, lr, batch, augment) in kinds.items():
        nets, seconds = [], []
        for seed in SEEDS:
            torch.manual_seed(seed)
            given = (data.x_train, data.y_train, TIMES * steps, lr, batch, augment, seed)
            nets.append(chapter.fitted(name, build(), *given))
            seconds.append(round(chapter.seconds[name], 1))
        right = percent(train.accuracy(n, data.x_test, data.y_test) for n in nets)
        found[name] = {
            "steps": TIMES * steps,
            "accuracy": right,
            "mean": round(float(np.mean(right)), 1),
            "eight pixels to the left": percent(chapter.accuracy_moved(n, -8) for n in nets),
            "seconds": seconds,
        }
    return found


def _photos(chapter):
    chapter.photos = standardize(load("cifar10"))
    chapter.x, chapter.y = chapter.photos.x_train, chapter.photos.y_train
    chapter.seconds = {}
    return chapter.photos


def ablation() -> dict:
    """Train with the shortcut and without it, four times the steps, three other seeds.

    The learning rate is the chapter's, 0.01; test accuracy in percent.
    """
    chapter = definitions("convolution")
    data, steps = _photos(chapter), TIMES * 80
    found = {"steps": steps}
    for blocks in (2, 12):
        means = []
        for name, shortcut in (("with", nn.Identity), ("without", chapter.NoShortcut)):
            right = []
            for seed in SEEDS:
                torch.manual_seed(seed)
                net = chapter.photo_net(blocks, shortcut)
                given = (chapter.x, chapter.y, steps, 1e-2)
                net = chapter.fitted("ablation", net, *given, augment=flip, seed=seed)
                right.append(train.accuracy(net, data.x_test, data.y_test))
            means.append(100 * float(np.mean(right)))
            found[f"{blocks} blocks, {name}"] = {
                "accuracy": percent(right),
                "mean": round(means[-1], 1),
            }
        found[f"{blocks} blocks, lost without"] = round(means[0] - means[1], 1)
    return found


def photographs() -> dict:
    """Train three networks for photographs, four times the steps, three other seeds.

    Test accuracy in percent, and processor seconds.
    """
    chapter = definitions("convolution")
    data = _photos(chapter)
    kinds = {  # as in the chapter: network, steps, learning rate
        "linear": (lambda: nn.Sequential(nn.Flatten(), nn.Linear(3072, 10)), 400, 1e-3),
        "dense": (lambda: chapter.dense_net(3072, 64), 1000, 1e-3),
        "2 blocks": (lambda: chapter.photo_net(2), 240, 1e-2),
    }
    found = {}
    for name, (build, steps, lr) in kinds.items():
        right, seconds = [], []
        for seed in SEEDS:
            torch.manual_seed(seed)
            given = (chapter.x, chapter.y, TIMES * steps, lr)
            net = chapter.fitted(name, build(), *given, augment=flip, seed=seed)
            right.append(train.accuracy(net, data.x_test, data.y_test))
            seconds.append(round(chapter.seconds[name], 1))
        found[name] = {
            "steps": TIMES * steps,
            "accuracy": percent(right),
            "mean": round(100 * float(np.mean(right)), 1),
            "seconds": seconds,
        }
    return found
