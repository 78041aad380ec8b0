"""PyTorch as a contestant: layers, a loss and an optimiser of its own, eagerly. The first argument is the number of threads;
0 leaves it to PyTorch."""

import sys
import time

import torch
from torch import nn

from protocol import serve
from torch_generate import Generation
from torch_lstm import Lstm
from torch_transformer import Transformer

ACTIVATIONS = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leakyRelu": lambda: nn.LeakyReLU(0.01),
}


def filled(layer, w, b):
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(w))
        layer.bias.copy_(torch.from_numpy(b))
    return layer


def lenet_of(job):
    p, dtype = job.params, torch.from_numpy(job.params["w1"]).dtype

    def conv(i, padding):
        w, b = p[f"w{i}"], p[f"b{i}"]
        out, inputs, size, _ = w.shape
        return filled(nn.Conv2d(inputs, out, size, padding=padding, dtype=dtype), w, b)

    def linear(i):
        w, b = p[f"w{i}"], p[f"b{i}"]
        return filled(nn.Linear(*w.shape, dtype=dtype), w.T, b)

    return nn.Sequential(
        *[conv(1, 2), nn.ReLU(), nn.MaxPool2d(2)],
        *[conv(2, 0), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Flatten(), linear(3), nn.ReLU(), linear(4), nn.ReLU(), linear(5)],
    )


def model_of(job):
    if job.kind == "lenet":
        return lenet_of(job)
    if job.kind == "transformer":
        return Transformer(job)
    if job.kind == "lstm":
        return Lstm(job)
    layers = []
    for i in range(1, job.layers + 1):
        w, b = torch.from_numpy(job.params[f"w{i}"]), job.params.get(f"b{i}")
        layer = nn.Linear(*w.shape, bias=b is not None, dtype=w.dtype)
        with torch.no_grad():
            layer.weight.copy_(w.T)
            if b is not None:
                layer.bias.copy_(torch.from_numpy(b))
        layers += [layer] if i == 1 else [ACTIVATIONS[job.activation](), layer]
    return layers[0] if len(layers) == 1 else nn.Sequential(*layers)


def optimiser_of(job, parameters):
    if job.kind == "transformer":
        return torch.optim.Adam(parameters, lr=job.rate, fused=True)
    # Weight decay is the gradient of the penalty.
    return torch.optim.SGD(parameters, lr=job.rate, weight_decay=job.l2)


class Run:
    def __init__(self, job, batches):
        self.model = model_of(job)
        self.optimiser = optimiser_of(job, self.model.parameters())
        self.criterion = nn.CrossEntropyLoss()
        self.job, self.batches, self.at = job, batches, 0

    def step(self, x, y):
        self.optimiser.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimiser.step()
        return loss

    def losses(self, steps):
        seen = []
        for _ in range(steps):
            penalty = self.job.l2 / 2 * sum(float((p * p).sum()) for p in self.model.parameters())
            seen.append(float(self.step(*self.batches[self.at % len(self.batches)])) + penalty)
            self.at += 1
        return seen

    def advance(self, steps):
        step, batches, n = self.step, self.batches, len(self.batches)
        for i in range(self.at, self.at + steps):
            step(*batches[i % n])
        self.at += steps


class Product:
    def __init__(self, job):
        self.a, self.b = torch.from_numpy(job.params["a"]), torch.from_numpy(job.params["b"])

    def losses(self, steps):
        return [(self.a @ self.b).double().mean() for _ in range(steps)]

    def advance(self, steps):
        for _ in range(steps):
            self.a @ self.b


class Torch:
    def __init__(self, job):
        threads = int(sys.argv[1])
        if threads > 0:
            torch.set_num_threads(threads)
        self.versions = {"torch": torch.__version__, "threads": str(torch.get_num_threads())}
        self.job = job
        if job.kind not in ("product", "generation"):
            xs, ys = torch.from_numpy(job.inputs), torch.from_numpy(job.targets).long().flatten(1)
            if job.kind == "lstm":
                # Time first, as nn.LSTM has it.
                xs = xs.transpose(1, 2).contiguous()
            self.batches = list(zip(xs.unbind(), ys.unbind()))

    def begin(self):
        if self.job.kind == "generation":
            return Generation(self.job)
        return Product(self.job) if self.job.kind == "product" else Run(self.job, self.batches)

    def preparation(self):
        start = time.perf_counter()
        self.begin().advance(1)
        return {"traceUs": None, "firstUs": (time.perf_counter() - start) * 1e6}


serve(Torch)
