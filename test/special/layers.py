"""Makes layers.json: what PyTorch gives for layers of special values, with gradients. Not needed to run the tests.

    python3 -m venv venv && venv/bin/pip install numpy torch && venv/bin/python layers.py > layers.json

A row has inputs and parameters of ordinary numbers, of which one at a time is made special. It is written as
`leaf place number | outputs | gradients of inputs | gradients of parameters`, each list by a bar of its own.
"""
import json
import math
import sys
import warnings

import numpy as np
import torch
import torch.nn.functional as F

warnings.simplefilter("ignore")
torch.set_num_threads(1)


def word(x):
    if np.isnan(x):
        return "NaN"
    if np.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    return str(x).removesuffix(".0")


def words(x):
    return " ".join(word(v) for v in x.detach().reshape(-1).numpy())


def ordinary(shape, seed):
    """Ordinary numbers, from -1.25 to 1.25."""
    count = math.prod(shape)
    return torch.tensor([((i * 7 + 3 * seed) % 11 - 5) / 4 for i in range(count)]).reshape(shape)


def cotangent(y):
    return torch.tensor([(i % 3 + 1) / 2 for i in range(y.numel())], dtype=y.dtype).reshape(y.shape)


rows = {}


def row(name, inputs, params, f, *, few=False):
    rows[name] = (inputs, params, f, few)


def dense(p, x, at=""):
    return x @ p[at + "w"] + p[at + "b"]


# Pooling
row("maxPool2d(2)", [(1, 2, 4, 4)], {}, lambda p, x: F.max_pool2d(x, 2))
row("maxPool2d(3), stride 2, padding 1", [(1, 1, 5, 5)], {}, lambda p, x: F.max_pool2d(x, 3, 2, 1))
row(
    "maxPool2d(2), stride 1, padding 1, dilation 2", [(1, 1, 4, 3)], {},
    lambda p, x: F.max_pool2d(x, 2, 1, 1, 2),
)
row("avgPool2d(2)", [(1, 2, 4, 4)], {}, lambda p, x: F.avg_pool2d(x, 2))
row("avgPool2d(3), stride 2, padding 1", [(1, 1, 5, 5)], {}, lambda p, x: F.avg_pool2d(x, 3, 2, 1))
row(
    "avgPool2d(3), stride 2, padding 1, without it", [(1, 1, 5, 5)], {},
    lambda p, x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False),
)
row("adaptiveAvgPool2d(2)", [(1, 2, 4, 4)], {}, lambda p, x: F.adaptive_avg_pool2d(x, 2))
row("adaptiveAvgPool2d(3, 2)", [(2, 1, 5, 3)], {}, lambda p, x: F.adaptive_avg_pool2d(x, (3, 2)))
row("globalAvgPool2d", [(2, 2, 2, 3)], {}, lambda p, x: F.adaptive_avg_pool2d(x, 1).flatten(1))
row("globalMaxPool2d", [(2, 2, 2, 3)], {}, lambda p, x: F.adaptive_max_pool2d(x, 1).flatten(1))
row("maxPool1d(3), stride 2, padding 1", [(1, 2, 5)], {}, lambda p, x: F.max_pool1d(x, 3, 2, 1))
row("maxPool3d(2), padding 1", [(1, 1, 3, 2, 3)], {}, lambda p, x: F.max_pool3d(x, 2, 2, 1))
row("avgPool1d(3), stride 2, padding 1", [(1, 2, 5)], {}, lambda p, x: F.avg_pool1d(x, 3, 2, 1))
row(
    "avgPool3d(2), padding 1, without it", [(1, 1, 3, 2, 3)], {},
    lambda p, x: F.avg_pool3d(x, 2, 2, 1, count_include_pad=False),
)
row("adaptiveAvgPool1d(2)", [(1, 2, 5)], {}, lambda p, x: F.adaptive_avg_pool1d(x, 2))
row("adaptiveAvgPool3d(2, 1, 2)", [(1, 1, 3, 2, 3)], {}, lambda p, x: F.adaptive_avg_pool3d(x, (2, 1, 2)))
row("upsample(2)", [(1, 2, 2, 3)], {}, lambda p, x: F.interpolate(x, scale_factor=2, mode="nearest"))

