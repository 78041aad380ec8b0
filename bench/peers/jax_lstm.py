"""The LSTM in JAX: one product for the inputs of all times, and `lax.scan` over [time, batch, gates]."""

import jax
import jax.numpy as jnp


def lstm_step(job):
    def loss(p, x, y):
        def cell(carry, a):
            h, c = carry
            i, f, g, o = jnp.split(a + h @ p["lstm.hidden.w"] + p["lstm.hidden.b"], 4, axis=-1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

        nothing = jnp.zeros((x.shape[1], p["lstm.hidden.w"].shape[0]), x.dtype)
        (last, _), _ = jax.lax.scan(cell, (nothing, nothing), x @ p["lstm.input.w"] + p["lstm.input.b"])
        scores = last @ p["next.w"] + p["next.b"]
        return -jnp.take_along_axis(jax.nn.log_softmax(scores), y[:, None], 1).mean()

    def step(p, x, y):
        value, gradient = jax.value_and_grad(loss)(p, x, y)
        return jax.tree.map(lambda w, g: w - job.rate * g, p, gradient), value

    return step
