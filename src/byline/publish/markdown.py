"""An edition as Markdown: one file of the whole day, and a twin of each story's page.

Citations are footnotes with the source sentence, its outlet and a link that opens the
publisher's page there: GitHub, Obsidian, Pandoc and most static site generators read them.
Text from outside is escaped, so that it can be nothing but text.

**Source:** CommonMark 0.31, sections 2.4 (backslash escapes), 6.6 (links); GitHub Flavored
Markdown, 6.9 (addresses become links without being marked).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from byline.publish.labels import Say, words_in
from byline.publish.plain import Addresses, one_line
from byline.publish.settings import PublishSettings
from byline.publish.shapes import CitedPassage, Difference, EditionView, Group, Line, Mark, StoryView
from byline.publish.subjects import subjects_of
from byline.publish.view import view_edition
from byline.records import Edition

# What means something wherever it stands: also to Obsidian (==, %%, [[, ^), to mathematics ($) and GitHub (@, :).
_ACTIVE = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>()#|~&!$^@=%:"})
# What means something where a line begins.
_LEADING = re.compile(r"^(\d*)([-+.)])")
# An address becomes a link by itself in many readers.
_WWW = re.compile(r"\b(www)\.", re.IGNORECASE)
# Stand in a story for what depends on the text it is put into; nothing that is escaped contains them.
_PREFIX, _PAGE, _DEEPER = "\x01", "\x02", "\x03"


def render_markdown(
    edition: Edition, *, settings: PublishSettings, view: EditionView | None = None
) -> dict[str, bytes]:
    """Return path -> bytes: `edition.md`, and `story/<slug>.md` beside each story's page.

    Equal editions give equal bytes. One pass over the stories. A view of the edition made
    with these settings can be handed in; its pictures are not shown.
    """
    if view is None:
        view = view_edition(edition, images={}, min_independent=settings.min_independent)
    told = _told(edition, view)
    files = {"edition.md": _edition_text(edition, view, told, address=settings.address)}
    links = Addresses(site=settings.address, edition_id=edition.id, up="../../")
    for story, text in zip(view.stories, told, strict=True):
        files[f"story/{story.slug}.md"] = _story_text(edition, story, text, links=links)
    return {path: text.encode() for path, text in sorted(files.items())}


def edition_markdown(edition: Edition, view: EditionView, *, address: str) -> str:
    """Return the whole edition as one text; links to pages are relative to the edition's folder without an address."""
    return _edition_text(edition, view, _told(edition, view), address=address)


def story_markdown(edition: Edition, story: StoryView, *, links: Addresses) -> str:
    """Return one story as a text of its own."""
    return _story_text(edition, story, _Teller(words_in(edition.language)).story(story), links=links)


def _told(edition: Edition, view: EditionView) -> list[str]:
    """Return the stories with signs for what differs between the edition's text and their own."""
    teller = _Teller(words_in(edition.language))
    return [teller.story(story) for story in view.stories]


def _edition_text(edition: Edition, view: EditionView, told: Sequence[str], *, address: str) -> str:
    say, links = words_in(edition.language), Addresses(site=address, edition_id=edition.id, up="../")
    lines = [
        *_front_matter(edition, topics=_topics(edition), stories=len(view.stories)),
        f"# {escape(view.title)}",
        f"{escape(view.day)} · {say('stories', n=len(view.stories))}",
    ]
    if edition.notice:
        lines.append(f"> {escape(edition.notice)}")
    if not view.stories:
        lines.append(say("no_stories"))
    for place, (story, text) in enumerate(zip(view.stories, told, strict=True), 1):
        lines.append(_placed(text, prefix=f"{place}-", page=links.story(story.slug), deeper="#"))
    checks = edition.ledger.checks
    figures = {"checked": checks.checked, "replaced": checks.replaced, "dropped": checks.dropped}
    lines += ["---", f"{say('ledger.line', **figures)}", _made(view, edition, say)]
    return "\n\n".join(lines) + "\n"


def _story_text(edition: Edition, story: StoryView, told: str, *, links: Addresses) -> str:
    lines = [
        *_front_matter(edition, topics=sorted(story.topics), story=story),
        _placed(told, prefix="", page=links.story(story.slug), deeper=""),
    ]
    if edition.notice:
        lines.append(f"> {escape(edition.notice)}")
    return "\n\n".join(lines) + "\n"


