"""A story as a mail to somebody: an address of the `mailto:` kind, which needs no script and no server."""

from __future__ import annotations

from urllib.parse import quote

from byline.publish.shapes import Line, StoryView

MOST_CHARACTERS = 1200
"""Of the mail's text: some mail programs cut longer addresses."""


def mail_address(story: StoryView) -> str:
    """Return the address that opens a new mail with headline, deck and the reports' addresses.

    **Source:** RFC 6068: everything is percent-encoded, line breaks are %0D%0A.
    """
    text = "\n\n".join(_said(line) for line in (story.headline, story.deck) if line is not None)
    for group in story.coverage:
        report = f"\n\n{group[0].name}: {group[0].title}\n{group[0].url}"
        if len(text) + len(report) > MOST_CHARACTERS:
            break
        text += report
    body = quote(text.replace("\n", "\r\n"), safe="")
    return f"mailto:?subject={quote(' '.join(story.headline.text.split()), safe='')}&body={body}"


def _said(line: Line) -> str:
    return f"{line.speaker}: {line.text}" if line.speaker else line.text
