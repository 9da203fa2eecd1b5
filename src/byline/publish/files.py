"""Write an edition's files so that a reader never meets half an edition.

Layout: `<folder>/<edition id>/...` stays where it is for good; `<folder>/index.html` is the
front page of the newest edition, `<folder>/editions.html` the list of all. Beside them stand
the other pages that editions share (`shelf_pages`) and what they are made from (`shelf`).

A new edition is written into a hidden folder beside its place, and the two are exchanged by
renaming. Renames that a killed process left half done are finished by the next call.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from byline.errors import PublishError
from byline.publish.lines import EditionLine, read_line
from byline.publish.shelf import DATA, Renewal, Shelf, read_lines, read_shelf, shelf_data
from byline.publish.shelf_pages import FOLDERS, render_shelf
from byline.publish.site import ROOT

WRITERS = 16
"""Files written at once."""

_log = logging.getLogger(__name__)

_NEW, _OLD = ".byline-new-", ".byline-old-"
_EDITION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def write_site(files: Mapping[str, bytes], folder: Path, *, line: EditionLine | None = None) -> None:
    """Write what `site.render_site` returned into `folder/<edition id>` and renew the list of editions.

    `line` is the edition's own (`lines.line_of`); without it the files' edition.json is read, which
    takes a second for a thousand stories.
    Other editions and files in the folder stay as they are. Raises PublishError, in one
    sentence, where the folder cannot be written or the disk is full; the edition that was
    there before is then still there, whole.
    """
    line = line or read_line(files.get("edition.json", b""))
    if not _EDITION_ID.fullmatch(line.id) or line.id in FOLDERS:
        raise PublishError(f'the edition\'s id "{line.id}" cannot be the name of a folder.', subject=str(folder))
    own = {path: body for path, body in files.items() if not path.startswith(ROOT)}
    root = {path.removeprefix(ROOT): body for path, body in files.items() if path.startswith(ROOT)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _finish_interrupted(folder)
        _exchange(own, folder / line.id)
        _renew_root(folder, line, root)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PublishError(
            f"the edition could not be written: {reason}.",
            subject=str(folder),
            advice="Make room or choose another [publish] folder, then run the step again.",
        ) from error


def _exchange(files: Mapping[str, bytes], target: Path) -> None:
    """Write the files beside the target and put them in its place."""
    new, old = target.with_name(_NEW + target.name), target.with_name(_OLD + target.name)
    try:
        _write_all(files, new)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _write_all(files: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir()
    targets = {folder / _inside(path): body for path, body in sorted(files.items())}
    for parent in sorted({target.parent for target in targets}):
        parent.mkdir(parents=True, exist_ok=True)
    # A file system writes down many files at once for little more than it takes for one.
    with ThreadPoolExecutor(WRITERS) as writers:
        deque(writers.map(_write, targets, targets.values()), maxlen=0)


def _write(target: Path, body: bytes) -> None:
    with target.open("xb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _inside(path: str) -> PurePosixPath:
    """Return a relative path that stays inside its folder."""
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not parts.parts:
        raise PublishError(f'"{path}" is not a path inside an edition.')
    return parts


def _renew_root(folder: Path, line: EditionLine, root: Mapping[str, bytes]) -> None:
    """Write what editions share and, if this one is the newest, its front page; `data/` comes last."""
    renewal = _renewal(folder, line)
    above = root if renewal.shelf.newest.id == line.id else {}
    files = render_shelf(renewal, has_feed=lambda path: path in above or (folder / path).is_file())
    files.update(above)
    for path, body in sorted(files.items()) + list(shelf_data(renewal).items()):
        _replace(folder / _inside(path), body)


def _renewal(folder: Path, line: EditionLine) -> Renewal:
    """Return what putting this edition on the shelf changes; of a folder without a whole shelf everything."""
    written = {path.parent.name for path in folder.glob("*/edition.json")} - FOLDERS
    written = {name for name in written if not name.startswith(".")}
    shelf = _kept_shelf(folder)
    if shelf is not None and written == {*shelf.editions, *shelf.unreadable, line.id}:
        shelf.unreadable = [name for name in shelf.unreadable if name != line.id]
        renewal = Renewal(shelf, lambda month: _kept_lines(folder, month))
        renewal.put([line])
        return renewal
    shelf = Shelf()
    renewal = Renewal(shelf, _no_lines)
    renewal.put(_readable(folder, sorted(written), shelf=shelf, known=line))
    return renewal


def _kept_shelf(folder: Path) -> Shelf | None:
    try:
        return read_shelf((folder / DATA / "site.json").read_bytes())
    except FileNotFoundError:
        return None


def _kept_lines(folder: Path, month: str) -> Sequence[EditionLine]:
    try:
        return read_lines((folder / DATA / f"{month}.json").read_bytes())
    except FileNotFoundError:
        return ()


def _no_lines(month: str) -> Sequence[EditionLine]:
    """Return that nothing is kept of any month."""
    del month
    return ()


def _readable(folder: Path, names: Sequence[str], *, shelf: Shelf, known: EditionLine) -> Iterator[EditionLine]:
    """Yield the lines of these editions; the names of those that are none go to the shelf's list."""
    for name in names:
        path = folder / name / "edition.json"
        try:
            line = known if name == known.id else read_line(path.read_bytes())
        except PublishError as error:
            _log.warning("%s is not listed: %s", path, error)
            shelf.unreadable.append(name)
            continue
        if line.id == name:
            yield line
        else:
            shelf.unreadable.append(name)


def _replace(target: Path, body: bytes) -> None:
    """Write one file in one step; an equal one is left alone."""
    if target.is_file() and target.read_bytes() == body:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(_NEW + target.name)
    try:
        beside.write_bytes(body)
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _finish_interrupted(folder: Path) -> None:
    """Put back an edition that was moved away by a process that was then killed; drop half-written ones."""
    for old in sorted(folder.glob(f"{_OLD}*")):
        target = folder / old.name.removeprefix(_OLD)
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)
    for new in sorted(folder.glob(f"{_NEW}*")):
        shutil.rmtree(new) if new.is_dir() else new.unlink()
