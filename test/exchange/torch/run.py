"""Loads what was written here into modules of PyTorch, and writes what they compute and how they go on learning."""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: F401 (modules are given as texts)
from safetensors.torch import load_file, save_file
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)


class First(nn.Module):
    """The first of what a module gives."""

    def __init__(self, m):
        super().__init__()
        self.m = m

    def forward(self, *inputs):
        return self.m(*inputs)[0]


class Attend(First):
    """Attention to itself, or to a memory."""

    def forward(self, x, memory=None):
        memory = x if memory is None else memory
        return self.m(x, memory, memory)[0]


def flat(state):
    """State of an optimiser as tensors by name."""
    return {
        f"state.{number}.{name}": tensor.contiguous()
        for number, tensors in state["state"].items()
        for name, tensor in tensors.items()
        if tensor is not None
    }


def nested(tensors, template):
    """The way back, with the groups of parameters of an optimiser that is there."""
    state = {}
    for name, tensor in tensors.items():
        _, number, key = name.split(".")
        state.setdefault(int(number), {})[key] = tensor
    return {"state": state, "param_groups": template["param_groups"]}


def step(module, optimiser, x, y):
    optimiser.zero_grad()
    (module(x) - y).square().mean().backward()
    optimiser.step()


folder = Path(sys.argv[1])
for case in json.loads((folder / "cases.json").read_text()):
    name = case["name"]
    module = eval(case["module"]).eval()
    given = load_file(folder / f"{name}.safetensors")
    inputs = load_file(folder / f"{name}.inputs.safetensors")
    module.load_state_dict(given, strict=True)
    output = module(*[inputs[f"{i}"] for i in range(len(inputs))])
    save_file({"output": output.detach().contiguous()}, folder / f"{name}.output.safetensors")

for case in json.loads((folder / "optimisers.json").read_text()):
    name = case["name"]
    data = load_file(folder / "data.safetensors")
    module = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    optimiser = eval(case["optimiser"])(module.parameters())
    for _ in range(3):
        step(module, optimiser, data["x"], data["y"])
    save_file(module.state_dict(), folder / f"{name}.before.safetensors")
    save_file(flat(optimiser.state_dict()), folder / f"{name}.state.safetensors")
    step(module, optimiser, data["x"], data["y"])
    save_file(module.state_dict(), folder / f"{name}.after.safetensors")
    if len(sys.argv) > 2:
        module.load_state_dict(load_file(folder / f"{name}.ours.safetensors"))
        other = eval(case["optimiser"])(module.parameters())
        state = nested(load_file(folder / f"{name}.ours.state.safetensors"), other.state_dict())
        other.load_state_dict(state)
        step(module, other, data["x"], data["y"])
        save_file(module.state_dict(), folder / f"{name}.theirs.safetensors")
