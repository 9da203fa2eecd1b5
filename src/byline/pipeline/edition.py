"""Stories into an edition: the steps `rank`, `summarise` and `publish`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from byline.pipeline.parts import EditionPlan, Parts, Report
from byline.pipeline.pictures import fetch_pictures, wanted_pictures
from byline.pipeline.threads import find_threads
from byline.publish.compose import EditionFrame, compose
from byline.publish.feeds import EDITIONS, render_feeds
from byline.publish.files import write_site
from byline.publish.lines import line_of
from byline.publish.llms import render_llms
from byline.publish.markdown import render_markdown
from byline.publish.settings import PublishSettings
from byline.publish.site import render_site
from byline.publish.view import view_edition
from byline.rank.score import rank as rank_stories
from byline.records import Coverage, Edition, Failed, Score, Summary
from byline.store.interface import Store
from byline.summary.summarise import summarise as summarise_story
from byline.text.hashes import sha256_hex

SPARE = 10
"""Stories summarised beyond the edition's limit: some turn out to have nothing that may be published."""


def rank(parts: Parts, *, plan: EditionPlan, now: datetime) -> tuple[list[Coverage], list[Score]]:
    """Return the stories of the plan's window and their scores, best first; the scores are stored."""
    coverages = parts.store.coverage(plan.since, plan.until)
    history = parts.store.appearances(plan.date)
    with parts.progress.stage("rank", len(coverages)) as advance:
        scores = rank_stories(coverages, now=plan.until, history=history, settings=parts.settings.rank)
        parts.store.commit(scores, now=now)
        advance(len(coverages))
    return coverages, scores


def summarise(
    parts: Parts,
    report: Report,
    *,
    plan: EditionPlan,
    ranked: tuple[Sequence[Coverage], Sequence[Score]],
    now: datetime,
) -> dict[int, Summary]:
    """Return the summaries of the best stories; what was summarised from the same inputs before is reused."""
    coverages = {coverage.story.id: coverage for coverage in ranked[0]}
    best = ranked[1][: parts.settings.publish.stories + SPARE]
    summaries: dict[int, Summary] = {}
    with parts.progress.stage("summarise", len(best)) as advance:
        for score in best:
            outcome = _summary(parts, report, coverage=coverages[score.story_id], plan=plan, now=now)
            if isinstance(outcome, Summary):
                summaries[score.story_id] = outcome
            advance(1)
    report.models = parts.model_use()
    return summaries


def publish(
    parts: Parts,
    report: Report,
    *,
    plan: EditionPlan,
    made_of: tuple[Sequence[Coverage], Sequence[Score], dict[int, Summary]],
    now: datetime,
) -> Edition | None:
    """Return the edition, stored and written, with the pictures of its stories fetched.

    None where nothing at all was read in its span and there is an earlier edition: that one
    stays the newest, because a network that was down for a day is no news of that day.
    """
    coverages, scores, summaries = made_of
    with parts.progress.stage("publish", None) as advance:
        frame = EditionFrame(
            id=plan.id,
            title=plan.title,
            date=plan.date,
            language=plan.language,
            made_at=now,
            window_start=plan.since,
            window_end=plan.until,
            ledger=msgspec.structs.replace(parts.store.ledger(plan.since, plan.until), models=report.models),
            settings=plan.settings,
            inputs_hash=inputs_hash(list(coverages), plan, model_id=parts.embedder.id),
            version=plan.version,
            notice=parts.settings.publish.notice,
            topics=plan.topics,
            entities=plan.entities,
        )
        by_id = {coverage.story.id: coverage for coverage in coverages}
        threads = find_threads(parts.store, list(summaries), coverages=coverages, date=plan.date)
        edition = compose(by_id, scores, summaries, frame=frame, settings=parts.settings.publish, threads=threads)
        report.withheld = not edition.stories and edition.ledger.read == 0 and bool(parts.store.editions())
        if report.withheld:
            return None
        parts.store.commit([edition], now=now)
        report.image_failures = fetch_pictures(parts, edition, now=now)
        export(parts.store, edition, folder=plan.folder, settings=parts.settings.publish)
        advance(1)
    report.edition = edition
    return edition


def export(store: Store, edition: Edition, *, folder: Path, settings: PublishSettings) -> Path:
    """Write the edition's files from what the store holds; return its index page."""
    images = store.images(wanted_pictures(edition)) if settings.images == "copy" else {}
    found = (edition if name == edition.id else store.edition(name) for name in store.editions()[:EDITIONS])
    recent = [one for one in found if one is not None]
    view = view_edition(edition, images=images, min_independent=settings.min_independent)
    files = render_site(edition, images=images, settings=settings, view=view)
    files |= render_markdown(edition, settings=settings, view=view)
    files |= render_feeds(recent, settings=settings, view=view)
    files |= render_llms(recent, settings=settings)
    write_site(files, folder, line=line_of(edition))
    return folder / edition.id / "index.html"


def inputs_hash(coverages: Sequence[Coverage], plan: EditionPlan, *, model_id: str) -> str:
    """Return a hash over everything that decides what is said: texts, origins, settings, model and version."""
    made_of = [
        sorted((m.article.id, m.article.text_hash, m.article.title, m.origin.origin_id) for m in coverage.members)
        for coverage in coverages
    ]
    everything = [made_of, plan.language, plan.settings, plan.version, model_id]
    return sha256_hex(msgspec.json.encode(everything, order="deterministic"))


def _summary(parts: Parts, report: Report, *, coverage: Coverage, plan: EditionPlan, now: datetime) -> Summary | Failed:
    key = inputs_hash([coverage], plan, model_id=parts.embedder.id)
    stored = parts.store.summary(coverage.story.id, inputs_hash=key)
    if stored is not None:
        report.summaries_reused += 1
        return stored
    made = summarise_story(
        coverage,
        writer=parts.writer,
        language=plan.language,
        inputs_hash=key,
        settings=parts.settings.summary,
        judge=parts.judge,
    )
    if isinstance(made, Summary):
        parts.store.commit([made], now=now)
        report.summaries += 1
    return made
