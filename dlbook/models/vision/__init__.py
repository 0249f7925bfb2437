"""Image classifiers from LeNet-5 (1998) to the Vision Transformer (2021)."""

from dlbook.models.vision.alexnet import alexnet
from dlbook.models.vision.efficientnet import efficientnet
from dlbook.models.vision.lenet import lenet5
from dlbook.models.vision.resnet import (
    ResNet,
    cifar_resnet,
    resnet18,
    resnet34,
    resnet50,
    resnet101,
    resnet152,
)
from dlbook.models.vision.tiny_cnn import conv_net, residual_net, strided_net
from dlbook.models.vision.vgg import vgg
from dlbook.models.vision.vit import EncoderBlock, SelfAttention, ViT, ViTConfig

__all__ = [
    "EncoderBlock",
    "ResNet",
    "SelfAttention",
    "ViT",
    "ViTConfig",
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
