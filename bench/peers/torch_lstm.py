"""The LSTM in PyTorch: `nn.LSTM` over [time, batch, features], and a dense layer on its last output."""

import torch
from torch import nn


class Lstm(nn.Module):
    def __init__(self, job):
        super().__init__()
        start = {name: torch.from_numpy(value) for name, value in job.params.items()}
        features, hidden = start["lstm.input.w"].shape[0], start["lstm.hidden.w"].shape[0]
        dtype = start["next.w"].dtype
        self.lstm = nn.LSTM(features, hidden, dtype=dtype)
        self.next = nn.Linear(*start["next.w"].shape, dtype=dtype)
        # The gates are in the same order here and there.
        self.load_state_dict(
            {
                "lstm.weight_ih_l0": start["lstm.input.w"].T,
                "lstm.bias_ih_l0": start["lstm.input.b"],
                "lstm.weight_hh_l0": start["lstm.hidden.w"].T,
                "lstm.bias_hh_l0": start["lstm.hidden.b"],
                "next.weight": start["next.w"].T,
                "next.bias": start["next.b"],
            }
        )

    def forward(self, x):
        _, (last, _) = self.lstm(x)
        return self.next(last[0])
