#!/usr/bin/env python3
"""Trains what pullback exported, on as many devices as there are, by XLA. Needs JAX (tried with 0.10) and nothing else.

    python pullback_xla.py FOLDER --epochs 3 --data data.npz --shuffle --checkpoints FOLDER/checkpoints

FOLDER holds what `writeXla` of pullback/node wrote: module.mlir (StableHLO), manifest.json, start.safetensors (parameters, states, the key
and counters, as in checkpoints of `fit`), rates.safetensors (the optimiser's rates, a row for each step).

Batches come from a data set (--data FILE.npz or FILE.safetensors with the manifest's names, `inputs` and `targets`, whose first axis counts
the examples), from a generator (--data FILE.py:FUNCTION, which is called with the epoch and yields dictionaries of arrays), or from the
standard input (--data -). Each device has a part of every batch. Keys, and the order of --shuffle, are those of `fit`, so that its
checkpoints are continued here, and those from here by `fit`.

Reports are lines of JSON on the standard output: {"step", "epoch", "endOfEpoch", "loss"}, and {"checkpoint"} with a path.
"""
import argparse
import dataclasses
import importlib.util
import json
import os
import re
import struct
import sys
import time

# ---------------------------------------------------------------------------------------------------------------------
# safetensors: https://github.com/huggingface/safetensors
# ---------------------------------------------------------------------------------------------------------------------

DTYPES = {"F64": "<f8", "F32": "<f4", "I32": "<i4", "U8": "|u1", "BOOL": "|u1", "I64": "<i8", "F16": "<f2"}
NAMES = {"float64": "F64", "float32": "F32", "int32": "I32", "uint8": "U8"}


class Problem(Exception):
    """What is wrong, where, and how to mend it, for a person."""


def decode_safetensors(data, where="the bytes"):
    """The tensors by name, and the metadata."""
    import numpy as np

    if len(data) < 8:
        raise Problem(f"{where}: {len(data)} bytes are not safetensors, which begin with the length of a header.")
    (length,) = struct.unpack("<Q", bytes(data[:8]))
    if 8 + length > len(data):
        raise Problem(f"{where}: the header should have {length} bytes, but {len(data) - 8} are left. The file is cut off.")
    try:
        header = json.loads(bytes(data[8 : 8 + length]).decode("utf-8"))
        metadata = header.pop("__metadata__", None) or {}
        entries = [(name, it["dtype"], it["shape"], *it["data_offsets"]) for name, it in header.items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(f"{where}: the header is not one of safetensors ({error}).")
    body = memoryview(data)[8 + length :]
    tensors = {}
    for name, dtype, shape, start, end in entries:
        if dtype not in DTYPES:
            raise Problem(f"{where}: the tensor '{name}' is {dtype}, but this program takes {', '.join(DTYPES)}.")
        if not 0 <= start <= end <= len(body) or (end - start) % np.dtype(DTYPES[dtype]).itemsize != 0:
            raise Problem(f"{where}: the tensor '{name}' is said to lie at bytes {start} to {end} of {len(body)}.")
        values = np.frombuffer(body[start:end], dtype=DTYPES[dtype])
        if values.size != int(np.prod(shape, dtype=np.int64)):
            raise Problem(f"{where}: the tensor '{name}' has {values.size} numbers, but its shape is {shape}.")
        tensors[name] = values.reshape(shape)
    return tensors, metadata


def encode_safetensors(tensors, metadata):
    """The same bytes as pullback writes: wide elements first, then by name."""
    import numpy as np

    rank = {"F64": 0, "F32": 1, "I32": 2, "U8": 3}
    named = sorted(tensors.items(), key=lambda it: (rank[NAMES[str(it[1].dtype)]], it[0]))
    header, offset = {}, 0
    if metadata:
        header["__metadata__"] = dict(sorted(metadata.items()))
    for name, x in named:
        header[name] = {"dtype": NAMES[str(x.dtype)], "shape": list(x.shape), "data_offsets": [offset, offset + x.nbytes]}
        offset += x.nbytes
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)
    parts = [struct.pack("<Q", len(text)), text]
    for _, x in named:
        parts.append(np.ascontiguousarray(x, dtype=x.dtype.newbyteorder("<")).tobytes())
    return b"".join(parts)


