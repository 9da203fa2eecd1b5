"""The pages that editions share: archive, topics, entities, sources, search, corrections, about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, cast

import msgspec
from markupsafe import Markup

from byline.publish.frame import SIGNS, Frame
from byline.publish.labels import day_in, month_in, words_in
from byline.publish.lines import KINDS, EditionLine, StoryLine
from byline.publish.pages import Place, environment, page_language
from byline.publish.past import by_hand_in
from byline.publish.shelf import MONTHS, MOST, Head, Key, Renewal, Shown, newest_months
from byline.publish.shipped import ASSETS, asset
from byline.publish.subjects import page_name

FOLDERS = frozenset({"assets", "data", "entity", "search", "source", "topic"})
"""Names in the site's folder that no edition may have."""
SIGN = "\x02"
"""Stands for the way to the site's folder in what is made once for several places; no text of a page contains it."""


def render_shelf(renewal: Renewal, *, has_feed: Callable[[str], bool]) -> dict[str, bytes]:
    """Return path -> bytes of every page that the renewal changes, as seen from the site's folder.

    `has_feed` tells of a path whether a feed lies there: older subjects may have none.
    """
    newest = renewal.shelf.newest
    files = {f"assets/{name}": asset(name) for name in ASSETS}
    files["editions.html"] = _page("editions.html", newest, months=list(_archive(renewal, newest)))
    files["browse.html"] = _page("browse.html", newest, kinds=list(_kinds(renewal)))
    files["search.html"] = _page("search.html", newest, months=" ".join(renewal.shelf.months))
    files["about.html"] = _page(f"about_{page_language(newest.language)}.html", newest)
    files["corrections.html"] = _corrections(renewal, newest)
    for month in sorted(renewal.months):
        files[f"search/{month}.js"] = search_index(month, renewal.ordered(month))
    listed = _Listed(newest, has_feed)
    for key in sorted(renewal.touched):
        files.update(_subject(renewal, listed, key))
    return files


class _Listed:
    """Stories as lists show them: each is on the pages of all its sources, topics and names, and is made once."""

    def __init__(self, newest: Head, has_feed: Callable[[str], bool]) -> None:
        self.newest = newest
        self.has_feed = has_feed
        words: dict[str, object] = {"say": words_in(newest.language)}
        self._template = environment().get_template("parts.html").make_module(words)
        self._made: dict[tuple[str, str], Markup] = {}
        self._frames = {up: Frame(_text("subject.html", newest, to_site=up, **SIGNS)) for up in ("../", "../../")}

    def item(self, shown: Shown) -> Markup:
        """Return the list item, with SIGN for the way to the site's folder."""
        key = shown.edition.id, shown.story.slug
        if key not in self._made:
            # A macro is an attribute of the template that the types do not know; the sign is no text from outside.
            macro = cast("Callable[..., Markup]", vars(self._template)["listed"])
            self._made[key] = macro(_row(shown, self.newest), Markup("\x02"))
        return self._made[key]

    # Any: what the templates print.
    def page(self, to_site: str, values: dict[str, Any]) -> bytes:
        """Return the page of a topic, entity or source; `to_site` leads from it to the site's folder."""
        title = ", ".join([values["about"]["name"], *([values["month"]["name"]] if values["month"] else [])])
        values = values | {"to_site": to_site, "say": words_in(self.newest.language)}
        head, main = (environment().get_template(f"subject_{part}.html").render(values) for part in ("links", "main"))
        return self._frames[to_site].page(title=title, head=head, main=main).replace(SIGN, to_site).encode()


def search_index(month: str, editions: Iterable[EditionLine]) -> bytes:
    """Return the script that hands a month's stories to the search page: pages opened from disk may load nothing else.

    A row is edition, date, slug, headline, its language, deck, further words, independent sources.
    """
    rows: list[tuple[object, ...]] = []
    seen: set[str] = set()
    for line in editions:
        for story in line.stories:
            if story.slug not in seen:
                seen.add(story.slug)
                words = " · ".join(dict.fromkeys([*story.titles, *_names(line, story)]))
                language = _foreign(story.language, line.language)
                row = (line.id, line.date, story.slug, story.headline, language, story.deck, words, story.independent)
                rows.append(row)
    return b"bylineMonth(" + msgspec.json.encode(month) + b"," + msgspec.json.encode(rows) + b");\n"


