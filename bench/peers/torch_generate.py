"""The transformer in PyTorch that writes, character by character, eagerly: keys and values go into tensors that are there for all
positions, and attention, PyTorch's own, reads those that have come."""

import torch
from torch.nn import functional as F

from torch_transformer import Transformer


class Generation:
    def __init__(self, job):
        self.model = Transformer(job).eval()
        self.texts = torch.from_numpy(job.inputs).long()[0]
        self.targets = torch.from_numpy(job.targets).long()[0]
        self.capacity = self.texts.shape[1]
        heads, width = job.heads, self.model.positions.shape[1]
        shape = (1, heads, self.capacity, width // heads)
        dtype = self.model.positions.dtype
        self.caches = [(torch.zeros(shape, dtype=dtype), torch.zeros(shape, dtype=dtype)) for _ in self.model.blocks]
        self.at = 0
        self.token = self.texts[:, :1]

    def scores(self, token):
        """Scores of the character after one that comes next."""
        at, model = self.at, self.model
        x = model.characters(token) + model.positions[at]
        for block, (keys, values) in zip(model.blocks, self.caches):
            parts = block.attention(block.attention_norm(x)).unflatten(2, (3, block.heads, -1)).transpose(1, 3)
            q, k, v = parts.unbind(2)
            keys[:, :, at : at + 1] = k
            values[:, :, at : at + 1] = v
            y = F.scaled_dot_product_attention(q, keys[:, :, : at + 1], values[:, :, : at + 1])
            x = x + block.output(y.transpose(1, 2).flatten(2))
            x = x + block.network(block.network_norm(x))
        self.at += 1
        return model.next(model.norm(x))[0]

    @torch.inference_mode()
    def losses(self, steps):
        given = range(self.at, self.at + steps)
        return [float(F.cross_entropy(self.scores(self.texts[:, i : i + 1]), self.targets[0, i : i + 1])) for i in given]

    @torch.inference_mode()
    def advance(self, steps):
        for _ in range(steps):
            if self.at == self.capacity:
                self.at = 0
            self.token = torch.multinomial(F.softmax(self.scores(self.token), 1), 1)