def read_tensors(path):
    """What a .safetensors or .npz file holds."""
    import numpy as np

    if path.endswith(".npz"):
        with np.load(path) as arrays:
            return {name: arrays[name] for name in arrays.files}, {}
    with open(path, "rb") as file:
        return decode_safetensors(file.read(), path)


def write_whole(path, data):
    """The file is there with all of its bytes, or as it was before."""
    temporary = f"{path}.{os.getpid()}.tmp"
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


# ---------------------------------------------------------------------------------------------------------------------
# keys: Threefry-2x32 with 20 rounds, as in pullback
# ---------------------------------------------------------------------------------------------------------------------


def threefry(key, first, second):
    """The images of counters under a key, of two 32-bit words each."""
    import numpy as np

    with np.errstate(over="ignore"):
        u32 = lambda x: np.asarray(x, dtype=np.int64).astype(np.uint32)
        k0, k1 = u32(key[0]), u32(key[1])
        schedule = [k0, k1, np.uint32(0x1BD11BDA) ^ k0 ^ k1]
        a, b = u32(first) + k0, u32(second) + k1
        rotations = [13, 15, 26, 6, 17, 29, 16, 24]
        for step in range(20):
            by = np.uint32(rotations[step % 8])
            a = a + b
            b = ((b << by) | (b >> (np.uint32(32) - by))) ^ a
            if step % 4 == 3:
                injection = step // 4 + 1
                a = a + schedule[injection % 3]
                b = b + schedule[(injection + 1) % 3] + np.uint32(injection)
    return a, b


DRAW, SPLIT, FOLD = 0, 1, 2


def child(key, domain, index):
    """The key at an index of a domain: what `split` and `foldIn` give."""
    import numpy as np

    return np.array([int(word) for word in threefry(key, index, domain)], dtype=np.uint32).view(np.int32)


def permutation(count, key):
    """The order in which `batches` with `shuffle` takes examples in an epoch."""
    import numpy as np

    high, low = threefry(key, np.arange(count), DRAW)
    units = ((high >> np.uint32(5)).astype(np.float64) * 2.0**26 + (low >> np.uint32(6)).astype(np.float64)) * 2.0**-53
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        j = int(units[i] * (i + 1))
        order[i], order[j] = order[j], order[i]
    return np.array(order, dtype=np.int64)


# ---------------------------------------------------------------------------------------------------------------------
# modules
# ---------------------------------------------------------------------------------------------------------------------

JAX_TYPES = {"f32": "float32", "f64": "float64", "i32": "int32", "u8": "uint8"}

# The oldest version of StableHLO that has all of what is written: batching dimensions of gather and scatter.
TARGET = "1.9.0"


def exported(text, manifest):
    """A module as JAX has one that it exported itself."""
    import jax
    from jax import export
    from jax.extend.mlir import serialize_portable_artifact

    forms = lambda entries: [jax.ShapeDtypeStruct(tuple(it["shape"]), JAX_TYPES[it["type"]]) for it in entries]
    outputs = forms(manifest["outputs"])
    blank = lambda *_: tuple(jax.numpy.zeros(it.shape, it.dtype) for it in outputs)
    like = export.export(jax.jit(blank, keep_unused=True))(*forms(manifest["inputs"]))
    return dataclasses.replace(like, mlir_module_serialized=serialize_portable_artifact(text, TARGET), _get_vjp=None)


def wants_doubles(manifest):
    return any(it["type"] == "f64" for it in manifest["inputs"] + manifest["outputs"])


def sharded_axis(shape, devices):
    """The largest axis that can be divided among the devices; None if there is none."""
    fitting = [axis for axis, size in enumerate(shape) if size % devices == 0 and size >= devices]
    return max(fitting, key=lambda axis: shape[axis]) if fitting else None