# Convolution
row(
    "conv1d", [(2, 2, 5)], {"w": (2, 2, 2), "b": (2,)}, lambda p, x: F.conv1d(x, p["w"], p["b"]),
)
row(
    "conv2d", [(2, 1, 4, 4)], {"w": (2, 1, 2, 2), "b": (2,)}, lambda p, x: F.conv2d(x, p["w"], p["b"]),
)
row(
    "conv2d, stride 2, dilation 2, groups 2", [(1, 2, 5, 5)], {"w": (2, 1, 2, 2), "b": (2,)},
    lambda p, x: F.conv2d(x, p["w"], p["b"], stride=2, dilation=2, groups=2),
)
row(
    "conv2d, padding 1", [(1, 2, 3, 3)], {"w": (1, 2, 3, 3), "b": (1,)},
    lambda p, x: F.conv2d(x, p["w"], p["b"], padding=1),
)
row(
    "conv3d, stride 2, groups 2", [(1, 2, 4, 3, 2)], {"w": (2, 1, 2, 2, 1), "b": (2,)},
    lambda p, x: F.conv3d(x, p["w"], p["b"], stride=2, groups=2),
)
row(
    "convTranspose2d, stride 2", [(1, 2, 3, 2)], {"w": (2, 1, 2, 2), "b": (1,)},
    lambda p, x: F.conv_transpose2d(x, p["w"], p["b"], stride=2),
)

# Linear
row("dense", [(3, 3)], {"w": (3, 2), "b": (2,)}, dense)
row("linear", [(3, 3)], {"w": (3, 2)}, lambda p, x: x @ p["w"])
row("augmentOnes", [(2, 3)], {}, lambda p, x: F.pad(x, (0, 1), value=1.0))
row("embedding", [], {"w": (4, 2)}, lambda p: F.embedding(torch.tensor([[0, 1, 3], [1, 1, 0]]), p["w"]))
row(
    "embedding, padding 1", [], {"w": (4, 2)},
    lambda p: F.embedding(torch.tensor([[0, 1, 3], [1, 1, 0]]), p["w"], padding_idx=1),
)

# Activation
row("prelu", [(4, 3)], {"slope": (3,)}, lambda p, x: F.prelu(x, p["slope"]))
row("softmax", [(2, 4)], {}, lambda p, x: F.softmax(x, -1))
row("logSoftmax", [(2, 4)], {}, lambda p, x: F.log_softmax(x, -1))

row("glu", [(2, 4)], {}, lambda p, x: F.glu(x))
row("glu, of channels, gelu", [(1, 2, 3)], {}, lambda p, x: x[:, :1] * F.gelu(x[:, 1:]))
row(
    "swiGlu", [(3, 2)], {"gate.w": (2, 3), "up.w": (2, 3), "down.w": (3, 2)},
    lambda p, x: (F.silu(x @ p["gate.w"]) * (x @ p["up.w"])) @ p["down.w"],
)

# Normalisation. PyTorch's kernels multiply some factors before others; scale and shift stand for themselves here.
affine = {"scale": (3,), "shift": (3,)}


def scaled(p, n, over=(-1,)):
    return n * p["scale"].view(over) + p["shift"].view(over)


row(
    "batchNorm, training", [(4, 3)], affine,
    lambda p, x: scaled(p, F.batch_norm(x, None, None, training=True)),
)
row(
    "batchNorm, evaluation", [(4, 3)], affine,
    lambda p, x: scaled(p, F.batch_norm(x, torch.zeros(3, dtype=x.dtype), torch.ones(3, dtype=x.dtype))),
)
row("layerNorm", [(2, 3)], affine, lambda p, x: scaled(p, F.layer_norm(x, (3,))))
row(
    "groupNorm", [(2, 4, 2)], {"scale": (4,), "shift": (4,)},
    lambda p, x: scaled(p, F.group_norm(x, 2), (-1, 1)),
)
row("rmsNorm", [(2, 3)], {"scale": (3,)}, lambda p, x: F.rms_norm(x, (3,), eps=1e-6) * p["scale"])
row("meanOnlyBatchNorm, training", [(4, 3)], {}, lambda p, x: x - x.mean(0))


