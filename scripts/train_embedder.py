"""Fine-tune the sentence encoder so that reports of one event lie near each other.

    pip install torch==2.13.0      # the CPU build is enough, beside Byline itself
    python scripts/train_embedder.py OUT.npz [--data FOLDER] [--hold-out SET ...] [--steps N]

It reads the weights that `convert_e5.py` recovers, trains the last layers and writes their
tensors; `convert_e5.py --layers OUT.npz` builds the network from them. The word embeddings
and the first layers stay as they are, so that what the network knows of languages that are
not trained on stays too; and the network built is a mean of the trained and the original
weights. A set that is held out is not read.

**Source:** the loss is InfoNCE with the negatives of the batch (van den Oord et al., 2018),
half of it with the negatives of all rows, so that one threshold fits all texts; averaging
with the original weights is WiSE-FT (Wortsman et al., "Robust fine-tuning of zero-shot
models", 2022).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from convert_e5 import BUNDLED, LAYER_NORM_EPSILON, Packed, Weights, download, read_member, read_packed, tokenizer_of
from embedder_data import Group, Report, read_sets
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as ops

from byline.models.hashing import HashingEmbedder
from byline.models.lead import lead_text

SEED = 20
BASE_CENTRES = Path(__file__).parent / "e5_base_centres.npy"
"""Mean vectors of English and of Chinese texts under the original weights, (2, 384); training holds on to them."""
FROZEN_LAYERS = 8
"""Of 12; their output is computed once a text, which makes training possible on two cores."""
LEARNING_RATE = 1e-4
WARM_UP = 0.1
TEMPERATURE = 0.06
MAX_TOKENS = 44
LEAD_SHARE = 0.25
"""Of the texts go with their lead, the others as titles alone."""
SEEDS, NEIGHBOURS, REPORTS = 6, 7, 2
"""A batch: groups drawn at random, groups near each of them, reports of each group."""
NEAREST = 24
"""Groups that the near ones are drawn from."""
POOL = {"uci": (1800, 24), "wikinews": (400, 6), "dtels": (2600, 3), "neus": (3000, 3), "ainews": (2400, 3)}
"""Texts of a set, and reports of one group, that are used; all of what readers found."""
SHARES = {"uci": 0.13, "wikinews": 0.05, "dtels": 0.156, "neus": 0.156, "ainews": 0.156, "read": 0.35}
"""Of the groups a batch starts from. "read" is the only set of the field itself, whole days of it: what is near in
meaning there and still another event is what the encoder has to learn."""
Rows = NDArray[np.float32]
CHUNK = 16
"""Texts of about one length go through the layers together: little padding."""
SAME_WORDS = 0.5
"""Reports of two groups with a cosine of words above this may be of one event: they are no negatives."""


@dataclass(frozen=True)
class Text:
    """A text as it is embedded."""

    words: str
    story: int
    topic: int
    centre: int
    read: bool
    """Whether a reader said what it tells: then likeness of words proves nothing."""


class Layers(nn.Module):
    """Some layers of the encoder (BERT, post-norm, GELU), from the packed weights."""

    def __init__(self, packed: Packed, first: int, last: int) -> None:
        super().__init__()
        self.heads, self.range = packed.heads, range(first, last)
        self.weights = nn.ParameterDict()
        for name, values in packed.tensors.items():
            layer = name.partition(".")[0]
            if layer in {f"l{n}" for n in self.range}:
                self.weights[name.replace(".", "_")] = nn.Parameter(torch.from_numpy(shaped(packed, name, values)))

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Return the last hidden state; mask is (b, 1, 1, s), true where there is a token."""
        for n in self.range:
            attended = self.dense(self.attention(hidden, mask, n), f"l{n}_ao") + hidden
            middle = self.norm(attended, f"l{n}_aln")
            inner = ops.gelu(self.dense(middle, f"l{n}_fi"))
            hidden = self.norm(self.dense(inner, f"l{n}_fo") + middle, f"l{n}_oln")
        return hidden

    def attention(self, hidden: Tensor, mask: Tensor, layer: int) -> Tensor:
        parts = (self.dense(hidden, f"l{layer}_{part}").unflatten(-1, (self.heads, -1)) for part in "qkv")
        query, key, value = (part.transpose(1, 2) for part in parts)
        return ops.scaled_dot_product_attention(query, key, value, mask).transpose(1, 2).flatten(2)

    def dense(self, value: Tensor, name: str) -> Tensor:
        return ops.linear(value, self.weights[f"{name}_w"], self.weights[f"{name}_b"])

    def norm(self, value: Tensor, name: str) -> Tensor:
        scale = self.weights[f"{name}_w"]
        return ops.layer_norm(value, scale.shape, scale, self.weights[f"{name}_b"], LAYER_NORM_EPSILON)


