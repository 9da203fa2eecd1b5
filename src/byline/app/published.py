"""Published editions, found by what a person types: an id, an edition.json, a site's folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from byline.errors import ConfigError
from byline.publish.edition_json import decode_edition
from byline.records import Article, Edition
from byline.store.interface import Store

FILE = "edition.json"


class Published(NamedTuple):
    """An edition and where it was read."""

    edition: Edition
    origin: str
    folder: Path | None
    """Of its pages, None where they are not asked about."""


def find_published(wanted: str, *, store: Store | None) -> Iterator[Published]:
    """Yield the editions meant: those of a folder, the one of a file, else the stored one of this id.

    Raises ConfigError where there is none, or where a file is not an edition.
    """
    path = Path(wanted)
    if path.is_dir():
        folders = [path] if (path / FILE).is_file() else sorted(file.parent for file in path.glob(f"*/{FILE}"))
        if not folders:
            raise ConfigError(f"holds no {FILE}.", subject=wanted, advice="Name a site's folder, or an edition's.")
        for folder in folders:
            yield Published(read_edition(folder / FILE), str(folder), folder)
    elif path.is_file():
        yield Published(read_edition(path), wanted, None)
    else:
        edition = store.edition(wanted) if store is not None else None
        if edition is None:
            raise ConfigError(
                "is no stored edition, no edition.json and no site's folder.",
                subject=wanted,
                advice=f"Stored are: {', '.join(store.editions()[-5:]) or 'none'}." if store is not None else "",
            )
        yield Published(edition, "the newsroom's store", None)


def read_edition(file: Path) -> Edition:
    """Return the edition of a file. Raises ConfigError where it cannot be read as one."""
    try:
        return decode_edition(file.read_bytes())
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}.", subject=str(file)) from error
    except msgspec.DecodeError as error:
        raise ConfigError(f"is not an edition: {error}.", subject=str(file)) from error


class Evidence:
    """Texts of articles: the newsroom's where it has them, else the edition's own."""

    def __init__(self, store: Store | None) -> None:
        """Without a store only what the edition carries can be looked up."""
        self._store = store

    def text_of(self, article: Article) -> Article | None:
        """Return the article with its text, None where nobody has it.

        The newsroom's copy comes first: an edition that was changed may carry changed texts.
        """
        stored = self._store.article(article.id) if self._store is not None else None
        if stored is not None:
            return stored
        return article if article.text else None
