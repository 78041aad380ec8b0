"""Makes losses.json: what PyTorch (and once mpmath) gives for losses of special values. Not needed to run the tests.

    python3 -m venv venv && venv/bin/pip install mpmath numpy torch && venv/bin/python losses.py > losses.json
"""
import json
import sys
import warnings

import mpmath
import numpy as np
import torch
import torch.nn.functional as F

warnings.simplefilter("ignore")


def word(x):
    x = float(x)
    if np.isnan(x):
        return "NaN"
    if np.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    return "-0" if x == 0 and np.signbit(x) else repr(x)


def words(xs):
    return " ".join(word(x) for x in xs)


def both(f, xs):
    """Values, and their gradients, of each row of arguments by itself."""
    xs = xs.clone().requires_grad_(True)
    y = f(xs)
    y.sum().backward()
    return [words(y.detach().flatten().tolist()), words(xs.grad.flatten().tolist())]


def alone(f, rows, targets):
    """A loss that is added up, of each row by itself."""
    values, gradients = [], []
    for row, target in zip(rows, targets):
        x = row[None].clone().requires_grad_(True)
        y = f(x, target[None])
        y.backward()
        values.append(y.item())
        gradients += x.grad.flatten().tolist()
    return [words(values), words(gradients)]


def whole(f, rows, targets):
    """The loss of a batch."""
    x = rows.clone().requires_grad_(True)
    y = f(x, targets)
    y.backward()
    return [words([y.item()]), words(x.grad.flatten().tolist())]


def sigmoid_cross_entropy(z, t):
    """`log(1 + e^z) - z t` in many digits, which PyTorch's is not where its parts overflow; at scores of ±∞ its limit."""
    if np.isnan(z) or np.isnan(t):
        return np.nan
    if np.isinf(z):
        against = (1 - t) if z > 0 else t
        return against * np.inf if against != 0 else 0.0
    if np.isinf(t):
        return -z * t if z != 0 else np.nan
    with mpmath.workdps(700):
        z = mpmath.mpf(z)
        return (max(z, mpmath.mpf(0)) - z * mpmath.mpf(t)) + mpmath.log1p(mpmath.exp(-abs(z)))


def cross(**options):
    return lambda x, t: F.cross_entropy(x, t, reduction="none", **options)