def shaped(packed: Packed, name: str, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a dense layer's weights as a matrix, anything else as it is."""
    bias = packed.tensors.get(name[:-1] + "b")
    matrix = name.endswith(".w") and bias is not None and len(values) != len(bias)
    return values.reshape(len(bias), -1).copy() if matrix and bias is not None else values.copy()


class Encoder:
    """The frozen part: texts to the hidden state of the first layers, each text once."""

    def __init__(self, packed: Packed) -> None:
        width = packed.width
        self.tokenizer = tokenizer_of(list(zip(packed.pieces, packed.scores, strict=True)))
        self.words = torch.from_numpy(packed.tensors["emb.word"].reshape(-1, width))
        self.places = torch.from_numpy(
            packed.tensors["emb.pos"].reshape(-1, width) + packed.tensors["emb.type"][:width]
        )
        self.norm = [torch.from_numpy(packed.tensors[f"emb.ln.{part}"].copy()) for part in "wb"]
        self.layers = Layers(packed, 0, FROZEN_LAYERS)
        self.known: dict[str, Tensor] = {}

    def hidden(self, texts: list[str]) -> tuple[Tensor, Tensor]:
        """Return hidden states (n, s, width), padded, and the mask (n, s)."""
        for at in range(0, len(missing := sorted({*texts} - {*self.known}, key=len)), 32):
            self._learn(missing[at : at + 32])
        states = [self.known[text].float() for text in texts]
        lengths = torch.tensor([len(state) for state in states])
        padded = nn.utils.rnn.pad_sequence(states, batch_first=True)
        return padded, torch.arange(padded.shape[1])[None] < lengths[:, None]

    @torch.no_grad()
    def _learn(self, texts: list[str]) -> None:
        ids = [self.tokenizer.encode(f"query: {text}").ids for text in texts]
        ids = [row if len(row) <= MAX_TOKENS else [*row[: MAX_TOKENS - 1], row[-1]] for row in ids]
        padded = nn.utils.rnn.pad_sequence([torch.tensor(row) for row in ids], batch_first=True, padding_value=1)
        mask = torch.arange(padded.shape[1])[None] < torch.tensor([len(row) for row in ids])[:, None]
        hidden = ops.layer_norm(
            self.words[padded] + self.places[: padded.shape[1]], [len(self.norm[0])], *self.norm, LAYER_NORM_EPSILON
        )
        states = self.layers(hidden, mask[:, None, None])
        for text, row, state in zip(texts, ids, states, strict=True):
            self.known[text] = state[: len(row)].half()


class Drawer:
    """Draws batches: groups that share words come together, since they are the hard ones."""

    def __init__(self, sets: dict[str, list[Group]], embed: Callable[[list[str]], Rows]) -> None:
        self.chance = random.Random(SEED)
        self.groups = [g for name, groups in sets.items() if name in POOL for g in self._part(groups, *POOL[name])]
        known = len(self.groups)
        self.groups += sets.get("read", [])
        self.starts = {
            name: [n for n, g in enumerate(self.groups) if g.set == name and len(g.reports) > 1] for name in sets
        }
        stories = sorted({(g.set, g.story) for g in self.groups})
        topics = sorted({(g.set, g.topic) for g in self.groups})
        self.story = {key: n for n, key in enumerate(stories)}
        self.topic = {key: n for n, key in enumerate(topics)}
        topic_of = np.array([self.topic[g.set, g.topic] for g in self.groups])
        by_words = HashingEmbedder().embed([" ".join(r.title for r in g.reports[:2]) for g in self.groups[:known]])
        self.near = np.concatenate(
            [_nearest(by_words, topic_of[:known])]
            + [known + _nearest(embed([g.reports[0].title for g in self.groups[known:]]), topic_of[known:])]
            * (len(self.groups) > known)
        )

    def _part(self, groups: list[Group], texts: int, each: int) -> list[Group]:
        """Return groups of a few reports, drawn; a large group becomes several of one story."""
        cut = []
        for group in groups:
            reports = self.chance.sample(group.reports, min(each, len(group.reports)))
            for at in range(0, len(reports) - 1, 3):
                if len(part := tuple(reports[at : at + 3])) > 1:
                    cut.append(Group(group.set, group.story, group.topic, part))
        self.chance.shuffle(cut)
        total = np.cumsum([len(group.reports) for group in cut])
        return cut[: int(np.searchsorted(total, texts)) + 1]

    def batch(self) -> list[Text]:
        """Return the texts of a batch."""
        names = list(self.starts)
        picked: dict[int, None] = {}
        for name in self.chance.choices(names, [SHARES[name] for name in names], k=SEEDS):
            start = self.chance.choice(self.starts[name])
            near = self.chance.sample(self.near[start].tolist(), NEIGHBOURS)
            picked |= dict.fromkeys([start, *near])
        return [text for n in picked for text in self._texts(self.groups[n])]

    def _texts(self, group: Group) -> list[Text]:
        """Return a few texts; a pair across languages where there is one."""
        reports = self.chance.sample(group.reports, min(REPORTS, len(group.reports)))
        if len(reports) > 1 and (others := [r for r in group.reports if r.is_chinese != reports[0].is_chinese]):
            reports[1] = self.chance.choice(others)
        story, topic = self.story[group.set, group.story], self.topic[group.set, group.topic]
        return [Text(self._words(r), story, topic, int(r.is_chinese), group.set == "read") for r in reports]

    @staticmethod
    def _words(report: Report) -> str:
        """Return title, or title and lead: always the same for one report, so that its hidden state is used again."""
        with_lead = report.text and random.Random(report.title).random() < LEAD_SHARE
        return lead_text(report.title, report.text if with_lead else "")


def _nearest(rows: Rows, topic_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each row the numbers of the nearest of other topics."""
    near = np.empty((len(rows), NEAREST), np.int64)
    for n, row in enumerate(rows):
        likeness = rows @ row
        likeness[topic_of == topic_of[n]] = -2
        near[n] = np.argsort(-likeness, kind="stable")[:NEAREST]
    return near


def vectors(layers: Layers, encoder: Encoder, texts: list[Text], *, centres: Tensor) -> Tensor:
    """Return unit rows, as Byline makes them: mean over the tokens, less the centre of the script."""
    order = sorted(range(len(texts)), key=lambda n: len(texts[n].words))
    means = []
    for at in range(0, len(order), CHUNK):
        hidden, mask = encoder.hidden([texts[n].words for n in order[at : at + CHUNK]])
        hidden = layers(hidden, mask[:, None, None])
        means.append((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))
    mean = torch.cat(means)[torch.tensor(order).argsort()]
    return ops.normalize(ops.normalize(mean) - centres[[text.centre for text in texts]])


def loss_of(rows: Tensor, texts: list[Text]) -> Tensor:
    """Return the mean loss of all pairs of one event."""
    story, topic = (torch.tensor([getattr(text, name) for text in texts]) for name in ("story", "topic"))
    same = (story[:, None] == story).fill_diagonal_(False)
    words = torch.from_numpy(HashingEmbedder().embed([text.words for text in texts]))
    read = torch.tensor([text.read for text in texts])
    sure = (words @ words.T < SAME_WORDS) | (read[:, None] & read)
    apart = (topic[:, None] != topic) & sure
    likeness = rows @ rows.T / TEMPERATURE
    negative = likeness.masked_fill(~apart, -1e4)
    of_row = negative.logsumexp(1)
    of_all = negative.flatten().logsumexp(0) - np.log(len(texts))
    first, second = same.nonzero(as_tuple=True)
    pairs = likeness[first, second]
    return (ops.softplus(of_row[first] - pairs).mean() + ops.softplus(of_all - pairs).mean()) / 2


def train(packed: Packed, sets: dict[str, list[Group]], *, steps: int) -> Weights:
    """Return the trained tensors of the last layers."""
    torch.manual_seed(SEED)
    encoder, layers = Encoder(packed), Layers(packed, FROZEN_LAYERS, packed.layers)
    centres = torch.from_numpy(np.load(BASE_CENTRES))

    @torch.no_grad()
    def embed(titles: list[str]) -> Rows:
        chinese = [Report(title).is_chinese for title in titles]
        texts = [Text(lead_text(t, ""), 0, 0, int(c), read=True) for t, c in zip(titles, chinese, strict=True)]
        parts = [vectors(layers, encoder, texts[at : at + 64], centres=centres) for at in range(0, len(texts), 64)]
        found: Rows = torch.cat(parts).numpy()
        return found

    drawer = Drawer(sets, embed)
    optimiser = torch.optim.AdamW(layers.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, LEARNING_RATE, total_steps=steps, pct_start=WARM_UP, cycle_momentum=False
    )
    print(f"{len(drawer.groups)} groups of {', '.join(sets)}", flush=True)
    begun, losses = time.monotonic(), []
    for step in range(steps):
        texts = drawer.batch()
        loss = loss_of(vectors(layers, encoder, texts, centres=centres), texts)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(layers.parameters(), 1.0)
        optimiser.step()
        plan.step()
        losses.append(loss.item())
        if step % 5 == 4:
            seconds = time.monotonic() - begun
            print(f"step {step + 1}: loss {np.mean(losses[-5:]):.3f}, {seconds:.0f} s", flush=True)
    return {name.replace("_", "."): p.detach().numpy() for name, p in layers.weights.items()}


def main() -> None:
    """Write the tensors that training changed, and print the loss as it falls."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, default=BUNDLED.parents[3].parent / "shared" / "data")
    parser.add_argument("--wheel", type=Path, help="a wheel already downloaded")
    parser.add_argument("--hold-out", nargs="*", default=[], metavar="SET")
    parser.add_argument("--steps", type=int, default=160)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    packed = read_packed(read_member(options.wheel or download(options.out.parent)))
    sets = {name: groups for name, groups in read_sets(options.data).items() if name not in options.hold_out}
    np.savez(options.out, **train(packed, sets, steps=options.steps))


if __name__ == "__main__":
    main()
