"""Makes functions.json: what NumPy, SciPy and mpmath give for special values. Not needed to run the tests.

    python3 -m venv venv && venv/bin/pip install mpmath numpy scipy && venv/bin/python functions.py > functions.json
"""
import json
import sys
import warnings

import mpmath
import numpy as np
import scipy
import scipy.special

warnings.simplefilter("ignore")
np.seterr(all="ignore")


def specials(kind):
    info = np.finfo(kind)
    sizes = [0.0, float(info.smallest_subnormal), float(info.tiny), 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 10.0]
    sizes += [float(np.nextafter(kind(1), kind(0))), 2.0**23 + 1, float(info.max), np.inf]
    return [x for size in sizes for x in (size, -size)] + [np.nan]


def word(x):
    x = float(x)
    if np.isnan(x):
        return "NaN"
    if np.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    return "-0" if x == 0 and np.signbit(x) else x


mpmath.mp.dps = 60


def exact(f, at_zero, at_negative, at_infinity, at_minus_infinity):
    """A function in many digits, as SciPy has few of some of the gamma functions, and what it is where it has no finite value."""

    def one(x):
        if np.isnan(x):
            return np.nan
        if np.isinf(x):
            return at_infinity if x > 0 else at_minus_infinity
        if x == 0:
            return at_zero(np.signbit(x))
        return at_negative if x < 0 and x == np.floor(x) else float(mpmath.re(f(mpmath.mpf(float(x)))))

    return lambda xs: np.array([one(x) for x in xs])


inf, nan = np.inf, np.nan
# C and PyTorch say ∞ of the gamma function's logarithm at -∞, SciPy -∞.
lgamma = exact(mpmath.loggamma, lambda _: inf, inf, inf, inf)
digamma = exact(mpmath.digamma, lambda negative: inf if negative else -inf, nan, inf, nan)
trigamma = exact(lambda x: mpmath.polygamma(1, x), lambda _: inf, inf, 0.0, nan)
tetragamma = exact(lambda x: mpmath.polygamma(2, x), lambda negative: inf if negative else -inf, nan, -0.0, nan)

unary = {
    "floor": np.floor, "ceil": np.ceil, "round": np.round, "trunc": np.trunc, "tan": np.tan, "asin": np.arcsin,
    "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh, "cosh": np.cosh, "asinh": np.arcsinh, "acosh": np.arccosh,
    "atanh": np.arctanh, "log2": np.log2, "log10": np.log10, "logit": scipy.special.logit, "erfc": scipy.special.erfc,
    "erfinv": scipy.special.erfinv, "lgamma": lgamma, "digamma": digamma, "trigamma": trigamma, "tetragamma": tetragamma,
    "square": np.square, "reciprocal": np.reciprocal, "rsqrt": lambda x: 1 / np.sqrt(x),
    "logSigmoid": scipy.special.log_expit, "clip": lambda x: np.clip(x, -0.5, 0.75),
    "isFinite": np.isfinite, "isNaN": np.isnan,
}
binary = {
    "pow": np.power, "atan2": np.arctan2, "hypot": np.hypot, "remainder": np.remainder, "logaddexp": np.logaddexp,
}

result = {"source": f"numpy {np.__version__}, scipy {scipy.__version__}, python {sys.version.split()[0]}"}
for name, kind in (("f32", np.float32), ("f64", np.float64)):
    values = specials(kind)
    xs = np.array(values, dtype=kind)
    left, right = (np.array(side, dtype=kind) for side in zip(*[(a, b) for a in values for b in values]))
    # f32 functions are those of f64, rounded once: what an exact function would give, up to one rounding.
    rounded = lambda f, *args: [word(v) for v in np.asarray(f(*[a.astype(np.float64) for a in args])).astype(kind)]
    result[name] = {
        "values": [word(v) for v in xs],
        "unary": {op: rounded(f, xs) for op, f in unary.items()},
        "binary": {op: rounded(f, left, right) for op, f in binary.items()},
    }
json.dump(result, sys.stdout, separators=(",", ":"))