# Attention
def attention(p, x, memory, heads, at="", causal=False, mask=None, rotate=lambda h: h, shared=1):
    size = x.shape[-1] // heads
    split = lambda h: h.unflatten(-1, (-1, size)).transpose(1, 2)
    q, k, v = (dense(p, of, f"{at}{part}.") for part, of in (("query", x), ("key", memory), ("value", memory)))
    q, k, v = rotate(split(q)), rotate(split(k)), split(v)
    k, v = (h.repeat_interleave(shared, 1) for h in (k, v))
    if causal:
        # PyTorch's own would give weights of 0, without a word, to a position whose scores have all overflowed.
        scores = (q / math.sqrt(q.shape[-1])) @ k.transpose(-1, -2)
        y = torch.softmax(scores + torch.full(scores.shape[-2:], -math.inf, dtype=x.dtype).triu(1), -1) @ v
    else:
        seen = None if mask is None else mask[:, None, None, :].expand(-1, heads, x.shape[1], -1)
        # The kernel that is plain operations: others are not there for every type and mask.
        with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH):
            y = F.scaled_dot_product_attention(q, k, v, seen)
    return dense(p, y.transpose(1, 2).flatten(-2), at + "output.")


def attention_params(width, memory=None, at=""):
    of = {"query": width, "key": memory or width, "value": memory or width, "output": width}
    return {f"{at}{part}.{leaf}": s for part, n in of.items() for leaf, s in (("w", (n, width)), ("b", (width,)))}


def norm_params(width, at):
    return {f"{at}.{leaf}": (width,) for leaf in ("scale", "shift")}


row("selfAttention", [(2, 3, 4)], attention_params(4), lambda p, x: attention(p, x, x, 2), few=True)
row("selfAttention, causal", [(1, 3, 2)], attention_params(2), lambda p, x: attention(p, x, x, 1, causal=True))
row(
    "selfAttention, padding", [(3, 3, 2)], attention_params(2),
    lambda p, x: attention(p, x, x, 1, mask=torch.tensor([[1, 1, 0], [0, 0, 0], [0, 1, 1]]) == 1),
)
row(
    "selfAttention, shared keys", [(1, 3, 4)],
    {**attention_params(4), **{f"{part}.{leaf}": s for part in ("key", "value") for leaf, s in (("w", (4, 2)), ("b", (2,)))}},
    lambda p, x: attention(p, x, x, 2, shared=2), few=True,
)
row(
    "crossAttention", [(2, 2, 2), (2, 3, 3)], attention_params(2, 3), lambda p, x, m: attention(p, x, m, 1), few=True
)
row(
    "crossAttention, padding", [(2, 2, 2), (2, 3, 3)], attention_params(2, 3),
    lambda p, x, m: attention(p, x, m, 1, mask=torch.tensor([[1, 0, 1], [0, 0, 0]]) == 1), few=True,
)


def encoder(p, x):
    n = F.layer_norm(x, (2,), p["self.norm.scale"], p["self.norm.shift"])
    x = x + attention(p, n, n, 1, "self.attention.")
    n = F.layer_norm(x, (2,), p["feedForward.norm.scale"], p["feedForward.norm.shift"])
    return x + dense(p, F.gelu(dense(p, n, "feedForward.network.expand.")), "feedForward.network.contract.")


def decoder(p, x, memory):
    n = F.layer_norm(x, (2,), p["self.norm.scale"], p["self.norm.shift"])
    x = x + attention(p, n, n, 1, "self.attention.", causal=True)
    n = F.layer_norm(x, (2,), p["cross.norm.scale"], p["cross.norm.shift"])
    x = x + attention(p, n, memory, 1, "cross.attention.")
    n = F.layer_norm(x, (2,), p["feedForward.norm.scale"], p["feedForward.norm.shift"])
    return (
        x + dense(p, F.gelu(dense(p, n, "feedForward.network.expand.")), "feedForward.network.contract."),
        memory,
    )