def _names(line: EditionLine, story: StoryLine) -> Iterator[str]:
    for kind in KINDS:
        names = line.names.get(kind, {})
        yield from (names.get(key, key) for key in story.keys(kind))


def _page(template: str, newest: Head, *, to_site: str = "", **values: object) -> bytes:
    return _text(template, newest, to_site=to_site, **values).replace(SIGN, to_site).encode()


def _text(template: str, newest: Head, *, to_site: str = "", **values: object) -> str:
    shown = {
        "language": newest.language,
        "site_title": newest.title,
        "newest": newest,
        "notice": newest.notice,
        "say": words_in(newest.language),
        "to_site": to_site,
        "assets": f"{to_site}assets/",
        "place": Place(to_site=to_site),
    }
    return environment().get_template(template).render(shown | values)


def _archive(renewal: Renewal, newest: Head) -> Iterator[dict[str, object]]:
    heads = sorted(renewal.shelf.editions.values(), key=lambda head: head.order, reverse=True)
    for month, group in groupby(heads, key=lambda head: head.date[:7]):
        rows = [
            {
                "head": head,
                "day": day_in(newest.language, date.fromisoformat(head.date), weekday=True),
                "lang": _foreign(head.headline_language, newest.language),
            }
            for head in group
        ]
        yield {"name": month_in(newest.language, month), "rows": rows}


def _kinds(renewal: Renewal) -> Iterator[dict[str, object]]:
    """Yield each kind with what it has, most stories first."""
    for kind in KINDS:
        named = [(subject.name, subject.stories, key) for key, subject in renewal.shelf.subjects[kind].items()]
        rows = sorted((row for row in named if row[1]), key=lambda row: (-row[1], row[0].casefold(), row[2]))
        yield {"kind": kind, "rows": [{"name": name, "count": n, "page": page_name(key)} for name, n, key in rows]}


def _subject(renewal: Renewal, listed: _Listed, key: Key) -> Iterator[tuple[str, bytes]]:
    newest = listed.newest
    kind, subject, name = key[0], renewal.subject(key), page_name(key[1])
    months = [
        {"id": month, "name": month_in(newest.language, month), "count": count}
        for month, count in sorted(subject.months.items(), reverse=True)
    ]
    about: dict[str, object] = {"kind": kind, "name": subject.name, "page": name}
    about["feeds"] = [ending for ending in ("xml", "json") if listed.has_feed(f"{kind}/{name}.{ending}")]
    shown = [listed.item(one) for one in renewal.newest(key)]
    whole = len(shown) < MOST and len(months) == len(newest_months(subject))
    older = [] if whole else months
    values = {"about": about, "rows": shown, "total": subject.stories, "months": older, "month": None}
    yield f"{kind}/{name}.html", listed.page("../", values)
    for month in months:
        if month["id"] in renewal.months:
            rows = [listed.item(one) for one in renewal.found(str(month["id"]), key)]
            values = {"about": about, "rows": rows, "total": len(rows), "months": [], "month": month}
            yield f"{kind}/{name}/{month['id']}.html", listed.page("../../", values)


def _row(shown: Shown, newest: Head) -> dict[str, object]:
    line, story = shown
    return {
        "date": line.date,
        "day": day_in(newest.language, date.fromisoformat(line.date)),
        "path": f"{line.id}/story/{story.slug}.html",
        "headline": story.headline,
        "lang": _foreign(story.language, newest.language),
        "independent": story.independent,
    }


def _corrections(renewal: Renewal, newest: Head) -> bytes:
    months = renewal.shelf.months[:MONTHS]
    rows: list[dict[str, object]] = []
    seen: set[str] = set()
    for month in months:
        for line in renewal.ordered(month):
            for story in line.stories:
                if story.slug not in seen and _has_corrections(story):
                    seen.add(story.slug)
                    by_hand = by_hand_in(newest.language, story.by_hand)
                    rows.append(_row(Shown(line, story), newest) | {"story": story, "by_hand": by_hand})
    names = ", ".join(month_in(newest.language, month) for month in months)
    return _page("corrections.html", newest, rows=rows, months=names)


def _has_corrections(story: StoryLine) -> bool:
    return bool(story.corrected or story.replaced or story.dropped or story.merged or story.by_hand)


def _foreign(language: str, own: str) -> str:
    return "" if language in (own, "und", "") else language
