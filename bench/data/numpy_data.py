"""What the same costs in NumPy: a JSON record of milliseconds of CPU by case."""
import json
import time

import numpy as np

rounds = 25
shape = (4000, 784)
rng = np.random.default_rng(0)
rows = np.full(shape, 0.5).tolist()
flat = np.full(shape, 0.5, dtype=np.float32)

cases = {
    "normal f32": lambda: rng.standard_normal(shape, dtype=np.float32),
    "normal f64": lambda: rng.standard_normal(shape),
    "uniform f32": lambda: rng.random(shape, dtype=np.float32),
    "uniform f64": lambda: rng.random(shape),
    "bernoulli 0.3": lambda: (rng.random(shape) < 0.3).astype(np.uint8),
    "permutation of 10⁶": lambda: rng.permutation(1_000_000),
    "nested arrays": lambda: np.array(rows, dtype=np.float32),
    "a typed array": lambda: flat.copy(),
}


def cost(run):
    run()
    costs = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        costs.append(1000 * (time.process_time() - start))
    return sorted(costs)[rounds // 2]


print(json.dumps({name: cost(run) for name, run in cases.items()}))