network = {
    **norm_params(2, "feedForward.norm"),
    **{"feedForward.network.expand.w": (2, 3), "feedForward.network.expand.b": (3,)},
    **{"feedForward.network.contract.w": (3, 2), "feedForward.network.contract.b": (2,)},
}
own = {**norm_params(2, "self.norm"), **attention_params(2, at="self.attention.")}
row("transformerEncoderBlock", [(1, 3, 2)], {**own, **network}, encoder, few=True)
row(
    "transformerDecoderBlock", [(1, 2, 2), (1, 2, 3)],
    {**own, **norm_params(2, "cross.norm"), **attention_params(2, 3, at="cross.attention."), **network},
    decoder, few=True,
)


# A mixture of experts: each token has the two experts of the largest scores
def mixture(p, x):
    scores = x @ p["router.w"]
    probabilities = F.softmax(scores, -1)
    mask = torch.zeros_like(scores).scatter(-1, scores.topk(2).indices, 1)
    kept = probabilities * mask
    gates = kept / kept.sum(-1, keepdim=True)
    return sum(gates[:, i : i + 1] * (x @ p["experts.w"][i] + p["experts.b"][i]) for i in range(3))


row("mixtureOfExperts", [(3, 2)], {"router.w": (2, 3), "experts.w": (3, 2, 2), "experts.b": (3, 2)}, mixture, few=True)


# Positions
def waves(x):
    time, width = x.shape[-2:]
    at = torch.arange(time, dtype=torch.float64)[:, None] / 10_000 ** (torch.arange(0, width, 2) / width)
    return torch.stack((at.sin(), at.cos()), -1).to(x.dtype)


def rotary(x):
    s, c = waves(x).unbind(-1)
    u, v = x.unflatten(-1, (-1, 2)).unbind(-1)
    return torch.stack((u * c - v * s, u * s + v * c), -1).flatten(-2)


row("sinusoidalPositions", [(2, 2, 4)], {}, lambda p, x: x + waves(x).flatten(-2))
row("learnedPositions", [(2, 2, 2)], {"w": (3, 2)}, lambda p, x: x + p["w"][:2])
row("rotaryPositions", [(1, 3, 4)], {}, lambda p, x: rotary(x))


# Recurrence
def cell_params(gates, at=""):
    sizes = {"input.w": (2, 2 * gates), "input.b": (2 * gates,), "hidden.w": (2, 2 * gates), "hidden.b": (2 * gates,)}
    return {at + name: shape for name, shape in sizes.items()}


def weights(p, at=""):
    return p[at + "input.w"].T, p[at + "hidden.w"].T, p[at + "input.b"], p[at + "hidden.b"]


def both_of(h):
    return h, h


def lstm_cell(p, x, h, c):
    h, c = torch.lstm_cell(x, (h, c), *weights(p))
    return h, h, c


row("rnnCell", [(2, 2), (2, 2)], cell_params(1), lambda p, x, h: both_of(torch.rnn_tanh_cell(x, h, *weights(p))))
row("gruCell", [(2, 2), (2, 2)], cell_params(3), lambda p, x, h: both_of(torch.gru_cell(x, h, *weights(p))))
row("lstmCell", [(2, 2), (2, 2), (2, 2)], cell_params(4), lstm_cell)


def over_time(run, carries, directions):
    def f(p, x):
        none = torch.zeros(len(directions), x.shape[0], 2, dtype=x.dtype)
        every = [w for at in directions for w in weights(p, at)]
        first = (none, none) if carries == 2 else none
        return run(x, first, every, True, 1, 0.0, False, len(directions) == 2, True)[0]

    return f


row("rnn", [(2, 3, 2)], cell_params(1), over_time(torch.rnn_tanh, 1, [""]))
row("gru", [(2, 3, 2)], cell_params(3), over_time(torch.gru, 1, [""]))
row("lstm", [(2, 3, 2)], cell_params(4), over_time(torch.lstm, 2, [""]))
row(
    "rnn, both ways", [(2, 3, 2)], {**cell_params(1, "forward."), **cell_params(1, "backward.")},
    over_time(torch.rnn_tanh, 1, ["forward.", "backward."]), few=True,
)