def _placed(told: str, *, prefix: str, page: str, deeper: str) -> str:
    """Return a story as it stands in one text: `prefix` keeps its footnotes apart from those of others."""
    return told.replace(_PREFIX, prefix).replace(_PAGE, _target(page)).replace(_DEEPER, deeper)


def escape(text: str) -> str:
    """Return the text as one line that Markdown prints as it is."""
    escaped = _WWW.sub("\\1\0", one_line(text)).translate(_ACTIVE)
    return _LEADING.sub(r"\1\\\2", escaped.replace("\0", "\\."))


class _Teller:
    """Writes stories, each once for all texts that it stands in."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def story(self, story: StoryView) -> str:
        """Return a story with its footnotes last, and signs for prefix, page and depth of headings."""
        return "\n\n".join(self._paragraphs(story))

    def _paragraphs(self, story: StoryView) -> Iterator[str]:
        yield f"#{_DEEPER} {self._said(story.headline)}"
        if story.deck is not None:
            yield f"*{self._words(story.deck)}*{self._marks(story.deck.marks)}"
        yield self._standing(story)
        yield from map(escape, story.by_hand)
        for group in story.groups:
            yield from self._group(group)
        yield "\n".join(self._footnote(passage) for passage in story.passages)

    def _standing(self, story: StoryView) -> str:
        say = self._say
        counts = f"{say('independent', n=story.independent)} ({say('outlets', n=story.outlets)})"
        countries = ", ".join(f"{escape(code)} {n}" for code, n in story.countries)
        names = ", ".join(map(escape, story.names))
        page = f"[{say('permalink')}]({_PAGE})"
        return " · ".join(part for part in (counts, countries, names, page) if part)

    def _group(self, group: Group) -> Iterator[str]:
        if group.kind != "happened":
            yield f"##{_DEEPER} {self._say(f'section.{group.kind}')}"
        if group.kind == "opinion":
            yield self._say("opinion_note")
        for line in group.lines:
            yield self._said(line)
        for difference in group.differences:
            yield self._difference(difference)

    def _difference(self, difference: Difference) -> str:
        rows = [f"{escape(difference.subject)}\n"]
        for side in difference.sides:
            told = self._said(side.line) if side.line else f"{escape(side.outlet)}{self._marks((side.mark,))}"
            rows.append(f"- **{escape(side.value)}**: {told}")
        return "\n".join(rows)

    def _said(self, line: Line) -> str:
        return self._words(line) + self._marks(line.marks)

    def _words(self, line: Line) -> str:
        return f"{escape(line.speaker)}: {escape(line.text)}" if line.speaker else escape(line.text)

    def _marks(self, marks: Sequence[Mark]) -> str:
        return "".join(f"[^{_PREFIX}{mark.passage.number}]" for mark in marks)

    def _footnote(self, passage: CitedPassage) -> str:
        where = ", ".join(part for part in (escape(passage.outlet), escape(passage.country), passage.day) if part)
        link = f" [{self._say('open_at')}]({_target(passage.url)})" if passage.url else ""
        return f"[^{_PREFIX}{passage.number}]: “{escape(passage.quote)}” {where}.{link}"


def _target(url: str) -> str:
    """Return an address as the target of a link; it holds neither spaces nor angle brackets nor backslashes."""
    return f"<{url.replace('&', '&amp;')}>"


def _front_matter(
    edition: Edition, *, topics: Sequence[str], stories: int | None = None, story: StoryView | None = None
) -> Iterator[str]:
    """Yield the YAML head; strings are JSON strings, which YAML reads the same way."""
    values: dict[str, object] = {"title": one_line(story.headline.text if story else edition.title)}
    values |= {"date": edition.date, "edition": edition.id, "language": edition.language}
    if story is not None:
        values |= {"story": story.slug, "independent_sources": story.independent, "outlets": story.outlets}
    else:
        values["stories"] = stories
    values["tags"] = list(topics)
    written = (f"{key}: {msgspec.json.encode(value).decode()}" for key, value in values.items())
    yield "\n".join(["---", *written, "---"])


def _topics(edition: Edition) -> list[str]:
    return sorted({topic for story in edition.stories for topic in subjects_of(story.coverage).topics})


def _made(view: EditionView, edition: Edition, say: Say) -> str:
    return say("made", at=escape(view.made), version=escape(edition.version))
