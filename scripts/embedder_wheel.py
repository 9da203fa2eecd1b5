"""Packs a model folder as a small Python package, with nothing but the standard library."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile
from pathlib import Path

NAME, VERSION = "byline_e5_all", "1.0.0"
MODULE = '''"""multilingual-e5-small for all its languages, fine-tuned on news, as an embedder of Byline."""

from pathlib import Path

from byline.models.onnx import OnnxEmbedder


def load(settings: object = None) -> OnnxEmbedder:
    """Return the embedder; it has no settings."""
    return OnnxEmbedder(Path(__file__).parent / "data")
'''
METADATA = f"""Metadata-Version: 2.3
Name: {NAME.replace("_", "-")}
Version: {VERSION}
Summary: An embedding model of about 100 languages for Byline
License-Expression: MIT
Requires-Python: >=3.11
Requires-Dist: byline

Set embedder = "e5-all" under [newsroom] in byline.toml. Vectors of another embedder are not used any more: the
articles of the window are embedded again. The tokenizer of 250,000 pieces takes about 300 MB of memory.
"""
WHEEL = "Wheel-Version: 1.0\nGenerator: embedder_wheel\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
ENTRY_POINTS = f"[byline.embedders]\ne5-all = {NAME}:load\n"
TIME = (2026, 1, 1, 0, 0, 0)
"""Of every file in the wheel, so that the same model gives the same wheel."""


def pack(model: Path, folder: Path) -> Path:
    """Write the wheel of a model folder and return its path."""
    info = f"{NAME}-{VERSION}.dist-info"
    files = {f"{NAME}/__init__.py": MODULE.encode()}
    files |= {f"{NAME}/data/{path.name}": path.read_bytes() for path in wanted(model)}
    files |= {f"{info}/METADATA": METADATA.encode(), f"{info}/WHEEL": WHEEL.encode()}
    files |= {f"{info}/entry_points.txt": ENTRY_POINTS.encode()}
    files[f"{info}/RECORD"] = record(files, f"{info}/RECORD")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    return path


def wanted(model: Path) -> list[Path]:
    """Return the files of the model, not what else lies in the folder."""
    return sorted(path for path in model.iterdir() if path.suffix in {".onnx", ".json", ".npy"} or path.suffix == "")


def record(files: dict[str, bytes], name: str) -> bytes:
    """Return the list of files with their hashes."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for path, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        writer.writerow([path, f"sha256={digest}", len(data)])
    writer.writerow([name, "", ""])
    return lines.getvalue().encode()
