"""The transformer in JAX: a function of a dictionary of parameters, and Adam as a map over all of them."""

import jax
import jax.numpy as jnp


def attend(query, key, value):
    """Causal attention. `jax.nn.dot_product_attention` takes as long, but has its softmax in f32 for f64, too."""
    scores = jnp.einsum("bqhd,bkhd->bhqk", query, key) / query.shape[-1] ** 0.5
    seen = jnp.tril(jnp.ones(scores.shape[-2:], bool))
    return jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(jnp.where(seen, scores, -jnp.inf)), value)


def loss_of(job):
    blocks = sum(name.endswith("self.norm.scale") for name in job.params)

    def loss(p, x, y):
        def dense(name, h):
            return h @ p[f"{name}.w"] + p[f"{name}.b"]

        def norm(name, h):
            return jax.nn.standardize(h, epsilon=1e-5) * p[f"{name}.scale"] + p[f"{name}.shift"]

        def attention(name, h):
            query, key, value = (
                dense(f"{name}.{part}", h).reshape(*h.shape[:2], job.heads, -1)
                for part in ("query", "key", "value")
            )
            return dense(f"{name}.output", attend(query, key, value).reshape(h.shape))

        def network(name, h):
            expanded = jax.nn.gelu(dense(f"{name}.expand", h), approximate=False)
            return dense(f"{name}.contract", expanded)

        h = p["characters.w"][x] + p["positions.w"]
        for i in range(blocks):
            at = f"blocks.{i}"
            h = h + attention(f"{at}.self.attention", norm(f"{at}.self.norm", h))
            h = h + network(f"{at}.feedForward.network", norm(f"{at}.feedForward.norm", h))
        scores = dense("next", norm("norm", h))
        return -jnp.take_along_axis(jax.nn.log_softmax(scores), y[..., None], -1).mean()

    return loss


def start_of(params):
    """Parameters, Adam's two means, and the number of steps."""
    params = {name: jnp.array(value) for name, value in params.items()}
    mean, square = (jax.tree.map(jnp.zeros_like, params) for _ in range(2))
    return params, mean, square, jnp.zeros((), int)


def transformer_step(job, beta1=0.9, beta2=0.999, epsilon=1e-8):
    loss = loss_of(job)

    def step(state, x, y):
        params, mean, square, count = state
        value, gradient = jax.value_and_grad(loss)(params, x, y)
        count = count + 1
        mean = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, mean, gradient)
        square = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, square, gradient)
        of_mean, of_square = 1 / (1 - beta1**count), 1 / (1 - beta2**count)

        def moved(p, m, v):
            return p - job.rate * (m * of_mean) / (jnp.sqrt(v * of_square) + epsilon)

        return (jax.tree.map(moved, params, mean, square), mean, square, count), value

    return step
