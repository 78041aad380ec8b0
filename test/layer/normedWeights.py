"""Makes normedWeights.json: what PyTorch gives for weights that are normalised, with gradients. Not needed to run the tests.

    python3 -m venv venv && venv/bin/pip install numpy torch && venv/bin/python normedWeights.py > normedWeights.json

Weights are in PyTorch's own layouts: a dense layer has [outputs, inputs].
"""
import json
import math
import sys

import torch
import torch.nn.functional as F
from torch.nn.utils import parametrizations

torch.set_default_dtype(torch.float64)


def ordinary(shape, seed):
    """Ordinary numbers, from -1.25 to 1.25."""
    count = math.prod(shape)
    return torch.tensor([((i * 7 + 3 * seed) % 11 - 5) / 4 + i % 3 / 8 for i in range(count)]).reshape(shape)


def stored(x):
    return {"shape": list(x.shape), "data": x.detach().reshape(-1).tolist()}


layers = {
    "dense": (lambda: torch.nn.Linear(3, 2), (4, 3), 0),
    "conv1d": (lambda: torch.nn.Conv1d(2, 3, 2), (2, 2, 4), 0),
    "conv2d": (lambda: torch.nn.Conv2d(2, 3, (2, 1)), (1, 2, 3, 2), 0),
    "convTranspose2d": (lambda: torch.nn.ConvTranspose2d(2, 3, 2), (1, 2, 2, 2), 1),
}


def made(make):
    layer = make()
    with torch.no_grad():
        layer.weight.copy_(ordinary(layer.weight.shape, 1))
        layer.bias.copy_(ordinary(layer.bias.shape, 2))
    return layer


def run(layer, shape):
    x = ordinary(shape, 3).requires_grad_(True)
    y = layer(x)
    dy = ordinary(y.shape, 4)
    y.backward(dy)
    gradients = {name: stored(p.grad) for name, p in layer.named_parameters()}
    return {"x": stored(x), "y": stored(y), "dy": stored(dy), "dx": stored(x.grad), "gradients": gradients}


result = {"source": f"torch {torch.__version__}, torch.nn.utils.parametrizations", "weightNorm": {}, "spectralNorm": {}}
for name, (make, shape, dim) in layers.items():
    layer = parametrizations.weight_norm(made(make), dim=dim)
    parts = layer.parametrizations.weight
    with torch.no_grad():
        parts.original0.copy_(ordinary(parts.original0.shape, 5))
    result["weightNorm"][name] = {
        "axis": dim,
        "g": stored(parts.original0),
        "v": stored(parts.original1),
        "b": stored(layer.bias),
        **run(layer, shape),
    }
    rows = []
    for steps in (1, 3):
        torch.manual_seed(0)
        layer = parametrizations.spectral_norm(made(make), n_power_iterations=steps, dim=dim)
        norm = layer.parametrizations.weight[0]
        with torch.no_grad():
            for vector, seed in ((norm._u, 6), (norm._v, 7)):
                start = ordinary(vector.shape, seed)
                vector.copy_(start / start.norm())
        before = {"u": stored(norm._u), "v": stored(norm._v)}
        layer.train()
        x = ordinary(shape, 3)
        trained = layer(x)
        after = {"u": stored(norm._u), "v": stored(norm._v)}
        layer.zero_grad()
        layer.eval()
        rows.append(
            {
                "steps": steps,
                "axis": dim,
                "w": stored(layer.parametrizations.weight.original),
                "b": stored(layer.bias),
                "before": before,
                "after": after,
                "trained": stored(trained),
                **run(layer, shape),
            }
        )
    result["spectralNorm"][name] = rows
json.dump(result, sys.stdout)
