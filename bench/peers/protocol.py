"""The contestant's end of a contest in Python: contest/serve.ts says what it is.

A contestant is an object with `versions` and `begin()`, which gives a run from the common start: an object with
`losses(steps)`, the losses before each of so many steps, and `advance(steps)`, all of whose work is done when it returns.
"""

import gc
import json
import pathlib
import sys
import time

import numpy as np

CHUNK_SECONDS = 0.005
DTYPES = {"f32": np.float32, "f64": np.float64, "i32": np.int32}


class Job:
    """A problem as the referee wrote it."""

    def __init__(self, folder):
        root = pathlib.Path(folder)
        said = json.loads((root / "job.json").read_text())

        def load(stored):
            if stored is None:
                return None
            return np.fromfile(root / stored["file"], DTYPES[stored["dtype"]]).reshape(stored["shape"])

        self.case = said["case"]
        self.kind = said["kind"]
        self.dtype = DTYPES[said["dtype"]]
        self.double = said["dtype"] == "f64"
        self.activation = said["activation"]
        self.rate = said["rate"]
        self.l2 = said["l2"]
        self.heads = said["heads"]
        self.params = {name: load(stored) for name, stored in said["params"].items()}
        self.inputs = load(said["inputs"])
        self.targets = load(said["targets"])
        self.layers = sum(name.startswith("w") for name in self.params)


def held_bytes():
    """The memory of this process, in bytes; 0 where the system does not say."""
    gc.collect()
    try:
        pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * 4096


class Answers:
    def __init__(self, contestant):
        self.contestant = contestant
        self.chunk = 1

    def preparation(self):
        prepare = getattr(self.contestant, "preparation", None)
        return {} if prepare is None else prepare()

    def losses(self, steps):
        return {"losses": [float(loss) for loss in self.contestant.begin().losses(steps)]}

    def measure(self, seconds):
        run = self.contestant.begin()
        run.advance(1)
        steps, start = 0, time.perf_counter()
        last = start
        while True:
            run.advance(self.chunk)
            steps += self.chunk
            now = time.perf_counter()
            if now - last < CHUNK_SECONDS:
                self.chunk *= 2
            last = now
            if last - start >= seconds:
                return {"steps": steps, "seconds": last - start}

    def memory(self, steps):
        run = self.contestant.begin()
        run.advance(10)
        before = held_bytes()
        run.advance(steps)
        return {"before": before, "after": held_bytes()}


def serve(make):
    """Serves requests until standard input ends."""

    def say(message):
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    try:
        contestant = make(Job(sys.argv[-1]))
        answers = Answers(contestant)
        say({"versions": contestant.versions})
        for line in sys.stdin:
            request = json.loads(line)
            say(getattr(answers, request.pop("ask"))(**request))
    except Exception as error:  # the referee reports it
        say({"error": f"{type(error).__name__}: {error}"})
        sys.exit(1)