result = {"source": f"torch {torch.__version__}, numpy {np.__version__}, python {sys.version.split()[0]}"}
for name, kind, dtype in (("f32", np.float32, torch.float32), ("f64", np.float64, torch.float64)):
    info = np.finfo(kind)
    most, least = float(info.max), float(info.smallest_subnormal)
    values = [0.0, -0.0, least, 0.5, -0.5, 1.0, 2.0, -30.0, 100.0, most, -most, np.inf, -np.inf, np.nan]
    scores = [0.0, 0.5, -2.0, 1000.0, most, -most, np.inf, -np.inf, np.nan]
    shares = [0.0, least, 0.25, 1.0, np.nan]
    tensor = lambda xs: torch.tensor(xs, dtype=dtype)
    left, right = (tensor([pair[i] for pair in ((a, b) for a in values for b in values)]) for i in (0, 1))
    rows = tensor([[a, 1.0, b] for a in scores for b in scores])
    chances = tensor([[a, 0.5, b] for a in shares for b in shares])
    labels = torch.tensor([i % 3 for i in range(len(rows))])
    chosen = torch.tensor([i % 3 for i in range(len(chances))])
    # Targets that are distributions: certain, even, without the first class.
    kinds = tensor([[1.0, 0.0, 0.0], [1 / 4, 1 / 4, 1 / 2], [0.0, 0.5, 0.5]])
    soft = kinds[labels]
    likely = kinds[chosen]
    weights = tensor([1.0, 0.0, 2.0])
    smoothed = lambda t, share: (1 - share) * t + share / 3
    each = {
        "huber, delta 0.5": both(lambda x: F.huber_loss(x, right, reduction="none", delta=0.5), left),
        "smoothL1, beta 0.5": both(lambda x: F.smooth_l1_loss(x, right, reduction="none", beta=0.5), left),
        "squaredError": both(lambda x: F.mse_loss(x, right, reduction="none"), left),
        "absoluteError": both(lambda x: F.l1_loss(x, right, reduction="none"), left),
        "sigmoidCrossEntropy": [
            words(kind(sigmoid_cross_entropy(z, t)) for z, t in zip(left.tolist(), right.tolist())),
            both(lambda x: F.binary_cross_entropy_with_logits(x, right, reduction="none"), left)[1],
        ],
        "klDivergence": both(lambda x: F.kl_div(x, right, reduction="none"), left),
        "klDivergence, logTargets": both(lambda x: F.kl_div(x, right, reduction="none", log_target=True), left),
        "softmaxCrossEntropy": both(lambda x: cross()(x, labels), rows),
        "softmaxCrossEntropy, smoothed": both(lambda x: cross(label_smoothing=0.1)(x, labels), rows),
        "softmaxCrossEntropy, weighted": both(lambda x: cross(weight=weights)(x, labels), rows),
        "softmaxCrossEntropy, ignored": both(lambda x: cross(ignore_index=1)(x, labels), rows),
        "negativeLogProbability": both(lambda x: F.nll_loss(x, labels, reduction="none"), rows),
        "negativeLogProbability, weighted and ignored": both(
            lambda x: F.nll_loss(x, labels, weights, reduction="none", ignore_index=1), rows
        ),
        "softTargetCrossEntropy": both(lambda x: F.cross_entropy(x, soft, reduction="none"), rows),
        "softTargetCrossEntropy, smoothed": both(
            lambda x: F.cross_entropy(x, soft, reduction="none", label_smoothing=0.1), rows
        ),
        "softTargetCrossEntropy, weighted": both(
            lambda x: F.cross_entropy(x, soft, weights, reduction="none"), rows
        ),
        "hinge": alone(lambda x, t: F.multi_margin_loss(x, t), rows, labels),
        "hinge, power 2, margin 0.5": alone(lambda x, t: F.multi_margin_loss(x, t, p=2, margin=0.5), rows, labels),
        "crossEntropy": alone(lambda p, t: -torch.special.xlogy(t, p).sum(), chances, likely),
        "negativeLogLikelihood": alone(lambda p, t: F.nll_loss(torch.log(p + 1e-8), t), chances, chosen),
        "negativeLogLikelihood, exact": alone(lambda p, t: F.nll_loss(torch.log(p), t), chances, chosen),
    }
    # Vectors [a, b] beside [1, 2], that belong together or do not.
    vectors = tensor([[a, b] for a in scores for b in scores])
    other = tensor([1.0, 2.0])
    belonging = tensor([1.0 if i % 2 == 0 else -1.0 for i in range(len(vectors))])
    angle = lambda **options: both(
        lambda x: F.cosine_embedding_loss(
            x, other.expand(len(vectors), 2), belonging, reduction="none", **options
        ),
        vectors,
    )
    each["cosineEmbedding"] = angle()
    each["cosineEmbedding, margin 0.5"] = angle(margin=0.5)
    # Batches of ordinary rows with a special one among them, or none; and of labels that all are ignored.
    calm = tensor([[0.5, -1.0, 2.0], [3.0, 0.25, -2.0], [1.0, 1.0, 1.0], [-1.0, 0.0, 2.0]])
    batches = {"calm": calm}
    for at, what, place in ((0, -np.inf, 2), (1, np.inf, 1), (2, np.nan, 0), (3, most, 2)):
        changed = calm.clone()
        changed[at, place] = what
        batches[f"{what} at {at}" if what != most else "the largest at 3"] = changed
    given = torch.tensor([0, 2, 1, 2])
    spread = kinds[given]
    over = {}
    batches["probabilities"] = tensor([[0.25, 0.25, 0.5], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.5, 0.0, 0.5]])
    together = tensor([1.0, -1.0, 1.0, -1.0])
    for what, x in batches.items():
        over[what] = [words(x.flatten().tolist())] + [
            {
                "softmaxCrossEntropy": whole(lambda x, t: F.cross_entropy(x, t), x, given),
                "softmaxCrossEntropy, with options": whole(
                    lambda x, t: F.cross_entropy(x, t, weights, ignore_index=1, label_smoothing=0.1), x, given
                ),
                "negativeLogProbability": whole(lambda x, t: F.nll_loss(x, t, weights), x, given),
                "softTargetCrossEntropy": whole(lambda x, t: F.cross_entropy(x, t), x, spread),
                "hinge": whole(lambda x, t: F.multi_margin_loss(x, t), x, given),
                "meanSquaredError": whole(lambda x, t: F.mse_loss(x, t), x, spread),
                "meanAbsoluteError": whole(lambda x, t: F.l1_loss(x, t), x, spread),
                "huber": whole(lambda x, t: F.huber_loss(x, t), x, spread),
                "smoothL1": whole(lambda x, t: F.smooth_l1_loss(x, t), x, spread),
                "sigmoidCrossEntropy": whole(lambda x, t: F.binary_cross_entropy_with_logits(x, t), x, spread),
                "klDivergence": whole(lambda x, t: F.kl_div(x, t, reduction="batchmean"), x, spread),
                "crossEntropy": whole(lambda x, t: -torch.special.xlogy(t, x).sum() / 4, x, spread),
                "negativeLogLikelihood": whole(lambda x, t: F.nll_loss(torch.log(x + 1e-8), t), x, given),
                "cosineEmbedding": whole(lambda x, t: F.cosine_embedding_loss(x, spread, t), x, together),
                "l2Penalty": whole(lambda x, t: 0.05 * (x * x).sum(), x, spread),
            }
        ]
    result[name] = {
        "pairs": [words(left.tolist()), words(right.tolist())],
        "rows": words(rows.flatten().tolist()),
        "chances": words(chances.flatten().tolist()),
        "vectors": words(vectors.flatten().tolist()),
        "each": each,
        "batches": over,
    }
json.dump(result, sys.stdout, indent=2)
