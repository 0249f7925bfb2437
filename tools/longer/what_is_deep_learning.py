"""What the first chapter's text tells of: longer training, other draws, more data."""

from __future__ import annotations

import time

import numpy as np
import torch
from sklearn.datasets import load_diabetes
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from tools.longer.record import definitions, percent

PARTS = ("curves", "cost", "noise", "shifts", "unshifted", "alike", "table")
DRAWS = (3, 4, 5)


def _chapter():
    c = definitions("what-is-deep-learning")
    c.X_train, c.y_train, c.X_test, c.y_test, _ = c.load("mnist")
    c.X_held, c.y_held = c.X_test[::2], c.y_test[::2]
    c.X_some, c.y_some = c.X_test[::5], c.y_test[::5]
    return c


def _summary(values) -> dict:
    mean = round(100 * float(np.mean(values)), 1)
    low, *_, high = sorted(percent(values))
    return {"mean": mean, "least": low, "most": high}


def curves() -> dict:
    """Train on 100, 1,000 and 5,000 digits with at least four times the steps.

    Three other draws; test accuracy in percent, on 5,000 digits.
    """
    c, found = _chapter(), {}
    features = c.gradient_histograms(c.X_held)
    for n, epochs in ((100, 200), (1_000, 40), (5_000, 24)):
        by_svm, by_network = [], []
        for seed in DRAWS:
            images, labels = c.draw_digits(n, seed=seed)
            svm = SVC(C=10).fit(c.gradient_histograms(images), labels)
            by_svm.append(svm.score(features, c.y_held))
            net = c.learn(images, labels, epochs, seed=seed)
            by_network.append(np.mean(c.answers(net, c.X_held) == c.y_held))
        steps = epochs * n // 50
        found[f"{n:,}"] = {
            "steps": steps,
            "SVM, features": _summary(by_svm),
            "network": _summary(by_network),
        }
    return found


def cost() -> dict:
    """Measure the processor time to train on 5,000 digits: network over SVM with features."""
    c, ratios = _chapter(), []
    for seed in DRAWS:
        images, labels = c.draw_digits(5_000, seed=seed)
        start = time.process_time()
        SVC(C=10).fit(c.gradient_histograms(images), labels)
        between = time.process_time()
        c.learn(images, labels, 6, seed=seed)
        ratios.append(round((time.process_time() - between) / (between - start), 1))
    return {"network over SVM": ratios}


def noise() -> dict:
    """Repeat the broken scanner with three other draws: test accuracy in percent.

    The last two numbers say by how many points the SVMs on averaged pixels lead, draw by draw.
    """
    c, found = _chapter(), {"pixels": [], "features": [], "network": []}
    make = {
        "pixels": lambda images: c.shrink(c.softened(images), 1),
        "features": lambda images: c.gradient_histograms(c.softened(images)),
    }
    for seed in DRAWS:
        scanner = np.random.default_rng(100 + seed)
        clean, labels = c.draw_digits(1_000, seed=seed)
        noisy, test = c.bad_scanner(clean, scanner), c.bad_scanner(c.X_some, scanner)
        for name, features in make.items():
            svm = SVC(C=10).fit(features(noisy), labels)
            found[name].append(svm.score(features(test), c.y_some))
        net = c.learn(noisy, labels, epochs=6, seed=seed)
        found["network"].append(np.mean(c.answers(net, test) == c.y_some))
    network = np.array(found["network"])
    leads = {f"lead of {n}": percent(np.array(found[n]) - network) for n in make}
    return {name: percent(a) for name, a in found.items()} | leads


def shifts() -> dict:
    """Show shifted copies for four times the steps, on three other draws.

    Test accuracy in percent at shifts of 0, 2 and 4 pixels, and the network's mean lead.
    """
    c, found = _chapter(), {"SVM": [], "network": []}
    for seed in DRAWS:
        images, labels = c.draw_digits(1_000, seed=seed)
        around = np.random.default_rng(200 + seed)
        varied = np.concatenate([c.shift_at_random(images, around) for _ in range(3)])
        svm = SVC(C=10).fit(c.gradient_histograms(varied), np.tile(labels, 3))
        net = c.learn(varied, np.tile(labels, 3), epochs=16, seed=seed)
        tests = [c.shift_right(c.X_some, k) for k in (0, 2, 4)]
        found["SVM"].append([svm.score(c.gradient_histograms(t), c.y_some) for t in tests])
        found["network"].append([np.mean(c.answers(net, t) == c.y_some) for t in tests])
    lead = np.mean(found["network"], axis=0) - np.mean(found["SVM"], axis=0)
    rows = {name: [percent(row) for row in rows] for name, rows in found.items()}
    return {"steps": 960, **rows, "lead of the network": percent(lead)}


def unshifted() -> dict:
    """Count, of 2,000 digits that are not shifted, what shown shifts cost the SVM.

    The chapter's three draws; the second list has the square roots of the numbers of digits
    on which exactly one of the two SVMs is right.
    """
    c = _chapter()
    features, found = c.gradient_histograms(c.X_some), {"digits lost": [], "chance": []}
    for seed in range(3):
        images, labels = c.draw_digits(1_000, seed=seed)
        around = np.random.default_rng(200 + seed)
        varied = np.concatenate([c.shift_at_random(images, around) for _ in range(3)])
        before = SVC(C=10).fit(c.gradient_histograms(images), labels).predict(features)
        after = SVC(C=10).fit(c.gradient_histograms(varied), np.tile(labels, 3))
        one, other = before == c.y_some, after.predict(features) == c.y_some
        found["digits lost"].append(int(one.sum() - other.sum()))
        found["chance"].append(round(float(np.sqrt(np.sum(one != other))), 1))
    return found


def alike() -> dict:
    """Measure how alike a unit's favorite patches are, after training on 50,000 digits.

    Mean correlation of pairs of eight patches, over 16 units of the third layer.
    """
    c, found = _chapter(), {}
    trained = c.learn(c.X_train[:50_000], c.y_train[:50_000], epochs=1, batch=200)
    torch.manual_seed(0)
    untrained = c.network()
    with torch.no_grad():
        for _ in range(50):
            untrained(c.to_tensor(c.X_train[:1_000:10]))
    for name, net in (("trained", trained), ("untrained", untrained.eval())):
        patches = c.favorite_patches(net, 3, 17, 8, units=16, best=8).reshape(16, 8, -1)
        pairs = np.triu_indices(8, 1)
        with np.errstate(invalid="ignore"):
            alike = [np.corrcoef(unit.astype(float))[pairs] for unit in patches]
        found[name] = round(float(np.nanmean(alike)), 2)
    return found


def table() -> dict:
    """Fit the network with hardly any penalty to four fifths of the patients: R²."""
    c = _chapter()
    X, y = load_diabetes(return_X_y=True)
    y = (y - y.mean()) / y.std()
    on_known, on_new = [], []
    for rows, held in c.KFold(5, shuffle=True, random_state=0).split(X):
        scale = StandardScaler().fit(X[rows])
        net = c.one_hidden_layer(solver="lbfgs", max_iter=100)
        net.fit(scale.transform(X[rows]), y[rows])
        on_known.append(net.score(scale.transform(X[rows]), y[rows]))
        on_new.append(net.score(scale.transform(X[held]), y[held]))
    return {
        "rows": len(rows),
        "on the rows trained on": round(float(np.mean(on_known)), 2),
        "on new rows": round(float(np.mean(on_new)), 2),
    }
