"""What every model owes, as tables: published counts, shapes, learning, devices."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import count_operations, count_parameters, mlp
from dlbook.models import generative as gan
from dlbook.models import vision as v
from dlbook.models.language import (
    GPT,
    Bert,
    BertConfig,
    CharRNN,
    GPTConfig,
    Llama,
    LlamaConfig,
)
from dlbook.models.vision.vit import VIT_B_16, VIT_L_16
from tests.models.checks import (
    GAP,
    device_gap,
    example,
    gap,
    outputs_and_gradients,
    overfit,
    random_tokens,
)


def published(*rows):
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


# Sources: the papers' tables, torchvision's models, PyTorch's DCGAN example.
PARAMETERS = published(
    ("lenet5", v.lenet5, 61_706),
    ("alexnet", v.alexnet, 60_965_224),
    ("vgg11", lambda: v.vgg(11), 132_863_336),
    ("vgg13", lambda: v.vgg(13), 133_047_848),
    ("vgg16", lambda: v.vgg(16), 138_357_544),
    ("vgg19", lambda: v.vgg(19), 143_667_240),
    ("resnet18", v.resnet18, 11_689_512),
    ("resnet34", v.resnet34, 21_797_672),
    ("resnet50", v.resnet50, 25_557_032),
    ("resnet101", v.resnet101, 44_549_160),
    ("resnet152", v.resnet152, 60_192_808),
    *(
        (f"efficientnet-b{i}", lambda i=i: v.efficientnet(i), n)
        for i, n in enumerate(
            [
                *(5_288_548, 7_794_184, 9_109_994, 12_233_232),
                *(19_341_616, 30_389_784, 43_040_704, 66_347_960),
            ]
        )
    ),
    ("efficientnet-lite0", v.efficientnet_lite0, 4_652_008),
    ("vit-b16", lambda: v.ViT(VIT_B_16), 86_567_656),
    ("vit-l16", lambda: v.ViT(VIT_L_16), 304_326_632),
    ("dcgan generator", gan.dcgan_generator, 3_576_704),
    ("dcgan discriminator", gan.dcgan_discriminator, 2_765_568),
    ("smollm2-135m", lambda: Llama(LlamaConfig()), 134_515_008),
    # BERT-base has 109,482,240, of which the pooling layer, left out here, 590,592.
    ("bert-base", lambda: Bert(BertConfig(30_522, 512, 768, 12, 12, 3072)), 108_891_648),
)

MILLION_OPERATIONS = published(
    ("lenet5", v.lenet5, (1, 28, 28), 0.416520),
    ("alexnet", v.alexnet, (3, 227, 227), 724),
    ("vgg16", lambda: v.vgg(16), (3, 224, 224), 15_470),
    ("resnet18", v.resnet18, (3, 224, 224), 1_814),
    ("resnet50", v.resnet50, (3, 224, 224), 4_089),
    ("cifar_resnet", v.cifar_resnet, (3, 32, 32), 40.55),
    ("efficientnet-b0", v.efficientnet, (3, 224, 224), 386),
    ("efficientnet-lite0", v.efficientnet_lite0, (3, 224, 224), 385),
)

# How a class count and other sizes show in the shape of the output.
SHAPES = published(
    ("lenet5", lambda: v.lenet5(num_classes=7, activation=nn.ReLU), (3, 1, 28, 28), (3, 7)),
    ("conv_net", lambda: v.conv_net(1, num_classes=7), (3, 1, 32, 24), (3, 7)),
    ("residual_net", lambda: v.residual_net(2, num_classes=7), (3, 2, 32, 24), (3, 7)),
    ("strided_net", lambda: v.strided_net(2, num_classes=7), (3, 2, 28, 28), (3, 7)),
    ("strided_net, any size", lambda: v.strided_net(2), (3, 2, 32, 24), (3, 10)),
    ("resnet18, any size", lambda: v.resnet18(num_classes=7), (2, 3, 64, 96), (2, 7)),
    ("lite0, odd size", lambda: v.efficientnet_lite0(num_classes=7), (2, 3, 65, 97), (2, 7)),
    ("dcgan G", lambda: gan.dcgan_generator(11, 4, 2), (3, 11), (3, 2, 64, 64)),
    ("dcgan D", lambda: gan.dcgan_discriminator(4, 2), (3, 2, 64, 64), (3,)),
    ("toy G", lambda: gan.toy_generator(11, 4), (3, 11), (3, 1, 28, 28)),
    ("toy D", lambda: gan.toy_discriminator(4), (3, 1, 28, 28), (3,)),
)

LEARN = published(
    ("mlp", lambda: mlp(6, 64, 10), (32, 6), 200, 1e-2),
    ("lenet5", v.lenet5, (16, 1, 28, 28), 60, 3e-3),
    ("cifar_resnet", lambda: v.cifar_resnet(8), (12, 3, 16, 16), 30, 1e-2),
    ("conv_net", lambda: v.conv_net(3), (16, 3, 16, 16), 50, 1e-2),
    ("residual_net", lambda: v.residual_net(3), (16, 3, 16, 16), 50, 1e-2),
    ("strided_net", lambda: v.strided_net(3), (16, 3, 16, 16), 50, 1e-2),
    ("vit", lambda: v.ViT(v.ViTConfig(n_layer=1)), (16, 1, 28, 28), 60, 3e-3),
)

SMALL_LLAMA = LlamaConfig(13, 9, d_model=24, n_head=6, n_kv_head=2, n_layer=2, d_ff=40)

TEXT = published(
    ("gpt", lambda: GPT(GPTConfig(13, 9, 24, 3, 2)), 1e-2),
    ("llama", lambda: Llama(SMALL_LLAMA), 1e-2),
    ("rnn", lambda: CharRNN(13, 32, cell=nn.RNN), 2e-2),
    ("gru", lambda: CharRNN(13, 32, cell=nn.GRU), 2e-2),
    ("lstm", lambda: CharRNN(13, 32, cell=nn.LSTM), 2e-2),
)

DEVICES = published(
    ("mlp", lambda: mlp(784, 128, 10), (7, 784)),
    ("lenet5", v.lenet5, (5, 1, 28, 28)),
    ("alexnet", v.alexnet, (2, 3, 227, 227)),
    ("vgg11", lambda: v.vgg(11), (2, 3, 224, 224)),
    ("resnet18", v.resnet18, (2, 3, 64, 64)),
    ("resnet50", v.resnet50, (2, 3, 64, 64)),
    ("cifar_resnet", v.cifar_resnet, (5, 3, 32, 32)),
    ("efficientnet-b0", v.efficientnet, (2, 3, 64, 64)),
    ("efficientnet-lite0", v.efficientnet_lite0, (2, 3, 64, 64)),
    ("conv_net", lambda: v.conv_net(3), (5, 3, 32, 32)),
    ("residual_net", lambda: v.residual_net(3), (5, 3, 32, 32)),
    ("strided_net", lambda: v.strided_net(3), (5, 3, 32, 32)),
    ("vit", lambda: v.ViT(v.ViTConfig()), (5, 1, 28, 28)),
    ("dcgan G", lambda: gan.dcgan_generator(base_channels=16), (3, 100)),
    ("dcgan D", lambda: gan.dcgan_discriminator(base_channels=16), (3, 3, 64, 64)),
    ("toy G", gan.toy_generator, (3, 64)),
    ("toy D", gan.toy_discriminator, (3, 1, 28, 28)),
)


@pytest.mark.parametrize(("build", "parameters"), PARAMETERS)
def test_parameters_as_published(build, parameters):
    with torch.device("meta"):
        assert count_parameters(build()) == parameters


@pytest.mark.parametrize(("build", "shape", "millions"), MILLION_OPERATIONS)
def test_operations_as_published(build, shape, millions):
    with torch.device("meta"):
        assert count_operations(build(), *shape) / 1e6 == pytest.approx(millions, rel=1e-3)


@pytest.mark.parametrize(("build", "inputs", "output"), SHAPES)
def test_shapes(build, inputs, output):
    assert build()(example(*inputs)[0]).shape == output


@pytest.mark.parametrize(("build", "shape", "steps", "lr"), LEARN)
def test_it_learns_a_batch(build, shape, steps, lr):
    assert overfit(build(), *example(*shape), steps=steps, lr=lr) < 0.1


@pytest.mark.parametrize(("build", "lr"), TEXT)
def test_it_learns_a_text(build, lr):
    x = random_tokens(4, 10)
    assert overfit(build(), x[:, :-1], x[:, 1:], steps=120, lr=lr) < 0.1


@pytest.mark.parametrize(("build", "_"), TEXT)
def test_logits_do_not_depend_on_later_tokens(build, _):
    model, x = build(), random_tokens(3, 9)
    for weight in model.parameters():
        nn.init.normal_(weight, std=0.3)  # some layers start at zero
    other = x.clone()
    other[:, 5:] = (x[:, 5:] + 1) % 13
    torch.testing.assert_close(model(x)[:, :5], model(other)[:, :5])
    assert (model(x)[:, 5] - model(other)[:, 5]).abs().max() > 0.01


@pytest.mark.gpu
@pytest.mark.parametrize(("build", "shape"), DEVICES)
def test_cpu_and_gpu_agree(build, shape):
    assert device_gap(build(), example(*shape)[0]) < GAP


@pytest.mark.gpu
@pytest.mark.parametrize(("build", "_"), TEXT)
def test_cpu_and_gpu_agree_on_text(build, _):
    assert device_gap(build(), random_tokens(5, 9)) < GAP


# --- the checks notice -------------------------------------------------------------


@pytest.mark.parametrize("name", ["0.weight", "2.bias"])
def test_one_wrong_number_is_noticed(name):
    model, other = nn.Sequential(*mlp(5, 11, 3)[1:]), nn.Sequential(*mlp(5, 11, 3)[1:])
    other.load_state_dict(model.state_dict())
    x, _ = example(7, 5)
    assert device_gap(model, x, device="cpu") == 0.0
    with torch.no_grad():
        other.get_parameter(name).flatten()[1] += 0.05
    here, there = (outputs_and_gradients(m, (x,), "cpu") for m in (model, other))
    assert gap(here, there) > 3 * GAP


def test_inputs_that_are_all_alike_are_not_learned():
    x, y = example(16, 5)
    assert overfit(mlp(5, 64, 10), torch.zeros_like(x), y, steps=100) > 1.0
