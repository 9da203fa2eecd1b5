"""What a story is about: the topics and entities that its articles agree on, and the names of their pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from byline.records import Coverage
from byline.text.hashes import sha256_hex

MOST_TOPICS = 4
MOST_ENTITIES = 8
SHARE = 3
"""One article of so many must name a subject: what a single report mentions in passing is not what a story is about."""

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


class Subjects(NamedTuple):
    """Ids of a story's topics and entities, most named first."""

    topics: tuple[str, ...]
    entities: tuple[str, ...]


def subjects_of(coverage: Coverage) -> Subjects:
    """Return what at least a third of the articles are about; on equal counts in order of the ids."""
    kept = [member.kept for member in coverage.members]
    return Subjects(
        topics=_agreed((one.topics for one in kept), len(kept))[:MOST_TOPICS],
        entities=_agreed((one.entities for one in kept), len(kept))[:MOST_ENTITIES],
    )


def page_name(key: str) -> str:
    """Return the name, without suffix, of a subject's page: its id where that is a plain one, else a hash of it."""
    return key if _PLAIN.fullmatch(key) else f"x-{sha256_hex(key)[:16]}"


def name_of(key: str, names: dict[str, str]) -> str:
    """Return a subject's name, its id in words where it has none."""
    return names.get(key) or key.replace("-", " ").replace("_", " ")


def _agreed(groups: Iterable[Iterable[str]], articles: int) -> tuple[str, ...]:
    counts = Counter(key for group in groups for key in dict.fromkeys(group))
    needed = -(-articles // SHARE)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(key for key, count in ordered if count >= needed)
