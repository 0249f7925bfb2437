"""Fine-tuning on answers and on preferences."""

from __future__ import annotations

import math

import pytest
import torch

from dlbook.models.language import Llama, LlamaConfig, add_lora
from dlbook.train import (
    answer_log_probs,
    dpo_loss,
    lower_blocks,
    pack,
    upper_blocks,
    write_answers,
)

PROMPTS, ANSWERS = [[1, 2, 3], [4], [5, 6]], [[7, 8], [9, 10, 11], [12]]


@pytest.fixture
def model():
    torch.manual_seed(0)  # of other weights, an answer may end before its third token
    sizes = {"d_model": 24, "n_head": 6, "n_kv_head": 2, "n_layer": 3, "d_ff": 32}
    return Llama(LlamaConfig(vocab_size=40, block_size=16, **sizes)).double().eval()


def test_packed_targets_under_the_mask_are_the_answers():
    inputs, targets, mask = pack(PROMPTS, ANSWERS)
    assert inputs.shape == targets.shape == mask.shape == (3, 4)
    for row, (prompt, answer) in enumerate(zip(PROMPTS, ANSWERS, strict=True)):
        text = [*prompt, *answer]
        assert targets[row, mask[row]].tolist() == answer
        assert inputs[row, : len(text) - 1].tolist() == text[:-1]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_lower_then_upper_blocks_are_the_model(model, number):
    tokens = torch.randint(40, (2, 7))
    hidden = upper_blocks(model, lower_blocks(model, tokens, number), number)
    torch.testing.assert_close(hidden, model.hidden(tokens))


def test_log_probs_are_those_of_each_answer_alone(model):
    inputs, targets, mask = pack(PROMPTS, ANSWERS)
    found = answer_log_probs(model, model.hidden(inputs), targets, mask)
    for total, prompt, answer in zip(found, PROMPTS, ANSWERS, strict=True):
        log_p = model(torch.tensor([[*prompt, *answer]]))[0].log_softmax(dim=-1)
        each = [log_p[len(prompt) - 1 + i, token] for i, token in enumerate(answer)]
        torch.testing.assert_close(total, sum(each))


def test_dpo_is_the_logistic_loss_of_the_difference():
    chosen, rejected = torch.tensor([2.0, -1.0]), torch.tensor([0.5, 3.0])
    expected = [math.log1p(math.exp(-0.3 * d)) for d in (1.5, -4.0)]
    assert dpo_loss(chosen, rejected, 0.3).item() == pytest.approx(sum(expected) / 2)


def test_dpo_pushes_the_two_apart_and_equally():
    chosen, rejected = (torch.randn(5, dtype=torch.float64).requires_grad_() for _ in "ab")
    assert torch.autograd.gradcheck(dpo_loss, (chosen, rejected))
    dpo_loss(chosen, rejected).backward()
    assert (chosen.grad < 0).all()
    torch.testing.assert_close(chosen.grad, -rejected.grad)


def test_dpo_of_far_pairs_is_finite():
    far = torch.tensor([1e4, -1e4])
    assert dpo_loss(far, -far, 1.0).item() == pytest.approx(1e4)


def test_answers_together_are_those_alone(model):
    prompts = [[1, 2], [3], [4, 5], [6, 7, 8]]
    together = write_answers(model, prompts, 5, stop=0, temperature=0)
    alone = [write_answers(model, [p], 5, stop=0, temperature=0)[0] for p in prompts]
    assert together == alone
    assert all(0 not in answer and len(answer) <= 5 for answer in together)


def test_an_answer_ends_before_the_stop(model):
    (first,) = write_answers(model, [[1, 2]], 5, stop=39, temperature=0)
    stop = first[2]
    (shorter,) = write_answers(model, [[1, 2]], 5, stop=stop, temperature=0)
    assert shorter == first[: first.index(stop)]


@pytest.mark.gpu
def test_a_preference_is_learned_on_a_gpu(model):
    model = model.float().cuda()
    adapters = add_lora(model, model.blocks[1:])
    weights = [p for adapter in adapters for p in (adapter.A, adapter.B)]
    optimizer = torch.optim.AdamW(weights, 1e-2)
    sides = [[t.cuda() for t in pack(PROMPTS, answers)] for answers in (ANSWERS, ANSWERS[::-1])]

    def scores():
        return [
            answer_log_probs(
                model, upper_blocks(model, lower_blocks(model, x, 1), 1), targets, mask
            )
            for x, targets, mask in sides
        ]

    with torch.no_grad():
        before = scores()
    for _ in range(30):
        ratios = [now - then for now, then in zip(scores(), before, strict=True)]
        loss = dpo_loss(*ratios, beta=1.0)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.5  # log 2 = 0.69 at first; the pair in the middle stays there