class Module:
    """A module on a mesh of devices: a function of arrays by path."""

    def __init__(self, text, manifest, devices=None, shard_parameters=0):
        import jax
        import numpy as np
        from jax.sharding import Mesh, NamedSharding, PartitionSpec

        if wants_doubles(manifest):
            jax.config.update("jax_enable_x64", True)
        self.manifest = manifest
        self.inputs, self.outputs = manifest["inputs"], manifest["outputs"]
        mesh = Mesh(np.array(devices if devices is not None else jax.devices()), ("batch",))
        count = mesh.devices.size

        def spec(entry):
            shape, role = entry["shape"], entry.get("role")
            if role == "sharded":
                if shape[0] % count != 0:
                    raise Problem(
                        f"{entry['path']} has {shape[0]} examples, which {count} devices cannot share equally. "
                        f"Export the step for a batch that {count} divides, or use fewer devices: --devices."
                    )
                return PartitionSpec("batch")
            if role == "donated" and shard_parameters and int(np.prod(shape)) >= shard_parameters:
                axis = sharded_axis(shape, count)
                if axis is not None:
                    return PartitionSpec(*[None] * axis, "batch")
            return PartitionSpec()

        self.shardings = {it["path"]: NamedSharding(mesh, spec(it)) for it in self.inputs}
        whole = NamedSharding(mesh, PartitionSpec())
        donated = {it["path"] for it in self.inputs if it.get("role") == "donated"}
        self.state = [it["path"] for it in self.outputs if it["path"] in donated]
        into = tuple(self.shardings[it["path"]] for it in self.inputs)
        out = tuple(self.shardings[it["path"]] if it["path"] in donated else whole for it in self.outputs)
        numbers = tuple(i for i, it in enumerate(self.inputs) if it["path"] in self.state)
        call = exported(text, manifest).call
        self.jitted = jax.jit(call, in_shardings=into, out_shardings=out, donate_argnums=numbers, keep_unused=True)

    def compiled(self):
        import jax

        forms = [
            jax.ShapeDtypeStruct(tuple(it["shape"]), JAX_TYPES[it["type"]], sharding=self.shardings[it["path"]])
            for it in self.inputs
        ]
        return self.jitted.lower(*forms).compile()

    def place(self, path, value):
        """An array on the devices. Of many hosts each has all of it, and gives what its own devices hold."""
        import jax
        import numpy as np

        (entry,) = [it for it in self.inputs if it["path"] == path]
        array = np.asarray(value)
        if list(array.shape) != list(entry["shape"]):
            raise Problem(f"{path} has the shape {list(array.shape)}, but the module takes {entry['shape']}.")
        array = array.astype(JAX_TYPES[entry["type"]], copy=False)
        return jax.make_array_from_callback(array.shape, self.shardings[path], lambda index: array[index])

    def __call__(self, arrays):
        """The outputs by path, once they are there."""
        import jax

        missing = [it["path"] for it in self.inputs if it["path"] not in arrays]
        if missing:
            raise Problem(f"The module takes {', '.join(missing[:8])}, which {'was' if len(missing) == 1 else 'were'} not given.")
        outputs = self.jitted(*[arrays[it["path"]] for it in self.inputs])
        # Devices of one processor that run ahead of each other wait for ever in a sum over all of them.
        jax.block_until_ready(outputs)
        return {it["path"]: value for it, value in zip(self.outputs, outputs)}


def on_host(x):
    """The numbers of an array, also if some are with other hosts."""
    import numpy as np

    if x.is_fully_addressable:
        return np.asarray(x)
    from jax.experimental import multihost_utils

    return np.asarray(multihost_utils.process_allgather(x, tiled=True))


# ---------------------------------------------------------------------------------------------------------------------
# batches
# ---------------------------------------------------------------------------------------------------------------------


def with_root(arrays):
    return {name if name.startswith("batch.") else f"batch.{name}": x for name, x in arrays.items()}


