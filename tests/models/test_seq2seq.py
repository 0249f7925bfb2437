"""Encoder-decoders agree with torch's layers, ignore padding, learn, and are searched well."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import nn

from dlbook.data.sequences import END, PAD, START, pad_sequences
from dlbook.models.language import (
    AdditiveAttention,
    GRUSeq2Seq,
    GRUSeq2SeqConfig,
    MultiHeadAttention,
    RecurrentEncoder,
    TransformerBlock,
    TransformerConfig,
    TransformerSeq2Seq,
    beam_search,
    greedy_search,
)
from dlbook.models.language.seq2seq import Memory
from tests.models.checks import GAP, device_gap

SOURCES = pad_sequences([[4, 5, 6, 7, 8], [9, 4], [5, 5, 7]])
TARGETS = torch.tensor([[1, 4, 5, 6], [1, 7, 2, 0], [1, 6, 6, 2]])

MODELS = [
    pytest.param(lambda: GRUSeq2Seq(GRUSeq2SeqConfig(11, 9)), id="gru"),
    pytest.param(
        lambda: GRUSeq2Seq(GRUSeq2SeqConfig(11, 9, attention=False)), id="gru, one vector"
    ),
    pytest.param(
        lambda: TransformerSeq2Seq(TransformerConfig(11, 9, 16, d_model=24, n_head=3)),
        id="transformer",
    ),
]


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(0)


def compare(ours, theirs, inputs):
    """Compare outputs and the gradients of inputs, in float64."""
    found = []
    for f in (ours, theirs):
        copies = [x.detach().clone().requires_grad_() for x in inputs]
        output = f(*copies)
        weight = torch.cos(torch.arange(output.numel(), dtype=output.dtype))
        (output * weight.view_as(output)).sum().backward()
        found.append([output, *(x.grad for x in copies)])
    for a, b in zip(*found, strict=True):
        torch.testing.assert_close(a, b)


# --- the same as torch's layers -----------------------------------------------------


def test_the_encoder_reads_each_source_to_its_own_end():
    encoder = RecurrentEncoder(11, 6, 5).double()
    memory = encoder(SOURCES)
    for row, source in enumerate(SOURCES):
        alone = source[source != PAD][None]
        states, ends = encoder.gru(encoder.embedding(alone))
        torch.testing.assert_close(memory.states[row, : alone.shape[1]], states[0])
        torch.testing.assert_close(memory.summary[row], torch.cat([ends[0, 0], ends[1, 0]]))


def copy_attention(ours: MultiHeadAttention, theirs: nn.MultiheadAttention) -> None:
    for kind in ("weight", "bias"):
        parts = [getattr(p, kind) for p in (ours.query, ours.key, ours.value)]
        getattr(theirs, f"in_proj_{kind}").data.copy_(torch.cat(parts))
    theirs.out_proj.load_state_dict(ours.proj.state_dict())


def test_multi_head_attention_is_torchs():
    ours = MultiHeadAttention(12, 3).double()
    theirs = nn.MultiheadAttention(12, 3, batch_first=True).double()
    copy_attention(ours, theirs)
    allowed = torch.tensor([[True] * 5, [True] * 2 + [False] * 3])
    compare(
        lambda x, y: ours(x, y, allowed[:, None, None, :]),
        lambda x, y: theirs(x, y, y, key_padding_mask=~allowed, need_weights=False)[0],
        (torch.randn(2, 4, 12).double(), torch.randn(2, 5, 12).double()),
    )


@pytest.mark.parametrize("cross", [False, True])
def test_a_block_is_torchs_layer(cross):
    ours = TransformerBlock(12, 3, 20, cross).double()
    kind = nn.TransformerDecoderLayer if cross else nn.TransformerEncoderLayer
    theirs = kind(12, 3, 20, 0.0, "gelu", batch_first=True, norm_first=True).double()
    copy_attention(ours.attention, theirs.self_attn)
    norms = (ours.norm_1, ours.norm_2, ours.norm_3) if cross else (ours.norm_1, ours.norm_3)
    for number, norm in enumerate(norms, start=1):
        nn.init.normal_(norm.weight)
        nn.init.normal_(norm.bias)
        getattr(theirs, f"norm{number}").load_state_dict(norm.state_dict())
    theirs.linear1.load_state_dict(ours.up.state_dict())
    theirs.linear2.load_state_dict(ours.down.state_dict())
    x, y = torch.randn(2, 4, 12).double(), torch.randn(2, 5, 12).double()
    if not cross:
        allowed = torch.tensor([[True] * 4, [True] * 3 + [False]])
        compare(
            lambda x: ours(x, allowed[:, None, None, :])[allowed],
            lambda x: theirs(x, src_key_padding_mask=~allowed)[allowed],
            (x,),
        )
        return
    copy_attention(ours.cross, theirs.multihead_attn)
    is_token = torch.tensor([[True] * 5, [True] * 2 + [False] * 3])
    causal = torch.ones(4, 4, dtype=torch.bool).tril()
    compare(
        lambda x, y: ours(x, causal, Memory(y, y[:, 0], is_token)),
        lambda x, y: theirs(x, y, tgt_mask=~causal, memory_key_padding_mask=~is_token),
        (x, y),
    )


def test_additive_attention_is_its_formula():
    attention = AdditiveAttention(3, 4, 5).double()
    states, query = torch.randn(2, 6, 4).double(), torch.randn(2, 3).double()
    is_token = torch.tensor([[True] * 6, [True] * 2 + [False] * 4])
    W, U, b = attention.query.weight, attention.key.weight, attention.key.bias
    v = attention.score.weight[0]

    def by_hand(query, states):
        contexts = []
        for s, h, n in zip(query, states, is_token.sum(1), strict=True):
            e = torch.stack([v @ torch.tanh(W @ s + U @ h_j + b) for h_j in h[:n]])
            contexts.append(sum(a * h_j for a, h_j in zip(e.softmax(0), h[:n], strict=True)))
        return torch.stack(contexts)

    def ours(query, states):
        memory = Memory(states, states[:, 0], is_token)
        return attention(query, memory, attention.key(states))[0]

    compare(ours, by_hand, (query, states))


# --- what both models owe ----------------------------------------------------------


@pytest.mark.parametrize("build", MODELS)
def test_padding_changes_nothing(build):
    model = build().double().eval()
    together = model(SOURCES, TARGETS)
    for row, source in enumerate(SOURCES):
        alone = model(source[source != PAD][None], TARGETS[row : row + 1])
        torch.testing.assert_close(together[row : row + 1], alone)


@pytest.mark.parametrize("build", MODELS)
def test_logits_do_not_depend_on_later_tokens(build):
    model = build().eval()
    other = TARGETS.clone()
    other[:, 2:] = 8 - other[:, 2:]
    torch.testing.assert_close(model(SOURCES, TARGETS)[:, :2], model(SOURCES, other)[:, :2])


@pytest.mark.parametrize("build", MODELS)
def test_steps_give_what_the_whole_gives(build):
    model = build().double().eval()
    memory, state = model.encode(SOURCES)
    steps = []
    for token in TARGETS.unbind(1):
        logits, state, _ = model.step(token, state, memory)
        steps.append(logits)
    torch.testing.assert_close(torch.stack(steps, 1), model(SOURCES, TARGETS))


@pytest.mark.parametrize("build", MODELS)
def test_it_learns_to_write_backwards(build):
    model, words = build(), [[4, 5, 6], [7, 8, 4, 5], [6, 4], [8, 7, 6, 5]]
    source = pad_sequences(words)
    target = pad_sequences([[START, *word[::-1], END] for word in words])
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    for _ in range(60):
        loss = nn.functional.cross_entropy(
            model(source, target[:, :-1]).flatten(0, 1), target[:, 1:].flatten(), ignore_index=0
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    written, _ = greedy_search(model, source, max_length=8)
    assert written.tolist() == target[:, 1:].tolist()


@pytest.mark.gpu
@pytest.mark.parametrize("build", MODELS)
def test_cpu_and_gpu_agree(build):
    class Both(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = build()

        def forward(self, tokens):
            return self.model(tokens, tokens[:, :4] % 9)

    assert device_gap(Both(), SOURCES) < GAP


# --- searches ----------------------------------------------------------------------


@pytest.mark.parametrize("build", MODELS)
def test_a_beam_of_one_is_greedy(build):
    model = build().eval()
    greedy, _ = greedy_search(model, SOURCES, max_length=7)
    beam, _ = beam_search(model, SOURCES, width=1, max_length=7)
    assert greedy.tolist() == beam.tolist()


@pytest.mark.parametrize("power", [0.0, 1.0])
def test_a_wide_beam_finds_the_best_of_all_texts(power):
    torch.manual_seed(3)
    model = GRUSeq2Seq(GRUSeq2SeqConfig(11, 6)).double().eval()
    nn.init.normal_(model.head.weight, std=2.0)
    tokens, log_p = beam_search(model, SOURCES, 200, max_length=3, length_power=power)
    for row in range(len(SOURCES)):
        best = max(
            (score / len(text) ** power, text, score)
            for text, score in every_text(model, SOURCES[row : row + 1], 3)
        )
        assert [t for t in tokens[row].tolist() if t != PAD] == list(best[1])
        assert log_p[row].item() == pytest.approx(best[2])


def every_text(model, source, longest):
    """Yield all texts of up to ``longest`` tokens with their log-probabilities."""
    others = [t for t in range(6) if t not in (PAD, END)]
    for n in range(longest + 1):
        for body in itertools.product(others, repeat=n):
            text = (*body, END) if n < longest else body
            target = torch.tensor([[START, *text]])
            log_p = model(source, target[:, :-1]).log_softmax(-1)[0]
            if text:
                yield text, log_p[range(len(text)), list(text)].sum().item()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: beam_search(m, SOURCES, 0, 5), "width must be at least 1"),
        (lambda m: m(pad_sequences([[4], []]), TARGETS[:2]), "a source is empty"),
        (
            lambda m: TransformerSeq2Seq(TransformerConfig(11, 9, 3))(SOURCES, TARGETS),
            "exceed the block size of 3",
        ),
        (lambda m: MultiHeadAttention(10, 3), "not a multiple of 3 heads"),
    ],
)
def test_what_cannot_work_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call(GRUSeq2Seq(GRUSeq2SeqConfig(11, 9)))
