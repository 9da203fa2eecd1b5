"""An edition as a mail: HTML that looks like the front page, and the same in plain text.

The body is rendered once for an edition and made personal by two replacements. It loads
nothing: no picture, no font, no pixel; nobody learns whether it was opened. It stays below
the size at which Gmail cuts mails: leading stories are told with their source sentences,
the others with their headline and deck, and what does not fit is counted and left to the site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from markupsafe import escape

from byline.errors import PluginError, install
from byline.publish.labels import words_in
from byline.publish.mail_text import Chosen, Ends, Shown, mail_text
from byline.publish.plain import Addresses, one_line, shortened, spoken
from byline.publish.settings import PublishSettings
from byline.publish.shapes import CitedPassage, EditionView, Line, StoryView
from byline.publish.site import environment
from byline.publish.view import view_edition
from byline.records import Edition

MAX_BYTES = 100_000
"""Largest HTML part. Gmail cuts a mail at 102 kB and hides the rest, with it the way to unsubscribe."""
SENTENCES = 4
"""Sentences told of a leading story besides headline and deck."""
SUBJECT = 150
"""Longest subject, in characters: mail programs show 40 to 80."""
PREVIEW = 140

_ADDRESS, _LINK = "address.{}.invalid", "https://unsubscribe.{}.invalid/"


@dataclass(frozen=True, kw_only=True)
class MailBody:
    """One edition's mail, still for nobody in particular."""

    subject: str
    html: str
    text: str
    told: int
    """Stories told with their source sentences."""
    left_out: int
    """Stories that are only counted."""
    key: str

    def personal(self, *, address: str, unsubscribe: str = "") -> tuple[str, str]:
        """Return HTML and text for one reader; `unsubscribe` is an https or mailto address."""
        marks = {_ADDRESS.format(self.key): address, _LINK.format(self.key): unsubscribe}
        html, text = self.html, self.text
        for mark, value in marks.items():
            html, text = html.replace(mark, str(escape(value))), text.replace(mark, value)
        return html, text


def render_mail(
    edition: Edition, *, settings: PublishSettings, told: int = 5, unsubscribe: bool = True, max_bytes: int = MAX_BYTES
) -> MailBody:
    """Return the mail of an edition with at most `told` leading stories in full.

    Raises PluginError where the libraries of the extra "mail" are missing. Renders up to
    about eight times where the edition is too large.
    """
    view = view_edition(edition, images={}, min_independent=settings.min_independent)
    composer = _Composer(edition, view, settings=settings, unsubscribe=unsubscribe)
    chosen, html = _largest(composer, full=min(told, len(view.stories)), max_bytes=max_bytes)
    return MailBody(
        subject=composer.subject,
        html=html,
        text=composer.text(chosen),
        told=len(chosen.told),
        left_out=chosen.left_out,
        key=composer.key,
    )


def _largest(composer: _Composer, *, full: int, max_bytes: int) -> tuple[Chosen, str]:
    """Return the longest mail that fits: as many stories told in full as asked for come before short ones."""
    chosen = composer.choose(full=full, brief=None)
    html = composer.html(chosen)
    if len(html.encode()) <= max_bytes:
        return chosen, html
    chosen = composer.choose(full=full, brief=0)
    html = composer.html(chosen)
    if len(html.encode()) > max_bytes and full > 0:
        return _largest(composer, full=full - 1, max_bytes=max_bytes)
    least, most = 0, chosen.left_out
    while most - least > 1:
        middle = (least + most) // 2
        tried = composer.choose(full=full, brief=middle)
        written = composer.html(tried)
        if len(written.encode()) <= max_bytes:
            least, chosen, html = middle, tried, written
        else:
            most = middle
    return chosen, html


class _Composer:
    """Renders one edition in several lengths."""

    def __init__(self, edition: Edition, view: EditionView, *, settings: PublishSettings, unsubscribe: bool) -> None:
        self._edition = edition
        self._view = view
        # No text from outside can hold the marks: the hash is over everything that came from there.
        self.key = f"m{edition.inputs_hash[:32]}"
        self._ends = Ends(
            language=edition.language,
            links=Addresses(site=settings.address, edition_id=edition.id),
            notice=edition.notice or settings.notice,
            address=_ADDRESS.format(self.key),
            unsubscribe=_LINK.format(self.key) if unsubscribe else "",
        )
        self.subject = mail_subject(edition, view)

    def choose(self, *, full: int, brief: int | None) -> Chosen:
        """Return so many stories in full and in brief; None: all that are left."""
        stories = self._view.stories
        end = len(stories) if brief is None else full + brief
        return Chosen(
            told=tuple(map(_told, stories[:full])),
            brief=tuple(map(_brief, stories[full:end])),
            left_out=len(stories[end:]),
        )

    def html(self, chosen: Chosen) -> str:
        """Return the HTML part of this choice."""
        view, ends = self._view, self._ends
        preview = " · ".join(spoken(story.headline) for story in view.stories[1:4])
        template = environment().get_template("mail.mjml")
        mjml = template.render(
            view=view,
            subject=self.subject,
            preview=shortened(preview, PREVIEW),
            chosen=chosen,
            ends=ends,
            links=ends.links,
            checks=self._edition.ledger.checks,
            version=self._edition.version,
            say=words_in(ends.language),
        )
        return _inlined(_from_mjml(mjml))

    def text(self, chosen: Chosen) -> str:
        """Return the text part of this choice."""
        return mail_text(self._view, chosen, self._ends)


def mail_subject(edition: Edition, view: EditionView) -> str:
    """Return the subject in one line: the newsroom and the leading story."""
    title = one_line(edition.title)
    lead = view.stories[0].headline.text if view.stories else view.day
    return shortened(f"{title}: {one_line(lead)}", SUBJECT)


def _told(story: StoryView) -> Shown:
    # An opinion needs the heading that says so, which a mail has no room for.
    lines = [line for group in story.groups if group.kind not in ("differ", "opinion") for line in group.lines]
    differences = tuple(one for group in story.groups for one in group.differences)
    shown = tuple(islice(lines, SENTENCES))
    said = [story.headline, *([story.deck] if story.deck else []), *shown]
    said += [side.line for one in differences for side in one.sides if side.line]
    marked = {side.mark.passage.number for one in differences for side in one.sides}
    passages = _passages(story, said, also=marked)
    return Shown(
        story=story,
        lines=shown,
        differences=differences,
        passages=passages,
        left=sum(len(group.lines) for group in story.groups) - len(shown),
    )


def _brief(story: StoryView) -> Shown:
    lines = (story.deck,) if story.deck else ()
    said = [story.headline, *lines]
    return Shown(story=story, lines=lines, differences=(), passages=_passages(story, said, also=set()), left=0)


def _passages(story: StoryView, lines: Sequence[Line], *, also: set[int]) -> tuple[CitedPassage, ...]:
    """Return what these lines cite, by number."""
    numbers = {mark.passage.number for line in lines for mark in line.marks} | also
    return tuple(passage for passage in story.passages if passage.number in numbers)


def _from_mjml(mjml: str) -> str:
    try:
        import mrml
    except ImportError as error:
        raise _missing() from error
    html: str = mrml.to_html(mjml).content
    return html


def _inlined(html: str) -> str:
    """Return the page with its styles on the elements, where every mail program reads them."""
    try:
        import css_inline
    except ImportError as error:
        raise _missing() from error
    inlined: str = css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False, minify_css=True)
    return inlined


def _missing() -> PluginError:
    return PluginError("mails need two libraries that are not installed.", advice=install("mail"))
