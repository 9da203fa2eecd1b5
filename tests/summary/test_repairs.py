from collections.abc import Callable

import pytest

from byline.records import Coverage, Member, Summary, Tier
from byline.summary.extractive import ExtractiveWriter
from byline.summary.settings import SummarySettings
from byline.summary.standalone import is_adrift
from byline.summary.summarise import summarise

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""

MemberMaker = Callable[..., Member]
CoverageMaker = Callable[..., Coverage]


def told(coverage: Coverage) -> dict[str, Tier]:
    summary = summarise(coverage, writer=ExtractiveWriter(PLAIN), language="en", inputs_hash="", settings=PLAIN)
    assert isinstance(summary, Summary)
    return {s.text: s.tier for section in summary.sections for s in section.sentences}


def test_an_end_that_leans_is_cut_off(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = (
        "Acme opened a plant for the Orca chip in Porto. "
        '"A chip looks like a lamp, and nobody looks twice," said Noor Valdane of Acme, who led the study.'
    )
    printed = told(coverage_of(member(1, text, title="Acme opens a plant for the Orca")))
    cut = '"A chip looks like a lamp, and nobody looks twice," said Noor Valdane of Acme.'
    assert printed[cut] is Tier.TRIMMED


def test_a_sentence_that_nothing_repairs_is_left_out(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "Acme opened a plant in Porto.\n\nThe robots of the plant are blue.\n\nThe report was 300 pages long."
    printed = told(coverage_of(member(1, text, title="Acme opens a plant and writes a report")))
    assert not any(s.startswith("The report") for s in printed)


@pytest.mark.parametrize("opening", ["They were thrilled", "It's more like a lamp", "That is the end"])
def test_speech_that_points_at_what_was_said_before_is_adrift(opening: str) -> None:
    assert is_adrift(f"“{opening}, and nobody knew why,” said Jane Roe of Acme.")
    assert not is_adrift("“We are ready for the Orca,” said Jane Roe of Acme.")
