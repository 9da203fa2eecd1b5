"""Builders of coverages for the tests of claims, writers and the verifier."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from byline.records import Article, Assignment, Coverage, Kept, Member, Origin, Source, Story
from byline.text.hashes import sha256_hex

START = datetime(2025, 7, 28, 9, 0, tzinfo=UTC)
MemberMaker = Callable[..., Member]
CoverageMaker = Callable[..., Coverage]


def _member(number: int, text: str, **given: object) -> Member:
    """Return one article; `given`: source, owner, title, form, origin, language, corrects, author, hours."""
    name = str(given.get("source", f"outlet-{number}"))
    language = str(given.get("language", "en"))
    published = START + timedelta(hours=float(str(given.get("hours", number))))
    article = Article(
        id=number,
        entry_id=number,
        source_id=name,
        url=f"http://{name}.localhost/{number}",
        url_key=f"{name}/{number}",
        title=str(given.get("title", f"Title {number}")),
        text=text,
        text_hash=sha256_hex(text),
        language=language,
        published=published,
        seen_at=published,
        authors=(str(given["author"]),) if "author" in given else (),
        corrects=bool(given.get("corrects", False)),
    )
    form = str(given.get("form", "report"))
    return Member(
        article=article,
        source=Source(
            id=name,
            name=name.replace("-", " ").title(),
            site="http://x.localhost",
            language=language,
            owner=str(given.get("owner", "")),
        ),
        kept=Kept(topics=(), form="opinion" if form == "opinion" else "analysis" if form == "analysis" else "report"),
        origin=Origin(article_id=number, origin_id=int(str(given.get("origin", number)))),
        assignment=Assignment(article_id=number, story_id=1),
    )


def _coverage(*members: Member) -> Coverage:
    """Return the story that these articles tell."""
    times = [m.article.published for m in members]
    return Coverage(story=Story(id=1, created=min(times), updated=max(times)), members=members)


@pytest.fixture
def member() -> MemberMaker:
    """The builder of articles: number, text, and what differs from a plain report."""
    return _member


@pytest.fixture
def coverage_of() -> CoverageMaker:
    """The builder of stories out of articles."""
    return _coverage


@pytest.fixture
def three_outlets() -> Coverage:
    """Three independent reports of one launch."""
    return _coverage(
        _member(
            1,
            "Acme released the Orca chip in Lisbon on Monday. The chip has 40 billion transistors. "
            '"We waited two years for this," said Jane Roe, the head of Acme Silicon.\n\n'
            "It was built in Porto. Acme did not say what the chip costs.",
            title="Acme releases the Orca chip in Lisbon",
            source="lakeside-wire",
        ),
        _member(
            2,
            "The Orca chip has 40 billion transistors, Acme said. "
            "Bolt Systems will put the Orca chip into its servers.",
            title="Bolt to use new chip",
            source="harbor-ledger",
        ),
        _member(
            3,
            "Acme released its Orca chip in Lisbon on Monday. "
            "Analysts at Calder Bay expect orders of about $2 billion.",
            title="What is the Orca chip?",
            source="meridian-post",
        ),
    )
