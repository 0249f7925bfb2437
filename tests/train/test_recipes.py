"""Recipes grow with the scale, learn on small data, and the command records what they reach."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch
from torch import nn

from dlbook.data import ImageData, TableData
from dlbook.data.catalog import CATALOG
from dlbook.data.tensors import ImageTensors, standardize
from dlbook.models.generative import toy_discriminator, toy_generator
from dlbook.models.vision import strided_net
from dlbook.train import __main__ as command
from dlbook.train.recipes import RECIPES, dialogues, gan, images, tabular, text
from dlbook.train.results import Result, Stopwatch, machine, make_record, peak_memory

TEXT = "the quick brown fox jumps over the lazy dog.\n" * 200
NAMES = ["BACEDIFO", "GUHAJEKI", "LOMUNAPE", "RISOTUVAW"] * 45
PLAY = "".join(f"{name}:\n{TEXT[45 * i :][:44]}\n\n" for i, name in enumerate(NAMES))
TINY = images.ImageRecipe(
    "stripes", "mnist", partial(strided_net, 1, num_classes=2), (8, 8), epochs=3, batch_size=16
)
IMAGE_SHAPES = {"mnist": (1, 28, 28), "fashion": (1, 28, 28), "cifar10": (3, 32, 32)}


def stripes(n: int = 96) -> ImageData:
    """Return images of stripes, across or down."""
    rng = np.random.default_rng(0)
    y = rng.integers(2, size=n)
    X = rng.integers(60, size=(n, 16, 16)).astype(np.uint8)
    X[y == 0, ::2] += 150
    X[y == 1, :, ::2] += 150
    return ImageData(X[:64], y[:64], X[64:], y[64:], ("across", "down"))


# --- the scale --------------------------------------------------------------------


@pytest.mark.parametrize("name", RECIPES)
def test_scale_one_changes_nothing(name):
    assert RECIPES[name].scaled(1.0) == RECIPES[name]


@pytest.mark.parametrize(
    ("name", "scale", "expected"),
    [
        ("mnist", 64, {"channels": (64, 128, 256), "epochs": 4, "lr": 5e-3}),
        ("mnist", 1e-3, {"channels": (8, 8, 8), "epochs": 1}),
        ("gan", 64, {"base_channels": 64, "steps": 4000, "lr": 5e-4}),
        ("adult", 4, {"trials": 24, "splits": 3, "n_train": 26_000}),
        ("adult", 1e-3, {"trials": 1}),
        ("shakespeare_gpt", 216, {"d_model": 576, "steps": 9000, "n_layer": 3}),
        ("shakespeare_gpt", 1e-4, {"d_model": 16, "n_layer": 1, "block_size": 14}),
        ("dialogues_gpt", 4, {"d_model": 128, "steps": 4 * dialogues.DIALOGUES_GPT.steps}),
        ("dialogues_table", 0.5, {"like": dialogues.DIALOGUES_GPT.scaled(0.5)}),
    ],
)
def test_a_scale_grows_width_and_length(name, scale, expected):
    recipe = RECIPES[name].scaled(scale)
    for key, value in expected.items():
        assert getattr(recipe, key) == pytest.approx(value), key


@pytest.mark.parametrize("name", IMAGE_SHAPES)
def test_a_network_takes_its_images(name):
    recipe = RECIPES[name]
    model = recipe.build(recipe.channels)
    assert model(torch.zeros(2, *IMAGE_SHAPES[name])).shape == (2, 10)
    assert recipe.data in CATALOG


# --- training ---------------------------------------------------------------------


def test_a_classifier_learns_and_takes_the_steps_of_its_epochs():
    data = standardize(stripes())
    state, batches = images.start_classifier(strided_net(1, (8, 8), 2), TINY, data)
    first = images.train_epochs(state, batches, TINY, epochs=1)
    assert (batches.per_epoch, state.step) == (4, 4)
    assert images.train_epochs(state, batches, TINY, epochs=3) < first
    assert state.step == 12


def test_label_smoothing_raises_the_loss():
    losses = []
    for recipe in (TINY, replace(TINY, label_smoothing=0.5)):
        data = standardize(stripes())
        state, batches = images.start_classifier(strided_net(1, (8, 8), 2), recipe, data)
        losses.append(images.train_epochs(state, batches, recipe, epochs=3))
    assert losses[1] > losses[0] + 0.1


def test_an_image_recipe_records_its_curve(monkeypatch):
    monkeypatch.setattr(images, "load", lambda name: stripes())
    reached, record = TINY.train(1.0, seed=0)
    assert record["recipe"]["epochs"] == len(record["curve"]) == 3
    assert record["curve"][-1][2] == pytest.approx(1.0, abs=0.1)
    assert reached == f"test accuracy {record['curve'][-1][2]:.4f}"


@pytest.mark.parametrize("name", ["shakespeare_lstm", "shakespeare_gpt"])
def test_a_text_recipe_learns_and_writes(name, monkeypatch):
    monkeypatch.setattr(text, "load", lambda name: TEXT)
    record = RECIPES[name].train(0.0005, seed=0).record
    assert record["curve"][0][2] > record["validation_loss"]
    assert record["validation_loss"] == min(row[2] for row in record["curve"])
    assert len(record["sample"]) == 501
    assert set(record["sample"]) <= set(TEXT)


def test_every_parameter_of_the_gpt_is_trained_by_one_rule():
    state = text.start_gpt(text.SHAKESPEARE_GPT.scaled(0.01), 13, torch.device("cpu"))
    grouped = [p for group in state.optimizer.param_groups for p in group["params"]]
    assert len(grouped) == len({id(p) for p in grouped}) == len(list(state.model.parameters()))


@pytest.mark.parametrize("name", ["dialogues_gpt", "dialogues_lstm", "dialogues_table"])
def test_a_dialogue_recipe_judges_by_kind_of_character(name, monkeypatch):
    monkeypatch.setattr(dialogues, "load", lambda name: PLAY)
    monkeypatch.setattr(dialogues, "JUDGED", 14)
    monkeypatch.setattr(dialogues, "REACHES", (16,))
    recipe = RECIPES[name]
    tiny = {"block_size": 96, "batch_size": 2, "steps": 20}
    if name == "dialogues_table":
        recipe = replace(recipe, like=replace(recipe.like, **tiny))
    else:
        recipe = replace(recipe, **tiny, d_model=16, n_layer=1)
    reached, record = recipe.train(1.0, seed=0)
    assert reached == f"loss {record['curve'][-1][-1]:.3f} on new dialogues"
    assert set(record["losses"]) == {"validation", "test"}
    assert len(record["example"]["text"]) == len(record["example"]["losses"]) == 89
    for losses in record["losses"].values():
        plays, *by_kind = losses.values()
        assert 0 < plays < np.log(len(set(PLAY))) + 0.5
        assert all(set(means) == {"new", "seen", "rest", "all"} for means in by_kind)
        assert all(min(m.values()) < m["all"] < max(m.values()) for m in by_kind)


def test_a_short_reach_hides_what_is_farther_back():
    class Longest(nn.Module):
        """Says 1 if there is a 1 anywhere before."""

        def __init__(self):
            super().__init__()
            self.unused = nn.Parameter(torch.zeros(()))

        def forward(self, x):
            return 9.0 * nn.functional.one_hot(x.cummax(dim=1).values, 2)

    window = torch.zeros(1, 41, dtype=torch.long)
    window[0, [0, -1]] = 1
    whole, near = (dialogues.judged_losses(Longest(), window, reach) for reach in (None, 16))
    assert whole.shape == near.shape == (1, 41 - dialogues.FIRST)
    assert np.array_equal(whole[0, :2], near[0, :2])
    assert whole[0, -1] < 0.1 < near[0, -1]
    assert whole[0, -2] > 0.1 > near[0, -2]


def test_what_was_read_is_found_by_its_longest_context():
    text = "abcdefgh" + "Xab" + "cdY" + "abcX"
    lengths, shares = dialogues.recent(np.array([ord(c) for c in text]))
    expected = [  # length and fraction, of the characters after the first eight
        *[(0, 0), (0, 0), (1, 1)],
        *[(2, 1), (3, 1), (4, 0)],
        *[(0, 0), (1, 1), (2, 1), (3, 0)],
    ]
    assert lengths.tolist() == [length for length, _ in expected]
    known = np.array([share for _, share in expected])
    assert shares[lengths > 0].tolist() == known[lengths > 0].tolist()


def test_weights_of_what_was_read_follow_how_often_it_is_right():
    rng, n = np.random.default_rng(0), 4000
    lengths = np.repeat([0, 3], n)
    shares = np.concatenate([np.zeros(n), rng.random(n) < 0.9]).astype(float)
    weights = dialogues.mixing_weights(lengths, shares, np.full(2 * n, 0.05))
    assert weights[0] == pytest.approx(0, abs=1e-6)
    assert weights[3] == pytest.approx(0.9, abs=0.02)


def test_each_player_of_the_game_is_updated():
    game = gan.Game(toy_generator(8, 4), toy_discriminator(4), latent_dim=8, lr=1e-3)
    players = game.generator, game.discriminator
    before = [[p.clone() for p in player.parameters()] for player in players]
    d_loss, g_loss = game.step(torch.randn(16, 1, 28, 28))
    assert d_loss.item() == pytest.approx(2 * np.log(2), abs=0.2)
    assert g_loss.item() == pytest.approx(np.log(2), abs=0.2)
    for player, old in zip(players, before, strict=True):
        assert any(not torch.equal(p, q) for p, q in zip(player.parameters(), old, strict=True))


def test_only_confident_predictions_are_counted():
    class Brightness(nn.Module):
        def __init__(self):
            super().__init__()
            self.unused = nn.Parameter(torch.zeros(()))

        def forward(self, x):  # black is class 0, white class 2, gray is uncertain
            level = x.flatten(1).mean(1)
            return torch.stack([-9 * level, torch.zeros_like(level), 9 * level], dim=1)

    generated = torch.tensor([-1.0, -1, 0, 1, 1, 1]).view(-1, 1, 1, 1).expand(-1, 1, 28, 28)
    x = torch.tensor([-2.0, 2.0])
    assert gan.class_counts(Brightness(), generated, ImageTensors(x, x, x, x)) == [2, 0, 3]


def test_a_gan_recipe_records_its_curve(monkeypatch):
    rng = np.random.default_rng(0)
    X, y = rng.integers(256, size=(256, 28, 28), dtype=np.uint8), np.arange(256) % 10
    monkeypatch.setattr(gan, "load", lambda name: ImageData(X, y, X, y, tuple("0123456789")))
    record = RECIPES["gan"].train(1e-6, seed=0).record
    assert len(record["curve"]) == record["curve"][-1][0] == record["recipe"]["steps"] == 10
    assert all(len(row[3]) == 10 for row in record["curve"])


def people(n: int = 900) -> TableData:
    """Return a table in which a gain between 3 and 5, or the second category, decides."""
    rng = np.random.default_rng(0)
    gains, codes = rng.uniform(0, 9, (n, 2)), rng.integers(3, size=(n, 1))
    y = (((gains[:, 1] > 3) & (gains[:, 1] < 5)) | (codes[:, 0] == 1)).astype(int)
    return TableData(
        *(gains[:600], codes[:600], y[:600], gains[600:], codes[600:], y[600:]),
        *(("fnlwgt", "capital_gain"), ("kind",), (("a", "b", "c"),), ("no", "yes")),
    )


def test_rows_are_split_and_encoded_by_the_training_rows_alone():
    table = people()
    kinds = tabular.split_rows(table, 400, 150, seed=1)
    for rows in kinds.values():
        assert [len(X) for X in rows.X] == [len(y) for y in rows.y] == [400, 150, 300]
    columns = kinds["columns"].X[0]
    assert columns.shape[1] == 1 + 3  # without the survey's weight
    np.testing.assert_allclose(columns[:, 0].mean(), 0, atol=1e-5)
    np.testing.assert_allclose(columns[:, 0].std(), 1, atol=1e-5)
    changed = table._replace(numeric_test=table.numeric_test + 99)
    again = tabular.split_rows(changed, 400, 150, seed=1)
    np.testing.assert_array_equal(again["steps"].X[1], kinds["steps"].X[1])


@pytest.mark.parametrize("name", tabular.MODELS)
def test_a_search_returns_its_best_settings(name):
    kinds = tabular.split_rows(people(), 400, 150, seed=0)
    one, _, _ = tabular.search(name, kinds, trials=1, seed=0, categories=1)
    score, test, settings = tabular.search(name, kinds, trials=2, seed=0, categories=1)
    assert score >= one
    if "logistic" in name:  # without hidden layers it cannot learn much here
        assert settings["hidden"] == ()
    else:
        assert min(score, test) > 0.75


def test_a_table_recipe_records_every_model(monkeypatch):
    monkeypatch.setattr(tabular, "load", lambda name: people())
    recipe = replace(tabular.ADULT, trials=1, splits=2, n_train=400, n_validation=150)
    reached, record = recipe.train(1.0, seed=0)
    assert [row[0] for row in record["curve"]] == list(tabular.MODELS)
    assert len(record["tried"]) == 2 * len(tabular.MODELS)
    assert all(name in reached for name in tabular.MODELS)


@pytest.mark.gpu
def test_a_network_for_a_table_trains_on_a_gpu(monkeypatch):
    kinds = tabular.split_rows(people(), 400, 150, seed=0)
    _, test, _ = tabular.search("network, steps", kinds, trials=1, seed=0, categories=1)
    assert test > 0.75


# --- the record -------------------------------------------------------------------


def test_the_watch_counts_inside_alone(monkeypatch):
    times = iter([0.0, 1.0, 5.0, 7.0])
    monkeypatch.setattr("time.perf_counter", lambda: next(times))
    watch = Stopwatch()
    for _ in range(2):
        with watch:
            pass
    assert watch.seconds == 3.0


def test_a_record_says_when_where_and_how_fast():
    watch = Stopwatch()
    watch.seconds = 2.0
    record = make_record(watch, examples=500, curve=[[1, 0.5]])
    assert record["examples_per_second"] == 250.0
    assert record["curve"] == [[1, 0.5]]
    assert record["date"].count("-") == 2
    assert record["machine"] == machine()
    assert all(machine().values())
    assert machine()["torch"] == torch.__version__
    assert peak_memory() > 10_000_000


# --- the command ------------------------------------------------------------------


class Stub:
    """A recipe that trains nothing, and remembers how it was called."""

    about, full_scale = "a stub", 64.0
    calls: list

    def __init__(self):
        self.calls = []

    def train(self, scale, seed):
        self.calls.append((scale, seed))
        return Result("test accuracy 0.5", make_record(Stopwatch(), 1, scale=scale))


@pytest.fixture
def stub(monkeypatch):
    stub = Stub()
    monkeypatch.setitem(RECIPES, "mnist", stub)
    return stub


@pytest.mark.parametrize(
    ("options", "call"),
    [
        ([], (1.0, 0)),
        (["--scale", "laptop", "--seed", "3"], (1.0, 3)),
        (["--scale", "full"], (64.0, 0)),
        (["--scale=0.25"], (0.25, 0)),
    ],
)
def test_scale_and_seed(options, call, stub, tmp_path, capsys):
    assert command.main(["mnist", "--results", str(tmp_path / "new"), *options]) == 0
    assert stub.calls == [call]
    record = json.loads((tmp_path / "new" / "mnist.json").read_text())
    assert (record["name"], record["scale"]) == ("mnist", call[0])
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mnist.json"]
    assert "mnist: test accuracy 0.5" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        (["mnist", "--sed", "3"], "--seed"),
        (["mnist", "--scal=2"], "--scale"),
        (["mnits"], "mnist"),
        (["mnist", "gan"], "gan"),
        (["mnist", "--scale", "0"], "got 0"),
        (["mnist", "--scale", "-1"], "scale"),
        (["mnist", "--scale", "big"], "got big"),
        (["mnist", "--scale", "nan"], "got nan"),
        (["mnist", "--scale", "inf"], "got inf"),
        (["mnist", "--seed", "x"], "--seed"),
    ],
)
def test_a_mistake_is_named_before_anything_is_trained(argv, named, stub, capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(argv)
    assert ended.value.code == 2
    assert named in capsys.readouterr().err.splitlines()[-1]
    assert stub.calls == []


def test_results_that_cannot_be_written_are_noticed_before_training(stub, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit):
        command.main(["mnist", "--results", str(tmp_path / "file")])
    assert "--results" in capsys.readouterr().err
    assert stub.calls == []


def test_what_was_reached_is_printed_though_it_cannot_be_written(stub, tmp_path, capsys):
    class Removing(Stub):
        def train(self, scale, seed):
            (tmp_path / "new").rmdir()
            (tmp_path / "new").write_text("")
            return super().train(scale, seed)

    RECIPES["mnist"] = Removing()
    assert command.main(["mnist", "--results", str(tmp_path / "new")]) == 1
    out, err = capsys.readouterr()
    first, record = out.splitlines()
    assert "test accuracy 0.5" in first
    assert json.loads(record)["scale"] == 1.0
    assert "could not be written" in err


@pytest.mark.parametrize("argv", [[], ["--help"]])
def test_without_a_recipe_it_lists_them_and_what_each_reaches(argv, capsys):
    with pytest.raises(SystemExit) if argv else nullcontext():
        command.main(argv)
    listed = capsys.readouterr().out
    assert all(name in listed for name in RECIPES)
    assert listed.count("scale 1: ") == len(RECIPES)
