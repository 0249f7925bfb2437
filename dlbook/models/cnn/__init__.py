"""Convolutional networks, one family a file, from 1998 to 2019."""

from dlbook.models.cnn.alexnet import alexnet
from dlbook.models.cnn.efficientnet import efficientnet
from dlbook.models.cnn.lenet import lenet5
from dlbook.models.cnn.resnet import (
    ResNet,
    cifar_resnet,
    resnet18,
    resnet34,
    resnet50,
    resnet101,
    resnet152,
)
from dlbook.models.cnn.small import conv_net, residual_net, strided_net
from dlbook.models.cnn.vgg import vgg

__all__ = [
    "ResNet",
    "alexnet",
    "cifar_resnet",
    "conv_net",
    "efficientnet",
    "lenet5",
    "residual_net",
    "resnet18",
    "resnet34",
    "resnet50",
    "resnet101",
    "resnet152",
    "strided_net",
    "vgg",
]
