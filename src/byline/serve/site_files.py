"""The published pages: the same files that `byline export` writes, served from the site's folder.

An edition that the folder lacks is written there before it is asked for.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from fastapi import Request, Response

from byline.app.newsroom import Newsroom
from byline.errors import PublishError, StoreLocked
from byline.publish.site import asset
from byline.serve.answers import etag, tagged
from byline.serve.errors import NotFound
from byline.store.lock import exclusive

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
}
"""What is served at all, and as what; feeds in JSON are told apart by their name."""
_EDITION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_log = logging.getLogger(__name__)


class SiteFiles:
    """Files of the site's folder, and of no other."""

    def __init__(self, folder: Path) -> None:
        """Serve files of this folder; it need not be there yet."""
        self._folder = folder

    def has_front(self, edition_id: str = "") -> bool:
        """Tell whether there is a front page, of the site or of one edition."""
        if edition_id and not _EDITION.fullmatch(edition_id):
            return False
        return (self._folder / edition_id / "index.html").is_file()

    def give(self, request: Request, path: str) -> Response:
        """Return a file, or 304 where the client has it. Raises NotFound for everything else."""
        file = self._inside(path)
        body = file.read_bytes() if file is not None else self._shipped(path)
        kind = "application/feed+json" if path.endswith("feed.json") else TYPES[Path(path).suffix]
        return tagged(request, body, etag(body), media_type=kind)

    def _inside(self, path: str) -> Path | None:
        """Return a file of the folder; None where there is none of this name."""
        parts = path.split("/")
        if any(part.startswith(".") or not part or "\\" in part or "\0" in part for part in parts):
            raise NotFound("There is no such page.", subject=path[:100])
        file = self._folder.joinpath(*parts)
        if file.suffix not in TYPES:
            raise NotFound("There is no such page.", subject=path[:100])
        # A link must not lead out of the folder.
        try:
            inside = file.resolve(strict=True).is_relative_to(self._folder.resolve())
        except OSError:
            return None
        return file if inside and file.is_file() else None

    def _shipped(self, path: str) -> bytes:
        folder, _, name = path.rpartition("/")
        if folder == "assets" and "/" not in name:
            try:
                return asset(name)
            except OSError:
                pass
        raise NotFound("There is no such page.", subject=path[:100])


def write_missing(newsroom: Newsroom) -> int:
    """Write the editions that the site's folder lacks, oldest first; return how many were missing.

    While a run is going on nothing is written: it publishes by itself.
    """
    missing = [
        head.id for head in newsroom.store.edition_heads() if not (newsroom.site / head.id / "index.html").exists()
    ]
    if not missing:
        return 0
    try:
        with exclusive(newsroom.folder):
            for edition_id in reversed(missing):
                edition = newsroom.store.edition(edition_id)
                if edition is not None:
                    newsroom.export(edition)
    except (StoreLocked, PublishError) as error:
        _log.warning("pages of %d editions are not written: %s", len(missing), error)
    return len(missing)
