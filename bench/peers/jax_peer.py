"""JAX as a contestant, on the CPU: the whole step jitted, parameters donated, batches on the device."""

import os
import time

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp

from jax_lstm import lstm_step
from jax_transformer import start_of, transformer_step
from protocol import serve

ACTIVATIONS = {
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "leakyRelu": lambda z: jax.nn.leaky_relu(z, 0.01),
}


def step_of(job):
    def scores(p, x):
        for i in range(1, job.layers + 1):
            x = x @ p[f"w{i}"]
            if f"b{i}" in p:
                x = x + p[f"b{i}"]
            if i < job.layers:
                x = ACTIVATIONS[job.activation](x)
        return x

    def loss(p, x, y):
        logOfLabel = jnp.take_along_axis(jax.nn.log_softmax(scores(p, x)), y[:, None], 1)
        if job.l2 == 0:
            return -logOfLabel.mean()
        return -logOfLabel.mean() + job.l2 / 2 * sum((w * w).sum() for w in p.values())

    def step(p, x, y):
        value, gradient = jax.value_and_grad(loss)(p, x, y)
        return jax.tree.map(lambda w, g: w - job.rate * g, p, gradient), value

    return step


class Run:
    def __init__(self, step, state, batches):
        self.step, self.state, self.batches, self.at = step, state, batches, 0

    def losses(self, steps):
        seen = []
        for _ in range(steps):
            self.state, loss = self.step(self.state, *self.batches[self.at % len(self.batches)])
            seen.append(loss)
            self.at += 1
        return seen

    def advance(self, steps):
        step, batches, n, state = self.step, self.batches, len(self.batches), self.state
        for i in range(self.at, self.at + steps):
            state, _ = step(state, *batches[i % n])
        self.state = jax.block_until_ready(state)
        self.at += steps


class Product:
    def __init__(self, job):
        self.a, self.b = jnp.array(job.params["a"]), jnp.array(job.params["b"])
        self.product = jax.jit(jnp.matmul)

    def losses(self, steps):
        return [self.product(self.a, self.b).mean() for _ in range(steps)]

    def advance(self, steps):
        for _ in range(steps):
            c = self.product(self.a, self.b)
        jax.block_until_ready(c)


def parameters_of(params):
    return {name: jnp.array(value) for name, value in params.items()}


WAYS = {
    "classifier": (step_of, parameters_of),
    "lstm": (lstm_step, parameters_of),
    "transformer": (transformer_step, start_of),
}


class Jax:
    versions = {"jax": jax.__version__}

    def __init__(self, job):
        jax.config.update("jax_enable_x64", job.double)
        self.job = job
        if job.kind != "product":
            make, self.start = WAYS[job.kind]
            self.whole = make(job)
            self.step = jax.jit(self.whole, donate_argnums=0)
            # Time first, as lax.scan has it.
            xs = job.inputs.swapaxes(1, 2) if job.kind == "lstm" else job.inputs
            self.batches = [(jnp.array(x), jnp.array(y)) for x, y in zip(xs, job.targets)]

    def begin(self):
        if self.job.kind == "product":
            return Product(self.job)
        return Run(self.step, self.start(self.job.params), self.batches)

    def preparation(self):
        state = self.start(self.job.params)
        start = time.perf_counter()
        lowered = jax.jit(self.whole).lower(state, *self.batches[0])
        traced = time.perf_counter()
        jax.block_until_ready(lowered.compile()(state, *self.batches[0]))
        return {"traceUs": (traced - start) * 1e6, "firstUs": (time.perf_counter() - start) * 1e6}


serve(Jax)
