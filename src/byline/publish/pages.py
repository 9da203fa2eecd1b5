"""Single pages of an edition: each from the edition, what its pages show, and where the page stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from byline.publish.cited import marks, printable, said, source, whole_names
from byline.publish.frame import SIGNS, Frame
from byline.publish.labels import words_in
from byline.publish.ledger import LedgerView, check_rows, reason_rows, view_ledger
from byline.publish.settings import PublishSettings
from byline.publish.shapes import EditionView
from byline.publish.share import mail_address
from byline.publish.slips import in_page_order
from byline.publish.subjects import name_of, page_name
from byline.records import Edition

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
"""What a page may load: its own style sheet, pictures and scripts; nothing from elsewhere, nothing inline."""

_META = Markup('<meta name="description" content="{}"/>\n')


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page stands: the prefixes of its links, and what it may load."""

    up: str = ""
    """Leads to the edition's folder."""
    to_site: str = "../"
    """Leads to the folder above it, where the archive and the pages by topic, entity and source are."""
    policy: str = POLICY
    scripts: tuple[str, ...] = ()
    """Addresses of further scripts; the policy must allow them."""
    links: tuple[tuple[str, str], ...] = ()
    """Further pages that the foot names, as address and words: what a server has besides."""


def front_page(edition: Edition, view: EditionView, *, settings: PublishSettings, place: Place) -> bytes:
    """Return the front page."""
    main, others = in_page_order(view)
    values = {"ledger": _ledger(edition, view), "main_part": main, "others": others}
    return _page("front.html", edition, view, settings=settings, place=place, values=values)


def front_pages(
    edition: Edition, view: EditionView, *, settings: PublishSettings, places: Sequence[Place]
) -> list[bytes]:
    """Return the front page as it stands at each of these places, which differ in nothing but their links.

    It is rendered once: with signs for the prefixes that no other text of a page can contain.
    """
    signs = Place(up=Markup("\x01"), to_site=Markup("\x02"))
    page = front_page(edition, view, settings=settings, place=signs)
    return [page.replace(b"\x01", place.up.encode()).replace(b"\x02", place.to_site.encode()) for place in places]


def how_page(edition: Edition, view: EditionView, *, settings: PublishSettings, place: Place) -> bytes:
    """Return the page that tells how the edition was checked, with its ledger and settings."""
    name, values = f"how_{page_language(edition.language)}.html", {"ledger": _ledger(edition, view)}
    return _page(name, edition, view, settings=settings, place=place, values=values)


def story_pages(edition: Edition, view: EditionView, *, settings: PublishSettings, place: Place) -> Iterator[bytes]:
    """Yield the pages of all stories in their order; what they have in common is rendered once."""
    frame = Frame(_page("story.html", edition, view, settings=settings, place=place, values=SIGNS).decode())
    for at, story in enumerate(view.stories):
        head = _META.format(printable(story.deck.text)) if story.deck is not None else ""
        values = _story_values(edition, view, at)
        main = _page("story_main.html", edition, view, settings=settings, place=place, values=values).decode()
        yield frame.page(title=story.headline.text, head=head, main=main).encode()


def _story_values(edition: Edition, view: EditionView, at: int) -> dict[str, object]:
    """Return what the page of the story at a place of the edition (0 is the lead) has besides others."""
    story, last = view.stories[at], len(view.stories) - 1
    return {
        "story": story,
        "position": at + 1,
        "previous": view.stories[at - 1] if at else None,
        "following": view.stories[at + 1] if at < last else None,
        "checks": check_rows(story.checks, language=edition.language, tiers=story.tiers),
        "vetoes": reason_rows(story.checks.reasons, language=edition.language),
        "mail": mail_address(story),
    }


def moved_page(edition: Edition, view: EditionView, at: int) -> bytes:
    """Return a small page for the address of a story that was found to be the one at this place."""
    values = {"view": view, "story": view.stories[at], "say": words_in(edition.language)}
    return environment().get_template("moved.html").render(values).encode()


@cache
def environment() -> Environment:
    """Return the template environment: everything is escaped, an unknown name is an error."""
    env = Environment(
        loader=PackageLoader("byline.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=printable,
    )
    env.filters["points"] = _points
    env.filters["json"] = _json
    env.filters["page_name"] = page_name
    env.filters["whole_names"] = whole_names
    env.globals |= {"name_of": name_of, "said": said, "marks": marks, "source": source}
    return env


def page_language(language: str) -> str:
    """Return the language of a page's own words: "zh" or "en"."""
    return "zh" if language.startswith("zh") else "en"


def _ledger(edition: Edition, view: EditionView) -> LedgerView:
    return view_ledger(edition.ledger, language=edition.language, shown=len(view.stories), tiers=view.tiers)


def _page(
    template: str,
    edition: Edition,
    view: EditionView,
    *,
    settings: PublishSettings,
    place: Place,
    values: Mapping[str, object] | None = None,
) -> bytes:
    language = edition.language
    shown: dict[str, object] = {
        "view": view,
        "edition": edition,
        "notice": edition.notice or settings.notice,
        "single": settings.min_independent == 2,
        "say": words_in(language),
        "language": language,
        "up": place.up,
        "to_site": place.to_site,
        "assets": place.up + "assets/",
        "place": place,
    }
    return environment().get_template(template).render(shown | dict(values or {})).encode()


def _points(value: float) -> str:
    """Return a part of a score: "+1.25", with a true minus sign."""
    return f"{value:+.2f}".replace("-", "−")


def _json(value: object) -> str:
    """Return a setting's value in one way of writing, whatever the order of its keys."""
    return msgspec.json.encode(value, order="deterministic").decode()
