"""Editions and stories as Markdown, made from the store and marked as quoted material."""

from __future__ import annotations

from datetime import datetime

from byline.publish.markdown import edition_markdown, story_markdown
from byline.publish.plain import Addresses
from byline.publish.settings import PublishSettings
from byline.publish.shapes import EditionView
from byline.publish.view import view_edition
from byline.records import Edition
from byline.serve import queries
from byline.serve.desk import Desk
from byline.serve.errors import NotFound
from byline.serve.framed import NOTE_MARKDOWN
from byline.serve.kept import Kept

KEPT_VIEWS = 4
"""Editions laid out and kept in memory."""


class Twins:
    """Makes the Markdown of what a desk holds. Safe to use from several threads."""

    def __init__(self, desk: Desk, settings: PublishSettings) -> None:
        """Read from the desk; `settings` give the public address that links lead to."""
        self._desk = desk
        self._settings = settings
        self._views: Kept[EditionView] = Kept(KEPT_VIEWS)

    def edition(self, edition_id: str) -> str:
        """Return one edition, the newest where the id is "latest". Raises NotFound."""
        edition = self._edition(edition_id)
        return _marked(edition_markdown(edition, self._view(edition), address=self._settings.address))

    def story(self, story_id: str) -> str:
        """Return one story as the newest edition that shows it tells it. Raises NotFound."""
        found = queries.story(self._desk, story_id)
        if not found.edition:
            raise NotFound("No edition shows this story; the tool `story` lists its reports.", subject=story_id)
        edition = self._edition(found.edition)
        links = Addresses(site=self._settings.address, edition_id=edition.id, up="../../")
        # The places of a view are those of the edition.
        return _marked(story_markdown(edition, self._view(edition).stories[found.position - 1], links=links))

    def _edition(self, edition_id: str) -> Edition:
        found = self._desk.edition(queries.edition_head(self._desk, edition_id))
        if found is None:
            raise NotFound("There is no such edition.", subject=edition_id)
        return found

    def _view(self, edition: Edition) -> EditionView:
        key: tuple[str, datetime] = (edition.id, edition.made_at)
        fewest = self._settings.min_independent
        return self._views.get(key, lambda: view_edition(edition, images={}, min_independent=fewest))


def _marked(text: str) -> str:
    """Return the text with the note that it is quoted material, below its front matter."""
    head, _, rest = text.partition("\n\n")
    return f"{head}\n\n> {NOTE_MARKDOWN}\n\n{rest}"
