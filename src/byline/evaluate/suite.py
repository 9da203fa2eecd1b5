"""`byline eval`: every bench whose data is present, one file of results, compared with the floors."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path

import msgspec

from byline.app.plugins import EMBEDDERS
from byline.errors import ConfigError

log = logging.getLogger(__name__)


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One measured figure."""

    value: float
    n: int
    """Items it was measured on; 0 where the bench does not say."""
    seconds: float
    """Wall seconds of the bench it belongs to."""


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """One evaluator and the data it needs."""

    name: str
    needs: str
    """Path below the data folder; "" where the bench needs none."""
    run: Callable[[Path], Mapping[str, float]]
    """Data path -> figures; a figure called "n" is the number of items."""
    labels: str = ""
    """Path below the working folder of a file it needs too; "" for none."""
    embedder: str = ""
    """Plug-in it needs; "" for the bundled one."""
    slow: bool = False
    """Takes minutes: run only when asked for."""


def data_folder() -> Path:
    """Return where measuring data is looked for: BYLINE_DATA, else ../shared/data."""
    return Path(os.environ.get("BYLINE_DATA", "../shared/data"))


def run_all(
    benches: list[Bench], *, data: Path, done: Callable[[str, float], None]
) -> tuple[dict[str, Result], list[str]]:
    """Return the figures of every bench whose data and embedder are there, and the names of the benches without."""
    results: dict[str, Result] = {}
    absent: list[str] = []
    for bench in benches:
        path = data / bench.needs if bench.needs else data
        if not _present(bench, path):
            absent.append(bench.name)
            continue
        started = time.monotonic()
        figures = dict(bench.run(path))
        seconds = round(time.monotonic() - started, 1)
        n = int(figures.pop("n", 0))
        for name, value in figures.items():
            results[name] = Result(value=round(value, 4), n=n, seconds=seconds)
        done(bench.name, seconds)
    return results, absent


def _present(bench: Bench, path: Path) -> bool:
    """Tell whether a bench has all that it needs."""
    there = (not bench.needs or path.exists()) and Path(bench.labels).exists()
    return there and _installed(bench.embedder)


def _installed(embedder: str) -> bool:
    return not embedder or embedder in {point.name for point in entry_points(group=EMBEDDERS)}


def write_results(results: Mapping[str, Result], path: Path) -> None:
    """Write {"commit": ..., "results": {NAME: {"value", "n", "seconds"}}}."""
    body = {"commit": _commit(), "results": {name: msgspec.to_builtins(results[name]) for name in sorted(results)}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(body, indent=2) + "\n", "utf-8")


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How low or how high a figure may be."""

    min: float | None = None
    max: float | None = None


def read_floors(path: Path) -> dict[str, Limit]:
    """Return the limits of a file that holds {"NAME": {"min": x}} or {"NAME": {"max": x}}.

    Raises ConfigError naming the file where it cannot be read as such.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Limit])
    except OSError as error:
        raise ConfigError(f"the floors cannot be read: {error.strerror}.", subject=str(path)) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        advice = 'Write {"figure": {"min": 0.5}} or {"figure": {"max": 0.01}}.'
        raise ConfigError(f"holds no floors: {error}.", subject=str(path), advice=advice) from error


def below_floors(results: Mapping[str, Result], floors: Mapping[str, Limit]) -> list[str]:
    """Return one line for each figure beyond its floor; figures that were not measured are not judged."""
    lines: list[str] = []
    for name, limit in sorted(floors.items()):
        if name not in results:
            continue
        value = results[name].value
        if limit.min is not None and value < limit.min:
            lines.append(f"{name} is {value}, below its floor {limit.min}")
        if limit.max is not None and value > limit.max:
            lines.append(f"{name} is {value}, above its ceiling {limit.max}")
    return lines


def _commit() -> str:
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 (git is looked up as the user's shell would)
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return found.stdout.strip()
