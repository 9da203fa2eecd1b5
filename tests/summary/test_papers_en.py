from collections.abc import Callable

import pytest

from byline.records import Coverage, Member
from byline.summary.claims import find_claims
from byline.summary.extractive import ExtractiveWriter
from byline.summary.papers_en import authors_tell, news_begins
from byline.summary.settings import SummarySettings
from byline.summary.standalone import unfit
from byline.summary.units import find_units

TITLE = "Orca: a benchmark for tidal robots"
ABSTRACT = (
    "Robots are widely used in harbours. Their errors are rarely measured by anybody. We introduce Orca, a novel "
    "benchmark of tidal tasks for robots. Experiments on Orca show that 40 robots fail at night."
)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("We introduce Orca, a benchmark for robots.", True),
        ("In this paper, we propose Orca.", True),
        ("We are hiring in Porto.", False),
        ("We show you how Orca works.", False),
        ("This paper costs $5.", False),
        ("Acme introduced Orca.", False),
    ],
)
def test_authors_tell_what_they_did(sentence: str, told: bool) -> None:
    assert authors_tell(sentence) == told


def test_what_authors_did_stands_with_its_source_and_we_at_large_does_not() -> None:
    assert unfit("We introduce Orca, a benchmark of tidal tasks for robots.", language="en") == ()
    assert "first_person" in unfit("We like Orca, a benchmark of tidal tasks for robots.", language="en")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (ABSTRACT, "We introduce Orca"),
        (ABSTRACT.replace("We introduce Orca", "To measure them, we introduce Orca"), "To measure them"),
        (ABSTRACT.replace("We introduce Orca", "This paper presents Orca"), "This paper presents"),
        ("Acme opened a plant. We introduce new shifts, its head said.", ""),
        ("Acme opened a plant in Porto. We design chips. We provide jobs. We release Orca today.", ""),
        ("Acme opened a plant for its datasets. “We provide jobs,” Jane Roe said.", ""),
        ("Acme sued Bolt over its search algorithm and its datasets. Jane Roe contributed to this report.", ""),
        ("Acme launched Orca, which outperforms others on benchmarks. Follow this article for updates.", ""),
    ],
)
def test_the_news_of_an_abstract_begins_where_its_authors_tell(text: str, begins: str) -> None:
    at = news_begins(text)
    assert text[at:].startswith(begins) if begins else at == -1


def test_an_abstract_is_told_by_what_its_authors_did(
    member: Callable[..., Member], coverage_of: Callable[..., Coverage]
) -> None:
    settings = SummarySettings(max_doubt=1.0)
    story = coverage_of(member(1, ABSTRACT, title=TITLE))
    background = [u.text for u in find_units(story, settings=settings) if u.reasons == ("background",)]
    assert background == ["Robots are widely used in harbours."]
    made = ExtractiveWriter(settings).write(story, find_claims(story, settings=settings), language="en")
    told = [s for s in [made.deck, *(s for part in made.sections for s in part.sentences)] if s]
    authors = next(s for s in told if s.text.startswith("We introduce Orca"))
    assert authors.speaker == story.members[0].source.name
    assert made.headline is not None
    assert not made.headline.text.startswith("We ")


def test_we_of_anybody_else_is_not_told(member: Callable[..., Member], coverage_of: Callable[..., Coverage]) -> None:
    story = coverage_of(member(1, "We test the best chips of Acme in Porto.", title="Chips of Acme"))
    assert [u.reasons for u in find_units(story, settings=SummarySettings(max_doubt=1.0))] == [("first_person",)]
