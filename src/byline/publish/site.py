"""An edition as static pages: they work from disk, without scripts, and ask no other server for anything.

Files, relative to the edition's folder: `index.html` (front page), `slips.js` (what its numbers
show), `story/<slug>.html` (and a small page that leads on for each story found to be another
one), `how-checked.html`, `edition.json`, `assets/`, `images/`. One more, `root/index.html`, is
the same front page with addresses as seen from the folder above; `files.write_site` puts it
there when the edition is the newest. Pages that several editions share are `shelf`'s.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from byline.publish.edition_json import encode_edition
from byline.publish.pages import (
    Place,
    environment,
    front_pages,
    how_page,
    moved_page,
    story_pages,
)
from byline.publish.pictures import picture_files
from byline.publish.settings import PublishSettings
from byline.publish.shapes import EditionView
from byline.publish.shipped import ASSETS, asset
from byline.publish.slips import slips
from byline.publish.view import view_edition
from byline.records import Edition, EditionStory, ImageFile

__all__ = ["ROOT", "asset", "edition_json", "environment", "render_site"]

ROOT = "root/"
"""Prefix of files that belong in the folder above the edition's."""


def render_site(
    edition: Edition,
    *,
    images: Mapping[str, ImageFile],
    settings: PublishSettings,
    view: EditionView | None = None,
) -> dict[str, bytes]:
    """Return relative path -> bytes of every file, in alphabetical order of the paths.

    `images` maps picture addresses, as articles name them, to the pictures. Equal editions
    give equal bytes: no clock, no randomness, no order of sets. One template call a story.
    A view of the edition with the same pictures and settings can be handed in.
    """
    shown = images if settings.images == "copy" else {}
    if view is None:
        view = view_edition(edition, images=shown, min_independent=settings.min_independent)
    own, above = Place(), Place(up=f"{edition.id}/", to_site="")
    front, root = front_pages(edition, view, settings=settings, places=(own, above))
    site = {
        "edition.json": edition_json(edition, full_texts=settings.full_texts),
        "index.html": front,
        f"{ROOT}index.html": root,
        "slips.js": slips(view),
        "how-checked.html": how_page(edition, view, settings=settings, place=own),
        **{f"assets/{name}": asset(name) for name in ASSETS},
        **picture_files((story.picture for story in view.stories), shown),
        **_stories(edition, view, settings),
    }
    return dict(sorted(site.items()))


def edition_json(edition: Edition, *, full_texts: bool) -> bytes:
    """Return the edition as JSON, which `edition_json.decode_edition` reads.

    Without `full_texts` the articles' texts are empty (their hashes stay): a page that
    others can read must not reprint whole articles. Row numbers of this newsroom's database
    are 0: they depend on the order in which servers happened to answer.
    """
    return encode_edition(_portable(edition, full_texts=full_texts))


def _stories(edition: Edition, view: EditionView, settings: PublishSettings) -> dict[str, bytes]:
    place = Place(up="../", to_site="../../")
    moved = {
        f"story/{old}.html": moved_page(edition, view, at)
        for at, story in enumerate(edition.stories)
        for old in story.also
    }
    pages = story_pages(edition, view, settings=settings, place=place)
    return moved | {f"story/{story.slug}.html": page for story, page in zip(view.stories, pages, strict=True)}


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
