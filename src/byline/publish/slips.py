"""The source sentences of the front page's numbers, in a file that is read when a number is first pointed at.

The leading story's slips stand on the page. Those of the other stories would be half of its
bytes, for something that most readers open twice or never. Without scripts a number leads to
its sentence on the story's page. It is a script because pages opened from disk may load
nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from byline.publish.labels import words_in
from byline.publish.shapes import CitedPassage, EditionView, Mark, StoryView
from byline.publish.shipped import asset


def slips(view: EditionView) -> bytes:
    """Return the script: passages, relations, for every number its place in both, and the words of the link.

    The numbers are those of the stories below the lead, in the order of the page. A passage is
    address of its place, quote, language, outlet, country, day twice, language in words, address.
    """
    passages: dict[tuple[str, ...], int] = {}
    relations: dict[str, int] = {}
    marks = [
        (
            passages.setdefault(_row(slug, mark.passage), len(passages)),
            relations.setdefault(mark.relation, len(relations)),
        )
        for slug, mark in _bare(view)
    ]
    values = (list(passages), list(relations), marks, words_in(view.language)("open_at"))
    return asset("slips.js") + b"bylineSlips(" + b",".join(map(msgspec.json.encode, values)) + b");\n"


def in_page_order(view: EditionView) -> tuple[list[StoryView], list[StoryView]]:
    """Return the stories of the front page's main part, and those with fewer sources below it."""
    main = [story for story in view.stories if story.enough]
    return main, [story for story in view.stories if not story.enough]


def _bare(view: EditionView) -> Iterator[tuple[str, Mark]]:
    main, others = in_page_order(view)
    for story in [*main[1:], *others]:
        for line in (story.headline, story.deck):
            yield from ((story.slug, mark) for mark in (line.marks if line is not None else ()))


def _row(slug: str, passage: CitedPassage) -> tuple[str, ...]:
    return (
        f"story/{slug}.html#c{passage.number}",
        passage.quote,
        passage.lang,
        passage.outlet,
        passage.country,
        passage.iso_day,
        passage.day,
        passage.language,
        passage.url,
    )
