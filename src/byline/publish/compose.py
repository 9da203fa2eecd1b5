"""Stories, scores and summaries become one ordered edition."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from byline.publish.numbering import renumbered
from byline.publish.settings import PublishSettings
from byline.publish.subjects import subjects_of
from byline.publish.threads import Thread, new_sentences, with_fresh_lead
from byline.records import (
    CheckCount,
    Coverage,
    Edition,
    EditionStory,
    Language,
    Ledger,
    Passage,
    Record,
    Score,
    Sentence,
    Summary,
)
from byline.text.hashes import format_id

_log = logging.getLogger(__name__)


class EditionFrame(Record, frozen=True, kw_only=True):
    """Everything of an edition but its stories."""

    id: str
    title: str
    date: str
    """Local date, ISO."""
    language: Language
    made_at: datetime
    window_start: datetime
    window_end: datetime
    ledger: Ledger
    """Its `checks` are replaced by the sum over the stories shown."""
    settings: dict[str, dict[str, object]]
    inputs_hash: str
    version: str
    notice: str = ""
    topics: dict[str, str] = msgspec.field(default_factory=dict)
    """Names of the catalogue's topics; the edition keeps those of its stories."""
    entities: dict[str, str] = msgspec.field(default_factory=dict)


def compose(
    coverages: Mapping[int, Coverage],
    scores: Sequence[Score],
    summaries: Mapping[int, Summary],
    *,
    frame: EditionFrame,
    settings: PublishSettings | None = None,
    threads: Mapping[int, Thread] | None = None,
) -> Edition:
    """Return the edition: best stories first, at most `settings.stories`, with the sum of their checks.

    A story without a coverage or a summary is not shown. One whose citations do not
    stand in its articles is left out and logged as an error: nothing is published that
    cannot be traced. O(total sentences).
    """
    settings = settings or PublishSettings()
    ready = list(_ready(coverages, scores, summaries, threads=threads or {}))
    stories = tuple(_in_order(ready, settings))[: settings.stories]
    checks = sum_checks(story.summary.checks for story in stories)
    values = {name: getattr(frame, name) for name in EditionFrame.__struct_fields__}
    values["ledger"] = msgspec.structs.replace(frame.ledger, checks=checks)
    found = [subjects_of(story.coverage) for story in stories]
    values["topics"] = _named(frame.topics, (subjects.topics for subjects in found))
    values["entities"] = _named(frame.entities, (subjects.entities for subjects in found))
    return Edition(**values, stories=stories)


def sum_checks(counts: Iterable[CheckCount]) -> CheckCount:
    """Return the sum of the counts; reasons in alphabetical order."""
    checked = replaced = dropped = 0
    reasons: Counter[str] = Counter()
    for count in counts:
        checked += count.checked
        replaced += count.replaced
        dropped += count.dropped
        reasons.update(count.reasons)
    return CheckCount(checked=checked, replaced=replaced, dropped=dropped, reasons=dict(sorted(reasons.items())))


def slug(story_id: int) -> str:
    """Return the name of a story's page: only of its id, because titles change and addresses must not."""
    return format_id(story_id)


def sentences_of(summary: Summary) -> Iterator[Sentence]:
    """Yield every published sentence of a story, headline first, in the order it is read."""
    yield summary.headline
    if summary.deck is not None:
        yield summary.deck
    for section in summary.sections:
        yield from section.sentences


def _named(names: Mapping[str, str], ids: Iterable[Iterable[str]]) -> dict[str, str]:
    return {key: names[key] for key in sorted({key for group in ids for key in group}) if key in names}


def _ready(
    coverages: Mapping[int, Coverage],
    scores: Sequence[Score],
    summaries: Mapping[int, Summary],
    *,
    threads: Mapping[int, Thread],
) -> Iterator[EditionStory]:
    for score in scores:
        coverage, summary = coverages.get(score.story_id), summaries.get(score.story_id)
        if coverage is None or summary is None:
            continue
        if not _stands(coverage, summary):
            _log.error("story %s left out: a citation does not stand in its article", slug(score.story_id))
            continue
        thread = threads.get(score.story_id, Thread())
        yield EditionStory(
            slug=slug(score.story_id),
            coverage=coverage,
            score=score,
            summary=renumbered(summary),
            news=thread.news,
            new_sentences=new_sentences(sentences_of(summary), thread.news),
            continues=thread.continues,
            also=thread.also,
            by_hand=thread.by_hand,
        )


def _in_order(stories: Sequence[EditionStory], settings: PublishSettings) -> list[EditionStory]:
    if settings.below == "mixed":
        return with_fresh_lead(stories)
    enough = with_fresh_lead([s for s in stories if s.coverage.independent >= settings.min_independent])
    if settings.below == "off":
        return enough
    others = [story for story in stories if story.coverage.independent < settings.min_independent]
    return enough + (others if enough else with_fresh_lead(others))


def _stands(coverage: Coverage, summary: Summary) -> bool:
    """Tell whether every sentence is cited, and every passage is where its citation says."""
    texts = {member.article.id: member.article.text for member in coverage.members}
    cited = [sentence.citations for sentence in sentences_of(summary)]
    passages = [citation.passage for citations in cited for citation in citations]
    passages += [value.passage for disagreement in summary.disagreements for value in disagreement.values]
    return all(cited) and all(_is_at(passage, texts) for passage in passages)


def _is_at(passage: Passage, texts: Mapping[int, str]) -> bool:
    text = texts.get(passage.article_id)
    return text is not None and bool(passage.quote) and text[passage.start : passage.end] == passage.quote
