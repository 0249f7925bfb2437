"""Image classifiers from LeNet-5 (1998) to the Vision Transformer (2021); a face detector."""

from dlbook.models.vision.alexnet import alexnet
from dlbook.models.vision.efficientnet import efficientnet, efficientnet_lite0, lite0_input
from dlbook.models.vision.lenet import lenet5
from dlbook.models.vision.mtcnn import MTCNN, Faces
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
    "MTCNN",
    "EncoderBlock",
    "Faces",
    "ResNet",
    "SelfAttention",
    "ViT",
    "ViTConfig",
    "alexnet",
    "cifar_resnet",
    "conv_net",
    "efficientnet",
    "efficientnet_lite0",
    "lenet5",
    "lite0_input",
    "residual_net",
    "resnet18",
    "resnet34",
    "resnet50",
    "resnet101",
    "resnet152",
    "strided_net",
    "vgg",
]
