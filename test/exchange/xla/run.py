"""Runs all modules of a folder, NAME.mlir with NAME.json and NAME.safetensors, on one device and, where something is sharded, on eight.

Arguments: the folder of pullback_xla.py, the folder of modules. Writes NAME.out.safetensors, or NAME.error; outputs are called DEVICES/PATH,
and the metadata counts collectives.
"""
import glob
import json
import os
import re
import sys

os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=8"
sys.path.insert(0, sys.argv[1])
import jax  # noqa: E402
import numpy as np  # noqa: E402
import pullback_xla as xla  # noqa: E402

COLLECTIVES = ("all-reduce", "all-gather", "all-to-all", "collective-permute", "reduce-scatter")


def counts(text):
    return {name: str(len(re.findall(rf"= [^\n]*\b{name}(-start)?\(", text))) for name in COLLECTIVES}


def run(stem):
    with open(f"{stem}.mlir", encoding="utf-8") as file:
        text = file.read()
    with open(f"{stem}.json", encoding="utf-8") as file:
        manifest = json.load(file)
    jax.config.update("jax_enable_x64", xla.wants_doubles(manifest))
    given, about = xla.read_tensors(f"{stem}.safetensors")
    steps = int(about.get("steps", "1"))
    results, metadata = {}, {}
    sharded = any(it["role"] == "sharded" for it in manifest["inputs"])
    for devices in (1, 8) if sharded else (1,):
        module = xla.Module(text, manifest, jax.devices()[:devices])
        arrays = {it["path"]: module.place(it["path"], given[it["path"]]) for it in module.inputs}
        for _ in range(steps):
            outputs = module(arrays)
            own = {path: outputs[path] for path in module.state}
            others = {it["path"]: module.place(it["path"], given[it["path"]]) for it in module.inputs if it["path"] not in own}
            arrays = {**own, **others}
        results.update({f"{devices}/{path}": np.asarray(value) for path, value in outputs.items()})
        if devices > 1:
            metadata = counts(module.compiled().as_text())
    xla.write_whole(f"{stem}.out.safetensors", xla.encode_safetensors(results, metadata))


for path in sorted(glob.glob(os.path.join(sys.argv[2], "*.mlir"))):
    try:
        run(path[:-5])
    except Exception as error:  # each case is a test of its own
        with open(f"{path[:-5]}.error", "w", encoding="utf-8") as file:
            file.write(f"{type(error).__name__}: {error}"[:3000])
