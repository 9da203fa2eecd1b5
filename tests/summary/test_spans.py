"""Where a sentence begins and ends in texts with marks, and that every printed citation is a span of its article."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byline.records import Coverage, Failed, Member
from byline.summary.extractive import ExtractiveWriter
from byline.summary.settings import SummarySettings
from byline.summary.summarise import summarise
from byline.summary.trims import trim_vetoes
from byline.summary.units import find_units

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""

MemberMaker = Callable[..., Member]
CoverageMaker = Callable[..., Coverage]
SAID = (
    "Acme licensed the Orca chip from Bolt in Porto.",
    "It pays $5 for each of them.",
    "The price was reported as about $2.4 billion.",
    "**Abstract:** Bolt sells 300 Orca chips a day.",
    "Acme disclosed the attack on Monday.",
    "So far, Carol Roe of Acme has sold 40 plants.",
    "The company cut 20 jobs.",
    "But Bolt said that the Orca was late.",
    "在波尔图，Acme投资30亿元。",
    "该公司还裁员20人。",
    "Both were late.",
)


def test_a_bold_label_and_stray_emphasis_are_no_part_of_the_sentence(
    member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    text = "**Abstract:** Chips by Acme need power. ** **The Orca by Acme costs $5. **Acme** Labs sells it in Porto."
    units = find_units(coverage_of(member(1, text)), settings=PLAIN)
    assert [u.passage.quote for u in units][:2] == ["Chips by Acme need power.", "The Orca by Acme costs $5."]
    assert all(text[u.passage.start : u.passage.end] == u.passage.quote for u in units)
    assert "markup" in units[2].reasons


def test_so_far_is_no_connective(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    units = find_units(coverage_of(member(1, "So far, Acme sells chips in Porto.")), settings=PLAIN)
    assert units[0].text == "So far, Acme sells chips in Porto."
    assert trim_vetoes("Far, Acme sells chips in Porto.", units[0].passage.quote, language="en") != ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from([" ", "\n\n", "\n"])), min_size=2, max_size=12))
def test_whatever_is_printed_is_a_span_of_its_article(
    member: MemberMaker, coverage_of: CoverageMaker, parts: list[tuple[str, str]]
) -> None:
    half = len(parts) // 2 + 1
    texts = ["".join(f"{said}{gap}" for said, gap in some).strip() for some in (parts[:half], parts[half:])]
    members = [member(n, text, title="Acme and the Orca chip of Bolt") for n, text in enumerate(texts, 1) if text]
    summary = summarise(
        coverage_of(*members), writer=ExtractiveWriter(PLAIN), language="en", inputs_hash="", settings=PLAIN
    )
    if isinstance(summary, Failed):
        return
    text_of = {m.article.id: m.article.text for m in members}
    told = [
        summary.headline,
        *([summary.deck] if summary.deck else []),
        *(s for k in summary.sections for s in k.sentences),
    ]
    for passage in (c.passage for s in told for c in s.citations):
        assert text_of[passage.article_id][passage.start : passage.end] == passage.quote
        assert "\n" not in passage.quote
    assert not any(s.text.startswith(("It ", "The company ", "Both ", "该公司")) for s in told)
