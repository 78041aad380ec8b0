"""A batch through any number of layers in NumPy, with the gradients by hand: what the notebooks' cases vary."""

import numpy as np


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cross_entropy(scores, y):
    shifted = scores - scores.max(-1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(-1))
    return float((log_sums - shifted[np.arange(len(y)), y]).mean())


def leaky_relu(z):
    return np.where(z > 0, z, z * 0.01)


# Activations, and their derivatives by argument z and value a.
ACTIVATIONS = {
    "sigmoid": (sigmoid, lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a * a),
    "relu": (lambda z: np.maximum(0, z), lambda z, a: z > 0),
    "leakyRelu": (leaky_relu, lambda z, a: np.where(z > 0, 1, 0.01).astype(z.dtype)),
}


class Network:
    """A batch through any number of layers."""

    def __init__(self, job):
        self.job = job
        self.params = {name: value.copy() for name, value in job.params.items()}
        self.at = 0
        self.prepare()

    def prepare(self):
        self.batches = list(zip(self.job.inputs, self.job.targets))
        self.eye = np.eye(self.params[f"w{self.job.layers}"].shape[1], dtype=self.job.dtype)

    def scores(self, x):
        p, job = self.params, self.job
        f = ACTIVATIONS[job.activation or "tanh"][0]
        for i in range(1, job.layers + 1):
            x = x @ p[f"w{i}"]
            if f"b{i}" in p:
                x = x + p[f"b{i}"]
            if i < job.layers:
                x = f(x)
        return x

    def loss(self):
        job = self.job
        i = self.at % len(job.inputs)
        penalty = job.l2 / 2 * sum(float((w * w).sum()) for w in self.params.values())
        return cross_entropy(self.scores(job.inputs[i]), job.targets[i]) + penalty

    def losses(self, steps):
        seen = []
        for _ in range(steps):
            seen.append(self.loss())
            self.advance(1)
        return seen

    def advance(self, steps):
        step, batches, n = self.step, self.batches, len(self.batches)
        for i in range(self.at, self.at + steps):
            step(*batches[i % n])
        self.at += steps

    def step(self, x, y):
        p, job = self.params, self.job
        f, slope = ACTIVATIONS[job.activation or "tanh"]
        before, outputs = [], [x]
        for i in range(1, job.layers + 1):
            z = outputs[-1] @ p[f"w{i}"] + p[f"b{i}"]
            before.append(z)
            outputs.append(f(z) if i < job.layers else z)
        d = (softmax(outputs[-1]) - self.eye[y]) / len(y)
        for i in range(job.layers, 0, -1):
            w = p[f"w{i}"]
            gw, gb = outputs[i - 1].T @ d, d.sum(0)
            if i > 1:
                d = (d @ w.T) * slope(before[i - 2], outputs[i - 1])
            p[f"w{i}"] = w - job.rate * gw
            p[f"b{i}"] = p[f"b{i}"] - job.rate * gb
