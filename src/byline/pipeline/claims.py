"""What the articles of every story say, found once and stored: the step `claims`.

Questions about stories that no edition shows are answered from it, without reading texts anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path

import msgspec

from byline import summary, text
from byline.pipeline.parts import Parts, Report
from byline.records import Coverage, StoryClaims
from byline.run.interface import TaskFailed
from byline.summary.claims import find_claims
from byline.summary.settings import SummarySettings

BATCH = 64
"""Stories whose claims are stored at once."""
MOST = 5_000
"""Stories a run looks at: about two minutes on two cores; what an older database has beyond that, later runs find."""
RENEWED_DAYS = 7
"""Claims found by an older version are found again for stories as new as this; what is older stays as it was found."""


def claims(parts: Parts, report: Report, *, now: datetime) -> None:
    """Find what the articles of each story say, where they changed, and store it, latest stories first."""
    settings = parts.settings.summary
    version = claims_version(settings)
    since = now - timedelta(days=RENEWED_DAYS)
    waiting = parts.store.unfound_claims(version, since=since, limit=MOST)
    task = partial(claims_of, settings=settings, version=version)
    batch: list[StoryClaims] = []
    with parts.progress.stage("claims", len(waiting)) as advance:
        for found in parts.executor.map(task, _stories(parts, waiting)):
            # What broke off is tried again by the next run; a question finds the claims itself until then.
            if not isinstance(found, TaskFailed):
                batch.append(found)
                report.claimed += 1
            if len(batch) >= BATCH:
                parts.store.commit(batch, now=now)
                batch = []
            advance(1)
        parts.store.commit(batch, now=now)


def claims_of(coverage: Coverage, *, settings: SummarySettings, version: str) -> StoryClaims:
    """Return what the articles of one story say."""
    return StoryClaims(
        story_id=coverage.story.id,
        article_ids=tuple(sorted(member.article.id for member in coverage.members)),
        version=version,
        claims=find_claims(coverage, settings=settings).claims,
    )


def claims_version(settings: SummarySettings) -> str:
    """Return a short id of the settings and of all code that decides which claims are found."""
    return hashlib.sha256(_code() + msgspec.json.encode(settings, order="deterministic")).hexdigest()[:12]


def _stories(parts: Parts, story_ids: list[int]) -> Iterator[Coverage]:
    """Yield the stories with their texts, a few at a time in memory."""
    for start in range(0, len(story_ids), BATCH):
        yield from parts.store.stories(story_ids[start : start + BATCH]).values()


@cache
def _code() -> bytes:
    """Return a hash of the packages that find claims; of nothing where there is no source."""
    state = hashlib.sha256()
    folders = [Path(folder) for package in (summary, text) for folder in package.__path__]
    for file in sorted(file for folder in folders for file in folder.glob("*.py")):
        state.update(file.read_bytes())
    return state.digest()
