"""Makes metrics.json: what scikit-learn, and NumPy for orders, give for metrics. Not needed to run the tests.

    python3 -m venv venv && venv/bin/pip install numpy scikit-learn && venv/bin/python metrics.py > metrics.json
"""
import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics

warnings.simplefilter("ignore")
inf = float("inf")


def word(x):
    x = float(x)
    return "NaN" if np.isnan(x) else "Infinity" if x == inf else "-Infinity" if x == -inf else repr(x)


def words(xs):
    return " ".join(word(x) for x in np.asarray(xs, dtype=float).flatten())


def figures(labels, taken, classes):
    """Figures of classes, by what an example is taken for."""
    every = list(range(classes))
    found = {
        "accuracy": words([metrics.accuracy_score(labels, taken)]),
        "confusionMatrix": words(metrics.confusion_matrix(labels, taken, labels=every)),
    }
    for zero, share in (("0", 0.0), ("1", 1.0), ("NaN", np.nan)):
        each = metrics.precision_recall_fscore_support(labels, taken, labels=every, zero_division=share)
        found[f"classificationReport {zero}"] = words(np.concatenate(each))
        for name, score in (
            ("precision", metrics.precision_score),
            ("recall", metrics.recall_score),
            ("f1", metrics.f1_score),
        ):
            found[f"{name} {zero}"] = words(
                [score(labels, taken, average=way, zero_division=share) for way in ("macro", "micro")]
            )
    return found


def ranked(labels, scores, k):
    """The first of equal scores counts as larger."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return words([np.mean([label in row for label, row in zip(labels, order)])])


def of_scores(labels, scores):
    scores = np.array(scores, dtype=float)
    found = figures(labels, scores.argmax(1), scores.shape[1])
    for k in (1, 2):
        found[f"topKAccuracy {k}"] = ranked(labels, scores, k)
    distinct = all(len(set(row)) == len(row) for row in scores) and np.isfinite(scores).all()
    if distinct and scores.shape[1] > 2:
        own = metrics.top_k_accuracy_score(labels, scores, k=2, labels=range(scores.shape[1]))
        assert found["topKAccuracy 2"] == words([own])
    if (scores >= 0).all() and np.allclose(scores.sum(1), 1):
        given = scores[np.arange(len(labels)), labels]
        found["logLoss"] = words([np.mean(-np.log(given))])
        if (given > 0).all():
            own = metrics.log_loss(labels, scores, labels=range(scores.shape[1]))
            assert abs(own - np.mean(-np.log(given))) < 1e-12
    return {"labels": words(labels), "predictions": words(scores), "columns": scores.shape[1], "figures": found}


def of_chances(labels, chances):
    chances = np.array(chances, dtype=float)
    found = figures(labels, (chances > 0.5).astype(int), 2)
    found["logLoss"] = words([np.mean(-np.log(np.where(np.array(labels) == 1, chances, 1 - chances)))])
    if len(set(labels)) == 2:
        found["rocAuc"] = words([metrics.roc_auc_score(labels, chances)])
    return {"labels": words(labels), "predictions": words(chances), "columns": 1, "figures": found}


def of_ranks(labels, scores):
    # scikit-learn refuses infinite scores, but only their order counts.
    _, order = np.unique(np.array(scores, dtype=float), return_inverse=True)
    return {
        "labels": words(labels),
        "predictions": words(scores),
        "columns": 1,
        "figures": {"rocAuc": words([metrics.roc_auc_score(labels, order)])},
    }


def of_numbers(targets, predictions, unit=1.0):
    """R², which no unit changes."""
    own = metrics.r2_score(np.array(targets) / unit, np.array(predictions) / unit)
    return {
        "labels": words(targets),
        "predictions": words(predictions),
        "columns": 1,
        "figures": {"r2": words([own])},
    }


count = 1001
many = np.arange(count)
half = np.full((5, 4), 0.25)
cases = {
    "perfect": of_scores([0, 1, 2, 1], np.eye(3)[[0, 1, 2, 1]]),
    "nothing right": of_scores([1, 2, 0, 2], np.eye(3)[[0, 1, 2, 1]]),
    "one class only": of_scores([1, 1, 1], np.eye(3)[[1, 1, 1]]),
    "one class only, taken for others": of_scores([1, 1, 1], np.eye(3)[[0, 2, 1]]),
    "one example": of_scores([2], [[0.25, 0.5, 0.25]]),
    "all equal": of_scores([0, 1, 2, 3, 3], half),
    "two of three equal": of_scores([0, 1, 2], [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0.5, 0.5]]),
    "infinite scores": of_scores([0, 1, 2, 0], [[inf, 1, 2], [0, -inf, 1], [inf, 1, inf], [-inf, -inf, -inf]]),
    "zeros of both signs": of_scores([0, 1], [[-0.0, 0.0], [-0.0, 0.0]]),
    "probabilities of 0 and 1": of_scores([0, 1, 1], [[1, 0], [0, 1], [1, 0]]),
    "absent classes": of_scores([0, 0, 1, 1, 3], np.eye(5)[[0, 1, 1, 1, 0]]),
    "many": of_scores(list(many % 5), np.stack([(many * (j + 3) + j) % 97 + j / 8 for j in range(5)], 1)),
    "chances": of_chances([0, 1, 1, 0, 1], [0.25, 0.75, 0.5, 0.5, 0.5]),
    "certain chances": of_chances([0, 1, 1, 0], [0, 1, 1, 0]),
    "chances that are wrong": of_chances([0, 1], [1, 0]),
    "chances of one label": of_chances([1, 1], [0.75, 0.25]),
    "infinite ranks": of_ranks([0, 1, 1, 0, 1], [-inf, inf, 1, 0, -inf]),
    "equal ranks": of_ranks([0, 1, 1, 0], [2, 2, 2, 2]),
    "largest ranks": of_ranks([0, 1, 1, 0], [1.7e308, -1.7e308, 5e-324, 0]),
    "many ranks": of_ranks(list(many % 2), list(many * 7 % 101)),
    "numbers": of_numbers([1, 2, 3], [1, 2, 4]),
    "numbers, exact": of_numbers([1, 2, 3], [1, 2, 3]),
    "numbers far from 0": of_numbers([1e15 + 1, 1e15 + 2, 1e15 + 3], [1e15 + 1, 1e15 + 2, 1e15 + 4]),
    "numbers whose squares overflow": of_numbers([1e200, 2e200, 3e200], [1e200, 2e200, 2e200], 1e200),
    "numbers whose sums overflow": of_numbers([1.7e308, 1.7e308, -1.7e308], [1.7e308, 1e308, -1e308], 1e308),
    "numbers whose squares vanish": of_numbers([1e-200, 2e-200, 3e-200], [1e-200, 2e-200, 2e-200], 1e-200),
}
source = f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, python {sys.version.split()[0]}"
json.dump({"source": source, "cases": cases}, sys.stdout, indent=2)