def from_arrays(arrays, names, size, shuffle, data_key):
    """The batches of each epoch, as `batches(data, { size, shuffle, dropLast: true })` gives them."""
    missing = [name for name in names if name not in arrays]
    if missing:
        raise Problem(f"The data has no {', '.join(name[6:] for name in missing)}, but {', '.join(name[6:] for name in arrays)}.")
    rows = len(arrays[names[0]])
    if rows < size:
        raise Problem(f"The data has {rows} examples, but a batch {size}.")

    def epoch(number):
        order = permutation(rows, child(data_key, FOLD, number)) if shuffle else None
        for start in range(0, rows - rows % size, size):
            rows_of = slice(start, start + size) if order is None else order[start : start + size]
            yield {name: arrays[name][rows_of] for name in names}

    return epoch


def from_generator(path):
    file, _, name = path.rpartition(":")
    spec = importlib.util.spec_from_file_location("pullback_data", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    make = getattr(module, name, None)
    if make is None:
        raise Problem(f"{file} has no function {name}.")
    return lambda number: (with_root(batch) for batch in make(number))


def with_last(batches):
    """Each with whether it is the last."""
    batches = iter(batches)
    try:
        now = next(batches)
    except StopIteration:
        return
    for following in batches:
        yield now, False
        now = following
    yield now, True


# ---------------------------------------------------------------------------------------------------------------------
# training
# ---------------------------------------------------------------------------------------------------------------------

COUNTERS = ("step", "epoch", "batch")
KEPT = re.compile(r"^step-(\d{8,15})(_[^=]+=[^=]+)?\.safetensors$")


def newest(folder):
    """The checkpoint with the most steps in a folder; None if there is none."""
    if not os.path.isdir(folder):
        return None
    found = [(int(match.group(1)), name) for name in os.listdir(folder) if (match := KEPT.match(name))]
    return os.path.join(folder, max(found)[1]) if found else None


class Training:
    """State on the devices, and where in the run it is."""

    def __init__(self, module, tensors, metadata):
        missing = [path for path in module.state if path not in tensors]
        if missing:
            raise Problem(f"The checkpoint has no {', '.join(missing[:8])}: it is of another model or optimiser.")
        self.module, self.metadata = module, metadata
        if "key.bits" not in tensors:
            raise Problem("There is no key.bits in what training begins from: it is not a checkpoint of fit.")
        self.key = tensors["key.bits"].astype("int32")
        self.state = {path: module.place(path, tensors[path]) for path in module.state}
        self.constants = {
            it["path"]: module.place(it["path"], tensors[it["path"]])
            for it in module.inputs
            if it["path"].startswith("constants.")
        }
        # What a step takes and does not give stays as it was.
        self.kept = {
            it["path"]: tensors[it["path"]]
            for it in module.inputs
            if it["path"].split(".")[0] in ("params", "state", "optimiser") and it["path"] not in module.state
        }
        self.step, self.epoch, self.batch = (int(metadata.get(f"pullback.{name}", "0")) for name in COUNTERS)
        self.step_key = child(self.key, SPLIT, 2)

    def advance(self, batch, rates, key=None):
        """One step: the loss, before the update."""
        module = self.module
        own = {path: module.place(path, value) for path, value in {**batch, **rates, **self.kept}.items()}
        if "key" in module.shardings:
            own["key"] = module.place("key", child(self.step_key, FOLD, self.step) if key is None else key)
        outputs = module({**self.state, **self.constants, **own})
        self.state = {path: outputs[path] for path in module.state}
        self.step += 1
        return float(on_host(outputs["loss"]))

    def end_batch(self, end_of_epoch):
        self.epoch, self.batch = (self.epoch + 1, 0) if end_of_epoch else (self.epoch, self.batch + 1)

    def checkpoint(self):
        """The bytes of a checkpoint of `fit`."""
        tensors = {path: on_host(value) for path, value in self.state.items()}
        tensors.update(self.kept)
        tensors["key.bits"] = self.key
        counters = {f"pullback.{name}": str(getattr(self, name)) for name in COUNTERS}
        return encode_safetensors(tensors, {**self.metadata, **counters})


def rates_at(rates, step, names):
    """The rates of a step; those that do not change have no axis."""

    def at(name):
        if name not in rates:
            raise Problem(f"There is no rate {name}. Write the folder anew with writeXla, or give --rates.")
        x = rates[name]
        if x.ndim == 0:
            return x
        if step >= len(x):
            raise Problem(f"{name} is known for {len(x)} steps, but this is step {step}. Write rates for more steps with writeXla.")
        return x[step]

    return {name: at(name) for name in names}


def frames(stream):
    """Messages of a length and so many bytes."""
    while True:
        head = stream.read(8)
        if len(head) < 8:
            return
        (length,) = struct.unpack("<Q", head)
        data = bytearray()
        while len(data) < length:
            part = stream.read(length - len(data))
            if not part:
                raise Problem("The input ended in the middle of a batch.")
            data += part
        yield decode_safetensors(bytes(data), "the standard input")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", help="module.mlir, manifest.json, start.safetensors and rates.safetensors")
    parser.add_argument("--data", required=True, help="FILE.npz, FILE.safetensors, FILE.py:FUNCTION, or - for the standard input")
    parser.add_argument("--epochs", type=int, default=1, help="passes over the data, counted from the beginning of the run")
    parser.add_argument("--steps", type=int, help="stop after so many steps, counted from the beginning of the run")
    parser.add_argument("--shuffle", action="store_true", help="take the examples of each epoch in the order of fit")
    parser.add_argument("--start", help="a checkpoint to begin from; by default the newest of --checkpoints, or start.safetensors")
    parser.add_argument("--rates", help="rates.safetensors or .npz, with a row for each step")
    parser.add_argument("--checkpoints", help="the folder for checkpoints")
    parser.add_argument("--every", type=int, default=0, help="a checkpoint every so many steps, beside those at ends of epochs")
    parser.add_argument("--keep", type=int, default=3, help="how many checkpoints are kept")
    parser.add_argument("--devices", type=int, help="use so many devices; on CPUs so many are made of one")
    parser.add_argument("--platform", help="cpu, cuda, rocm or tpu; JAX chooses by default")
    parser.add_argument("--shard-parameters", type=int, default=0, metavar="N", help="divide parameters of N numbers or more, too")
    parser.add_argument("--coordinator", help="HOST:PORT of process 0, for many hosts")
    parser.add_argument("--processes", type=int, help="how many processes there are")
    parser.add_argument("--process", type=int, help="which one this is, from 0")
    return parser.parse_args()


def begin_jax(args):
    """Sets JAX up, before it looks for devices."""
    if args.devices and args.platform in (None, "cpu"):
        flag = f"--xla_force_host_platform_device_count={args.devices}"
        os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {flag}".strip()
    if args.platform:
        os.environ["JAX_PLATFORMS"] = args.platform
    import jax

    if args.coordinator:
        jax.distributed.initialize(args.coordinator, args.processes, args.process)
    devices = jax.devices()
    if args.devices and not args.coordinator:
        if len(devices) < args.devices:
            raise Problem(f"{args.devices} devices were asked for, but there are {len(devices)}: {devices[0].platform}.")
        devices = devices[: args.devices]
    return devices


def report(**line):
    import jax

    if jax.process_index() == 0:
        print(json.dumps(line), flush=True)


def save(training, args):
    import jax

    data = training.checkpoint()  # all hosts take part in this
    if jax.process_index() != 0:
        return
    os.makedirs(args.checkpoints, exist_ok=True)
    path = os.path.join(args.checkpoints, f"step-{training.step:08d}.safetensors")
    write_whole(path, data)
    report(checkpoint=path)
    names = sorted(name for name in os.listdir(args.checkpoints) if KEPT.match(name))
    for name in names[: -args.keep] if args.keep > 0 else []:
        os.remove(os.path.join(args.checkpoints, name))


def after_step(training, args, loss, epoch, end_of_epoch, began, writes=None):
    report(step=training.step - 1, epoch=epoch, endOfEpoch=end_of_epoch, loss=loss, seconds=round(time.time() - began, 6))
    if loss != loss or loss in (float("inf"), float("-inf")):
        raise Problem(f"The loss of step {training.step - 1} is {loss}. Begin from the last checkpoint with a smaller rate.")
    training.end_batch(end_of_epoch)
    asked = end_of_epoch or (args.every and training.step % args.every == 0)
    if args.checkpoints and (asked if writes is None else writes):
        save(training, args)


def train_from_input(training, args):
    """Batches, rates and keys are those that are sent, and so is where an epoch ends."""
    for tensors, about in frames(sys.stdin.buffer):
        began = time.time()
        rates = {name: x for name, x in tensors.items() if name.startswith("rates")}
        batch = {name: x for name, x in tensors.items() if name.startswith("batch.")}
        epoch, end = int(about["epoch"]), about["endOfEpoch"] == "true"
        training.epoch = epoch
        loss = training.advance(batch, rates, tensors.get("key"))
        after_step(training, args, loss, epoch, end, began, about.get("checkpoint") == "true")


def train(training, args, rates):
    names = [it["path"] for it in training.module.inputs if it["path"].startswith("batch.")]
    rate_names = [it["path"] for it in training.module.inputs if it["path"].split(".")[0] == "rates"]
    if ".py:" in args.data:
        epochs = from_generator(args.data)
    else:
        sizes = {it["shape"][0] for it in training.module.inputs if it.get("role") == "sharded"}
        if len(sizes) != 1:
            raise Problem(f"The module takes batches of {sorted(sizes)} examples at once. Give it a generator: FILE.py:FUNCTION.")
        (size,) = sizes
        arrays = with_root(read_tensors(args.data)[0])
        epochs = from_arrays(arrays, names, size, args.shuffle, child(training.key, SPLIT, 1))
    while training.epoch < args.epochs:
        epoch, done = training.epoch, training.batch
        for position, (batch, end) in enumerate(with_last(epochs(epoch))):
            if position < done:
                continue
            if args.steps is not None and training.step >= args.steps:
                return
            began = time.time()
            loss = training.advance(batch, rates_at(rates, training.step, rate_names))
            after_step(training, args, loss, epoch, end, began)
        if training.epoch == epoch:
            raise Problem(f"Epoch {epoch} has no batches to train on.")


def run(args):
    devices = begin_jax(args)
    at = lambda name: os.path.join(args.folder, name)
    with open(at("module.mlir"), encoding="utf-8") as file:
        text = file.read()
    with open(at("manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    module = Module(text, manifest, devices, args.shard_parameters)
    start = args.start or (args.checkpoints and newest(args.checkpoints)) or at("start.safetensors")
    tensors, metadata = read_tensors(start)
    if os.path.exists(at("constants.safetensors")):
        tensors = {**tensors, **read_tensors(at("constants.safetensors"))[0]}
    training = Training(module, tensors, metadata)
    report(devices=len(devices), platform=devices[0].platform, step=training.step, start=start)
    if args.data == "-":
        return train_from_input(training, args)
    rates = {} if not os.path.exists(args.rates or at("rates.safetensors")) else read_tensors(args.rates or at("rates.safetensors"))[0]
    train(training, args, rates)


def main():
    try:
        run(arguments())
    except Problem as problem:
        print(json.dumps({"problem": str(problem)}), flush=True)
        return 1
    except OSError as error:
        print(json.dumps({"problem": f"{error.filename or 'A file'}: {error.strerror or error}. Check the path."}), flush=True)
        return 1
    except ImportError as error:
        print(json.dumps({"problem": f"{error}. Install JAX: pip install jax", "missing": error.name or ""}), flush=True)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
