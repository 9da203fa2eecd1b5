"""Why an article is in its story, in plain words."""

from __future__ import annotations

import numpy as np

from byline.cluster.features import PAIR
from byline.cluster.score import Rated, one_likelihood
from byline.cluster.window import Entry
from byline.records import Assignment

_MANY_WORDS = 0.3
_RARE = 0.75
_TITLE_CHARACTERS = 60


def explain(entry: Entry, rated: Rated, story: int, *, joins: bool) -> Assignment:
    """Return the assignment of an article to a story near it, or to one of its own, with parts and reason."""
    members = np.flatnonzero(rated.near.stories == story)
    number = int(members[rated.logits[members].argmax()])
    nearest, pair = rated.near.entries[number], dict(zip(PAIR, rated.pairs[number].tolist(), strict=True))
    hours = abs(entry.hours - nearest.hours)
    score, likeness = float(rated.scores[story]), one_likelihood(float(rated.logits[number]))
    shown = {"vectors": pair["vectors"], "hours": hours, "nearest": likeness}
    if not pair["across"]:
        shown |= {"words": pair["words"], "title": pair["title"]}
    if entry.entities and nearest.entities:
        shown["entities"] = pair["entities"]
    if pair["named"]:
        shown["names"] = pair["names"]
    if len(members) > 1:
        shown["members"] = float(len(members))
    reason = _joins(nearest, pair, hours=hours, score=score) if joins else _starts(nearest, likeness)
    return Assignment(
        article_id=entry.id,
        story_id=nearest.story_id if joins else entry.id,
        nearest_id=nearest.id if joins else 0,
        similarity=score,
        parts={name: round(value, 3) for name, value in sorted(shown.items())},
        reason=reason,
    )


def _starts(nearest: Entry, likeness: float) -> str:
    return f"first report: the nearest, {_quoted(nearest.title)}, is only {100 * likeness:.0f} % alike"


def _joins(nearest: Entry, pair: dict[str, float], *, hours: float, score: float) -> str:
    """Say what brought them together: "83 % alike with "...": words and meaning, 2 hours later"."""
    if pair["across"]:
        shared = "same meaning in another language"
    else:
        shared = "words and meaning" if pair["words"] >= _MANY_WORDS else "mostly meaning"
    if pair["entities"] or (pair["names"] and pair["rarest"] >= _RARE):
        shared += ", names in common"
    if pair["numbers"]:
        shared += ", numbers in common"
    return f"{100 * score:.0f} % alike with the story of {_quoted(nearest.title)}: {shared}, {hours:.0f} h apart"


def _quoted(title: str) -> str:
    short = title if len(title) <= _TITLE_CHARACTERS else title[: _TITLE_CHARACTERS - 1].rstrip() + "…"
    return f"“{short}”"
