from collections.abc import Callable

from byline.records import Coverage, Member
from byline.summary.compact import compact


def test_a_compact_summary_keeps_to_its_length_and_cites_all_who_say_it(three_outlets: Coverage) -> None:
    summary = compact(three_outlets, max_words=20)
    assert sum(len(s.text.split()) for s in summary) <= 20
    assert {p.article_id for p in summary[0].passages} == {1, 3}


def test_a_leaning_sentence_comes_only_behind_the_one_before_it(
    member: Callable[..., Member], coverage_of: Callable[..., Coverage]
) -> None:
    text = "Acme released the Orca chip in Lisbon. It will cost $40 and ship to Lisbon shops in May."
    whole = [s.text for s in compact(coverage_of(member(1, text)), max_words=40)]
    assert whole == ["Acme released the Orca chip in Lisbon.", "It will cost $40 and ship to Lisbon shops in May."]
    short = [s.text for s in compact(coverage_of(member(1, text)), max_words=11)]
    assert short == whole[:1]
