"""The transformer in PyTorch, as its users write it: one product for queries, keys and values, and attention of PyTorch's own."""

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, width, heads, hidden, dtype):
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width, dtype=dtype)
        self.attention = nn.Linear(width, 3 * width, dtype=dtype)
        self.output = nn.Linear(width, width, dtype=dtype)
        self.network_norm = nn.LayerNorm(width, dtype=dtype)
        self.network = nn.Sequential(
            nn.Linear(width, hidden, dtype=dtype), nn.GELU(), nn.Linear(hidden, width, dtype=dtype)
        )

    def forward(self, x):
        parts = self.attention(self.attention_norm(x)).unflatten(2, (3, self.heads, -1)).transpose(1, 3)
        y = F.scaled_dot_product_attention(*parts.unbind(2), is_causal=True)
        x = x + self.output(y.transpose(1, 2).flatten(2))
        return x + self.network(self.network_norm(x))


class Transformer(nn.Module):
    """Scores of the next character for each place, [batch · time, vocabulary]."""

    def __init__(self, job):
        super().__init__()
        start = {name: torch.from_numpy(value) for name, value in job.params.items()}
        vocabulary, width = start["characters.w"].shape
        hidden = start["blocks.0.feedForward.network.expand.w"].shape[1]
        blocks = sum(name.endswith("self.norm.scale") for name in start)
        dtype = start["characters.w"].dtype
        self.characters = nn.Embedding(vocabulary, width, dtype=dtype)
        self.positions = nn.Parameter(torch.empty_like(start["positions.w"]))
        self.blocks = nn.Sequential(*[Block(width, job.heads, hidden, dtype) for _ in range(blocks)])
        self.norm = nn.LayerNorm(width, dtype=dtype)
        self.next = nn.Linear(width, vocabulary, dtype=dtype)
        self.load_state_dict(self.named(start, blocks))

    def forward(self, x):
        return self.next(self.norm(self.blocks(self.characters(x) + self.positions))).flatten(0, 1)

    @staticmethod
    def named(start, blocks):
        def norm(ours, theirs):
            return {f"{theirs}.weight": start[f"{ours}.scale"], f"{theirs}.bias": start[f"{ours}.shift"]}

        def linear(theirs, *ours):
            return {
                f"{theirs}.weight": torch.cat([start[f"{name}.w"] for name in ours], 1).T,
                f"{theirs}.bias": torch.cat([start[f"{name}.b"] for name in ours]),
            }

        state = {
            "characters.weight": start["characters.w"],
            "positions": start["positions.w"],
            **norm("norm", "norm"),
            **linear("next", "next"),
        }
        for i in range(blocks):
            at = f"blocks.{i}"
            attention, network = f"{at}.self.attention", f"{at}.feedForward.network"
            state |= {
                **norm(f"{at}.self.norm", f"{at}.attention_norm"),
                **linear(f"{at}.attention", *[f"{attention}.{part}" for part in ("query", "key", "value")]),
                **linear(f"{at}.output", f"{attention}.output"),
                **norm(f"{at}.feedForward.norm", f"{at}.network_norm"),
                **linear(f"{at}.network.0", f"{network}.expand"),
                **linear(f"{at}.network.2", f"{network}.contract"),
            }
        return state
