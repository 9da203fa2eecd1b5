"""One run, from feeds to an edition."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from byline.pipeline import edition as editing
from byline.pipeline.claims import claims
from byline.pipeline.gather import extract, poll
from byline.pipeline.parts import EditionPlan, Parts, Report
from byline.pipeline.sort import cluster, embed, screen

GATHERING: dict[str, Callable[..., None]] = {
    "poll": poll,
    "extract": extract,
    "screen": screen,
    "embed": embed,
    "cluster": cluster,
}
EDITING = ("rank", "summarise", "publish")
STAGES = (*GATHERING, *EDITING, "claims")
"""Claims are for questions: an edition does not wait for them."""


def run(parts: Parts, *, plan: EditionPlan, now: datetime, only: Sequence[str] = STAGES) -> Report:
    """Run the stages named in `only`, in their order, and return what was done.

    Every stage takes up what is left to do, so a run that was interrupted at any
    moment goes on where it stopped, and a second run does nothing twice.
    """
    report = Report()
    for name, step in GATHERING.items():
        if name in only:
            started = time.monotonic()
            step(parts, report, now=now)
            report.seconds[name] = time.monotonic() - started
    if any(name in only for name in EDITING):
        _edit(parts, report, plan=plan, now=now, only=only)
    if "claims" in only:
        started = time.monotonic()
        claims(parts, report, now=now)
        report.seconds["claims"] = time.monotonic() - started
    return report


def _edit(parts: Parts, report: Report, *, plan: EditionPlan, now: datetime, only: Sequence[str]) -> None:
    """Rank, summarise and publish as far as asked for; later steps need the results of earlier ones."""
    started = time.monotonic()
    ranked = editing.rank(parts, plan=plan, now=now)
    report.seconds["rank"] = time.monotonic() - started
    if "summarise" not in only and "publish" not in only:
        return
    started = time.monotonic()
    summaries = editing.summarise(parts, report, plan=plan, ranked=ranked, now=now)
    report.seconds["summarise"] = time.monotonic() - started
    if "publish" in only:
        started = time.monotonic()
        editing.publish(parts, report, plan=plan, made_of=(*ranked, summaries), now=now)
        report.seconds["publish"] = time.monotonic() - started
