"""Where a sentence begins and ends in texts with marks."""

from tests.summary.conftest import CoverageMaker, MemberMaker

from byline.summary.settings import SummarySettings
from byline.summary.trims import trim_vetoes
from byline.summary.units import find_units


def test_a_bold_label_and_stray_emphasis_are_no_part_of_the_sentence(
    member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    text = "**Abstract:** Chips by Acme need power. ** **The Orca by Acme costs $5. **Acme** Labs sells it in Porto."
    units = find_units(coverage_of(member(1, text)), settings=SummarySettings())
    assert [u.passage.quote for u in units][:2] == ["Chips by Acme need power.", "The Orca by Acme costs $5."]
    assert all(text[u.passage.start : u.passage.end] == u.passage.quote for u in units)
    assert "markup" in units[2].reasons


def test_so_far_is_no_connective(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    units = find_units(coverage_of(member(1, "So far, Acme sells chips in Porto.")), settings=SummarySettings())
    assert units[0].text == "So far, Acme sells chips in Porto."
    assert trim_vetoes("Far, Acme sells chips in Porto.", units[0].passage.quote, language="en") != ()
