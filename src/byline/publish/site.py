"""An edition as static pages: they work from disk, without scripts, and ask no other server for anything.

Files, relative to the edition's folder: `index.html` (front page), `story/<slug>.html` (and a
small page that leads on for each story found to be another one),
`how-checked.html`, `edition.json`, `assets/`, `images/`. One more, `root/index.html`, is the
same front page with addresses as seen from the folder above; `files.write_site` puts it there
when the edition is the newest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files as package_files

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from byline.publish.labels import words_in
from byline.publish.ledger import check_rows, reason_rows, view_ledger
from byline.publish.pictures import picture_files
from byline.publish.settings import PublishSettings
from byline.publish.shapes import EditionView
from byline.publish.view import view_edition
from byline.records import Edition, EditionStory, ImageFile

ASSETS = ("style.css", "icon.svg")
ROOT = "root/"
"""Prefix of files that belong in the folder above the edition's."""

# Control characters are not allowed in HTML, and no source has a right to turn the page's text around.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def render_site(edition: Edition, *, images: Mapping[str, ImageFile], settings: PublishSettings) -> dict[str, bytes]:
    """Return relative path -> bytes of every file, in alphabetical order of the paths.

    `images` maps picture addresses, as articles name them, to the pictures. Equal editions
    give equal bytes: no clock, no randomness, no order of sets. One template call a story.
    """
    shown = images if settings.images == "copy" else {}
    view = view_edition(edition, images=shown, min_independent=settings.min_independent)
    site = {
        "edition.json": edition_json(edition, full_texts=settings.full_texts),
        "index.html": _page("front.html", view, edition=edition, settings=settings, up="", to_site="../"),
        f"{ROOT}index.html": _page(
            "front.html", view, edition=edition, settings=settings, up=f"{edition.id}/", to_site=""
        ),
        "how-checked.html": _page(f"how_{_page_language(edition)}.html", view, edition=edition, settings=settings),
        **{f"assets/{name}": asset(name) for name in ASSETS},
        **picture_files((story.picture for story in view.stories), shown),
        **_stories(view, edition, settings),
    }
    return dict(sorted(site.items()))


def edition_json(edition: Edition, *, full_texts: bool) -> bytes:
    """Return the edition as JSON that decodes to `records.Edition`.

    Without `full_texts` the articles' texts are empty (their hashes stay): a page that
    others can read must not reprint whole articles. Row numbers of this newsroom's database
    are 0: they depend on the order in which servers happened to answer.
    """
    published = _portable(edition, full_texts=full_texts)
    return msgspec.json.format(msgspec.json.encode(published, order="deterministic"), indent=1) + b"\n"


def asset(name: str) -> bytes:
    """Return a file that ships with the pages."""
    return package_files("byline.publish").joinpath("assets", name).read_bytes()


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
        finalize=_printable,
    )
    env.filters["points"] = _points
    env.filters["json"] = _json
    return env


def _stories(view: EditionView, edition: Edition, settings: PublishSettings) -> dict[str, bytes]:
    pages: dict[str, bytes] = {}
    last = len(view.stories) - 1
    for at, story in enumerate(view.stories):
        neighbours = {
            "position": at + 1,
            "previous": view.stories[at - 1] if at else None,
            "following": view.stories[at + 1] if at < last else None,
            "checks": check_rows(story.checks, language=edition.language, tiers=story.tiers),
            "vetoes": reason_rows(story.checks.reasons, language=edition.language),
        }
        pages[f"story/{story.slug}.html"] = _page(
            "story.html",
            view,
            edition=edition,
            settings=settings,
            up="../",
            to_site="../../",
            story=story,
            **neighbours,
        )
    return _moved(view, edition) | pages


def _moved(view: EditionView, edition: Edition) -> dict[str, bytes]:
    """Return a small page for each address that leads to a story: that of one found to be the same."""
    template, say = environment().get_template("moved.html"), words_in(edition.language)
    return {
        f"story/{old}.html": template.render(view=view, story=shown, say=say).encode()
        for shown, story in zip(view.stories, edition.stories, strict=True)
        for old in story.also
    }


def _page(
    template: str,
    view: EditionView,
    *,
    edition: Edition,
    settings: PublishSettings,
    up: str = "",
    to_site: str = "../",
    **values: object,
) -> bytes:
    """Return one page; `up` leads to the edition's folder, `to_site` to the one above it."""
    language = edition.language
    text = (
        environment()
        .get_template(template)
        .render(
            view=view,
            edition=edition,
            ledger=view_ledger(edition.ledger, language=language, shown=len(view.stories), tiers=view.tiers),
            notice=edition.notice or settings.notice,
            single=settings.min_independent == 2,
            say=words_in(language),
            up=up,
            to_site=to_site,
            **values,
        )
    )
    return text.encode()


def _page_language(edition: Edition) -> str:
    return "zh" if edition.language.startswith("zh") else "en"


def _portable(edition: Edition, *, full_texts: bool) -> Edition:
    stories = tuple(_portable_story(story, full_texts=full_texts) for story in edition.stories)
    return msgspec.structs.replace(edition, stories=stories)


def _portable_story(story: EditionStory, *, full_texts: bool) -> EditionStory:
    """Leave out what differs between two newsrooms that read the same: row numbers of their databases."""
    members = tuple(
        msgspec.structs.replace(
            member,
            article=msgspec.structs.replace(
                member.article, entry_id=0, fetch_id=0, text=member.article.text if full_texts else ""
            ),
        )
        for member in story.coverage.members
    )
    return msgspec.structs.replace(story, coverage=msgspec.structs.replace(story.coverage, members=members))


def _printable(value: object) -> object:
    """Drop what HTML does not allow; templates call this on everything they print."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNPRINTABLE.sub("", value)
    return value


def _points(value: float) -> str:
    """Return a part of a score: "+1.25", with a true minus sign."""
    return f"{value:+.2f}".replace("-", "−")


def _json(value: object) -> str:
    """Return a setting's value in one way of writing, whatever the order of its keys."""
    return msgspec.json.encode(value, order="deterministic").decode()