# Shape
row("pad", [(1, 2, 2)], {}, lambda p, x: F.pad(x, (0, 1, 1, 0), value=-math.inf))
row("slice", [(1, 3, 4)], {}, lambda p, x: x[:, 1:, ::2])
row("transpose", [(1, 2, 3)], {}, lambda p, x: x.transpose(1, 2))
row("reshape", [(2, 4)], {}, lambda p, x: x.reshape(2, 2, 2))
row("flatten", [(2, 2, 2)], {}, lambda p, x: x.flatten(1))
row("concatenate", [(2, 2), (2, 1)], {}, lambda p, x, y: torch.cat((x, y), 1))


def specials(dtype, few):
    """Which numbers are put in the second place of an input, in its last one, and in the first of a parameter."""
    info = np.finfo(dtype)
    most, tiny, least = float(info.max), float(info.tiny), float(info.smallest_subnormal)
    second = [np.nan, np.inf, most] if few else [np.nan, np.inf, -np.inf, 0.0, -0.0, most, -most, tiny, -least]
    return second, ([] if few else [np.nan, -np.inf]), ([np.nan] if few else [np.nan, np.inf, most])


def hangs_on_rounding(title, path, number):
    """Sums of products whose parts are as large as numbers get, and cancel: each order of them gives another result."""
    most = np.isfinite(number) and number > 1e38
    return (title in ("layerNorm", "groupNorm") and path == "scale" and not np.isnan(number)) or (
        title.startswith("selfAttention") and path in ("key.b", "value.b") and most
    )


def run(f, inputs, params):
    xs = [x.clone().requires_grad_(True) for x in inputs]
    ps = {name: p.clone().requires_grad_(True) for name, p in params.items()}
    y = f(ps, *xs)
    ys = y if isinstance(y, tuple) else (y,)
    ds = torch.autograd.grad(ys, [*xs, *ps.values()], [cotangent(y) for y in ys], allow_unused=True)
    return " | ".join(words(t) for t in [*ys, *ds])


def dropped(numbers, dtype):
    """What dropout of one half makes of each number where it is kept, and where it is dropped, whichever seeds do that."""
    x = torch.tensor(numbers, dtype=dtype)
    kept, gone = ([None] * len(numbers) for _ in range(2))
    for seed in range(100):
        torch.manual_seed(seed)
        mask = F.dropout(torch.ones_like(x), 0.5)
        torch.manual_seed(seed)
        for i, (m, y) in enumerate(zip(mask, F.dropout(x, 0.5))):
            (kept if m else gone)[i] = word(y.numpy())
    return [words(x), " ".join(kept), " ".join(gone)]


result = {"source": f"torch {torch.__version__}, numpy {np.__version__}, python {sys.version.split()[0]}", "dropout": {}, "rows": {}}
for name, kind, dtype in (("f32", np.float32, torch.float32), ("f64", np.float64, torch.float64)):
    result["dropout"][name] = dropped([*specials(kind, False)[0], 1.0], dtype)
    for title, (inputs, params, f, few) in rows.items():
        xs = [ordinary(shape, i).to(dtype) for i, shape in enumerate(inputs)]
        ps = {path: ordinary(shape, i + len(xs)).to(dtype) for i, (path, shape) in enumerate(params.items())}
        second, last, first = specials(kind, few)
        found = []
        for leaf, x in enumerate(xs):
            for at, number in [*((1, v) for v in second), *((x.numel() - 1, v) for v in last)]:
                spoilt = x.clone()
                spoilt.view(-1)[at] = number
                others = [*xs[:leaf], spoilt, *xs[leaf + 1 :]]
                found.append(f"{leaf} {at} {word(kind(number))} | " + run(f, others, ps))
        for path, p in ps.items():
            for number in (n for n in first if not hangs_on_rounding(title, path, n)):
                spoilt = p.clone()
                spoilt.view(-1)[0] = number
                found.append(f"{path} 0 {word(kind(number))} | " + run(f, xs, {**ps, path: spoilt}))
        given = lambda x: f"{' '.join(map(str, x.shape))} | {words(x)}"
        inputs = {"inputs": [given(x) for x in xs], "params": {path: given(p) for path, p in ps.items()}}
        result["rows"].setdefault(title, inputs)[name] = found
json.dump(result, sys.stdout, indent=2)
