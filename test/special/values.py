"""Makes values.json: what NumPy, SciPy and PyTorch give for special values. Not needed to run the tests.

    python3 -m venv venv && venv/bin/pip install numpy scipy torch && venv/bin/python values.py > values.json
"""
import json
import sys
import warnings

import numpy as np
import scipy
import scipy.special
import torch
import torch.nn.functional as F

warnings.simplefilter("ignore")
np.seterr(all="ignore")


def specials(kind):
    info = np.finfo(kind)
    sizes = [0.0, float(info.smallest_subnormal), float(info.tiny), 0.5, 1.0, 2.0, float(info.max), np.inf]
    return [x for size in sizes for x in (size, -size)] + [np.nan]


def word(x):
    x = float(x)
    if np.isnan(x):
        return "NaN"
    if np.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    return "-0" if x == 0 and np.signbit(x) else x


unary = {
    "abs": np.abs, "neg": np.negative, "sqrt": np.sqrt, "exp": np.exp, "expm1": np.expm1, "log": np.log,
    "log1p": np.log1p, "sin": np.sin, "cos": np.cos, "tanh": np.tanh, "erf": scipy.special.erf,
    "sigmoid": scipy.special.expit, "sign": np.sign,
}
binary = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "maximum": np.maximum,
    "minimum": np.minimum, "greater": np.greater, "greaterEqual": np.greater_equal, "equal": np.equal,
}
activations = {
    "relu": F.relu, "leakyRelu": lambda x: F.leaky_relu(x, 0.01), "elu": F.elu, "selu": F.selu, "gelu": F.gelu,
    "silu": F.silu, "mish": F.mish, "softplus": F.softplus, "hardtanh": F.hardtanh, "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}
losses = {
    "squaredError": lambda y, t: F.mse_loss(y, t, reduction="none"),
    "absoluteError": lambda y, t: F.l1_loss(y, t, reduction="none"),
    "huber": lambda y, t: F.huber_loss(y, t, reduction="none"),
    "smoothL1": lambda y, t: F.smooth_l1_loss(y, t, reduction="none"),
}
optimisers = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "amsgrad": lambda p: torch.optim.Adam(p, lr=0.1, amsgrad=True),
    "nadam": lambda p: torch.optim.NAdam(p, lr=0.1),
    "radam": lambda p: torch.optim.RAdam(p, lr=0.1),
    "rprop": lambda p: torch.optim.Rprop(p, lr=0.1),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.01),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.1),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "adadelta": lambda p: torch.optim.Adadelta(p, lr=1.0),
    "adamax": lambda p: torch.optim.Adamax(p, lr=0.1),
}


def with_gradient(f, kind, *xs, within=None):
    """Value and gradient in the first argument, for each row of arguments by itself; computed in another type, and rounded."""
    within = within or kind
    first = torch.tensor(xs[0], dtype=within, requires_grad=True)
    y = f(first, *[torch.tensor(x, dtype=within) for x in xs[1:]])
    y.sum().backward()
    return [[word(v) for v in side.to(kind).tolist()] for side in (y, first.grad)]


def after_two_steps(make, kind, gradients):
    found = []
    for gradient in gradients:
        p = torch.tensor([1.0], dtype=kind, requires_grad=True)
        optimiser = make([p])
        for _ in range(2):
            p.grad = torch.tensor([gradient], dtype=kind)
            optimiser.step()
        found.append(word(p.item()))
    return found


result = {
    "source": f"numpy {np.__version__}, scipy {scipy.__version__}, torch {torch.__version__}, python {sys.version.split()[0]}",
}
for name, kind, tensor in (("f32", np.float32, torch.float32), ("f64", np.float64, torch.float64)):
    values = specials(kind)
    xs = np.array(values, dtype=kind)
    pairs = [(a, b) for a in values for b in values]
    left, right = (np.array(side, dtype=kind) for side in zip(*pairs))
    rows = np.array([[a, 1.0, b] for a, b in pairs], dtype=kind)
    # f32 functions are those of f64, rounded once: what an exact function would give, up to one rounding.
    rounded = lambda f: [word(v) for v in np.asarray(f(xs.astype(np.float64))).astype(kind)]
    result[name] = {
        "values": [word(v) for v in xs],
        "unary": {op: rounded(f) for op, f in unary.items()},
        "binary": {op: [word(v) for v in f(left, right)] for op, f in binary.items()},
        "argmax": [int(v) for v in rows.argmax(1)],
        "max": [word(v) for v in rows.max(1)],
        "activations": {op: with_gradient(f, tensor, values, within=torch.float64) for op, f in activations.items()},
        "losses": {op: with_gradient(f, tensor, list(left), list(right)) for op, f in losses.items()},
        "logSumExp": [word(v) for v in torch.logsumexp(torch.tensor(rows), 1)],
        "softmax": [[word(v) for v in row] for row in torch.softmax(torch.tensor(rows), 1)],
        "logSoftmax": [[word(v) for v in row] for row in torch.log_softmax(torch.tensor(rows), 1)],
        "optimisers": {op: after_two_steps(f, tensor, values) for op, f in optimisers.items()},
    }
json.dump(result, sys.stdout, separators=(",", ":"))
