"""Copies made on purpose: the ways in which one text comes back in other outlets, for measuring the copy finder."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from byline.evaluate.copies import run_copies
from byline.evaluate.rows import read_rows
from byline.text.words import has_han

MIN_LENGTH = 600
"""Characters of an original (Chinese: a third): a quarter of it is still a text."""
MOST = 400
"""Originals taken, from the start of the file."""


class TextRow(msgspec.Struct, frozen=True, kw_only=True):
    """A text to make copies of; other fields are ignored."""

    text: str


def run_variants(path: Path, *, seed: int = 0) -> dict[str, float]:
    """Return the figures of `run_copies` on what `write_variants` makes of a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "variants.jsonl"
        write_variants(path, file, seed=seed)
        return run_copies(file)


def write_variants(path: Path, file: Path, *, seed: int = 0) -> None:
    """Write originals of a file, then six copies of each.

    Copies: cut to 70, 40 and 25 %, another first paragraph, a foreign paragraph put in, every tenth
    word (Chinese: every twentieth character) changed. Originals that share a quarter of their runs
    of four words (Chinese: characters) with earlier ones are left out: they are real copies, with
    unknown origins.
    """
    chance = random.Random(seed)  # noqa: S311 (a repeatable choice, not a secret)
    originals = _originals(path)
    rows = [{"id": f"{number}-0", "text": text, "origin": None} for number, text in enumerate(originals)]
    for kind, make in enumerate(VARIANTS, 1):
        for number, text in enumerate(originals):
            other = originals[chance.randrange(len(originals))]
            copy = make(_units(text), _units(other), chance)
            rows.append({"id": f"{number}-{kind}", "text": _joined(copy, text), "origin": f"{number}-0"})
    file.write_bytes(b"\n".join(msgspec.json.encode(row) for row in rows))


def _originals(path: Path) -> list[str]:
    kept: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for row in read_rows(path, TextRow):
        units = _units(row.text)
        runs = set(zip(*(units[at:] for at in range(4)), strict=False))
        long_enough = len(row.text) >= (MIN_LENGTH // 3 if has_han(row.text) else MIN_LENGTH)
        if long_enough and len(runs & seen) < len(runs) / 4:
            kept.append(row.text)
        seen |= runs
        if len(kept) == MOST:
            break
    return kept


def _units(text: str) -> list[str]:
    return list(text) if has_han(text) else text.split()


def _joined(units: Sequence[str], like: str) -> str:
    return ("" if has_han(like) else " ").join(units)


Make = Callable[[list[str], list[str], random.Random], list[str]]


def _first(share: float) -> Make:
    def make(units: list[str], other: list[str], chance: random.Random) -> list[str]:
        del other, chance
        return units[: max(1, int(len(units) * share))]

    return make


def _new_lead(units: list[str], other: list[str], chance: random.Random) -> list[str]:
    del chance
    return other[: len(units) // 6] + units[len(units) // 6 :]


def _inserted(units: list[str], other: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(units))
    return units[:at] + other[: len(units) // 4] + units[at:]


def _edited(units: list[str], other: list[str], chance: random.Random) -> list[str]:
    step = 20 if all(len(unit) == 1 for unit in units[:50]) else 10
    start = chance.randrange(step)
    return [other[at % len(other)] if at % step == start and other else unit for at, unit in enumerate(units)]


VARIANTS: tuple[Make, ...] = (_first(0.7), _first(0.4), _first(0.25), _new_lead, _inserted, _edited)
"""The kinds of copies, in the order in which they are made."""
