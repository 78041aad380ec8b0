"""NumPy as a contestant. The notebooks' cases are written as their notebooks write them, with the gradients by hand, and like
them compute a loss within the step only where the notebook does; grown cases as a batch of any number of layers."""

import platform

import numpy as np

from numpy_network import Network, leaky_relu, sigmoid, softmax
from protocol import serve


class Images(Network):
    """s0: softmax regression in place."""

    def prepare(self):
        self.batches = list(zip(self.job.inputs, self.job.targets))
        self.rows = np.arange(self.job.inputs.shape[1])

    def step(self, x, y):
        p, rate = self.params, self.job.rate
        d = softmax(x @ p["w1"] + p["b1"])
        d[self.rows, y] -= 1
        d /= len(x)
        p["w1"] -= rate * (x.T @ d)
        p["b1"] -= rate * d.sum(0)


class OneSample(Network):
    """s1: vectors and outer products."""

    def prepare(self):
        super().prepare()
        self.batches = [(x[0], y[0]) for x, y in zip(self.job.inputs, self.job.targets)]


class Logistic(OneSample):
    def step(self, x, y):
        p, rate = self.params, self.job.rate
        d = softmax(x @ p["w1"] + p["b1"]) - self.eye[y]
        p["w1"] = p["w1"] - rate * np.outer(x, d)
        p["b1"] = p["b1"] - rate * d


class Digits(OneSample):
    def step(self, x, y):
        p, rate = self.params, self.job.rate
        w1, b1, w2, b2 = p["w1"], p["b1"], p["w2"], p["b2"]
        h = sigmoid(x @ w1 + b1)
        d = softmax(h @ w2 + b2) - self.eye[y]
        g2 = np.outer(h, d)
        dh = (w2 @ d) * h * (1 - h)
        g1 = np.outer(x, dh)
        p["w1"], p["b1"], p["w2"], p["b2"] = w1 - rate * g1, b1 - rate * dh, w2 - rate * g2, b2 - rate * d


class Fashion(Network):
    """s2: with the loss and the accuracy of each batch."""

    def prepare(self):
        super().prepare()
        self.batches = [(x, self.eye[y]) for x, y in self.batches]

    def step(self, x, y):
        p, rate = self.params, self.job.rate
        z = x @ p["w1"] + p["b1"]
        a = leaky_relu(z)
        q = softmax(a @ p["w2"] + p["b2"])
        d = (q - y) / len(x)
        g2, gb2 = a.T @ d, d.sum(0)
        dz = d @ p["w2"].T * np.where(z > 0, 1, 0.01).astype(z.dtype)
        p["w1"] += -rate * (x.T @ dz)
        p["b1"] += -rate * dz.sum(0)
        p["w2"] += -rate * g2
        p["b2"] += -rate * gb2
        self.seen = -np.log((q * y).sum(1)).mean(), (q.argmax(1) == y.argmax(1)).mean()


class Spiral(Network):
    """s3: biases are the last rows of the weights."""

    def prepare(self):
        super().prepare()
        p = self.params
        whole = np.vstack([p["w2"], p["b2"]])
        self.whole, p["w2"], p["b2"] = whole, whole[:-1], whole[-1]
        self.rows = np.arange(self.job.inputs.shape[1])
        self.ones = np.ones(self.job.inputs.shape[1], self.job.dtype)

    def step(self, x, y):
        w1, w2, reg, rate = self.params["w1"], self.whole, self.job.l2, self.job.rate
        h = x @ w1
        hr = np.c_[np.maximum(0, h), self.ones]
        d = softmax(hr @ w2)
        d[self.rows, y] -= 1
        d /= len(x)
        g2 = hr.T @ d + reg * w2
        dh = (d @ w2.T)[:, :-1]
        dh[h < 0] = 0
        g1 = x.T @ dh + reg * w1
        w1 -= rate * g1
        w2 -= rate * g2


class Jacobian(Network):
    """s4: examples in columns, and the softmax's Jacobian written out."""

    def prepare(self):
        super().prepare()
        p = self.params
        self.whole = np.vstack([p["w1"], p["b1"]]).T.copy()
        self.unit = np.eye(len(self.whole), dtype=self.job.dtype)
        self.ones = np.ones((1, self.job.inputs.shape[1]), self.job.dtype)
        self.batches = [(x.T.copy(), self.eye[y].T.copy()) for x, y in self.batches]

    def step(self, x, y):
        n = x.shape[1]
        x = np.vstack([x, self.ones])
        z = self.whole @ x
        e = np.exp(z - z.max(0))
        a = e / e.sum(0)
        g = -y / a / n
        jacobian = np.einsum("ib,ij->ijb", a, self.unit) - np.einsum("ib,jb->ijb", a, a)
        dz = np.einsum("ijb,jb->ib", jacobian, g)
        self.whole = self.whole - self.job.rate * dz @ x.T

    def loss(self):
        self.params = {"w1": self.whole.T[:-1], "b1": self.whole.T[-1]}
        return super().loss()


class Product:
    def __init__(self, job):
        self.a, self.b = job.params["a"], job.params["b"]

    def losses(self, steps):
        return [(self.a @ self.b).mean(dtype=np.float64) for _ in range(steps)]

    def advance(self, steps):
        for _ in range(steps):
            self.a @ self.b


CASES = {
    "s0-mnist-softmax": Images,
    "s1-logreg-sgd1": Logistic,
    "s1-digits-sgd1": Digits,
    "s2-fashion-float32": Fashion,
    "s2-fashion-float64": Fashion,
    "s3-spiral-full": Spiral,
    "s4-softmax-jacobian": Jacobian,
    "memory-10000": Digits,
}


class Numpy:
    versions = {"python": platform.python_version(), "numpy": np.__version__}

    def __init__(self, job):
        self.job = job

    def begin(self):
        run = Product if self.job.kind == "product" else CASES.get(self.job.case, Network)
        return run(self.job)


serve(Numpy)
