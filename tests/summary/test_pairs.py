from byline.records import Passage
from byline.summary.pairs import joined, within
from byline.summary.settings import SummarySettings
from byline.summary.verify import check

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""

TEXT = "Acme licensed the Orca from Bolt. The price was about $2.4 billion.\nCarol runs Acme. The plant is in Porto."


def passage(quote: str, text: str = TEXT) -> Passage:
    start = text.index(quote)
    return Passage(article_id=1, start=start, end=start + len(quote), quote=quote)


def join(first: str, second: str, *, text: str = TEXT, known: frozenset[str] = frozenset()) -> Passage | None:
    return joined(passage(first, text), passage(second, text), text=text, known=known, settings=PLAIN)


FIRST, SECOND = "Acme licensed the Orca from Bolt.", "The price was about $2.4 billion."


def test_two_neighbours_are_one_passage_word_for_word() -> None:
    both = join(FIRST, SECOND)
    assert both is not None
    assert TEXT[both.start : both.end] == both.quote == f"{FIRST} {SECOND}"
    assert within(passage(SECOND), both)
    assert check(both.quote, [both], language="en").tier == "verbatim"


def test_sentences_of_two_paragraphs_or_out_of_order_are_not_joined() -> None:
    assert join(SECOND, "Carol runs Acme.") is None
    assert join(SECOND, FIRST) is None


def test_the_first_may_lean_on_what_is_known_only() -> None:
    text = "The outage began at 9:40 in Porto. It lasted four hours, Acme said."
    first, second = "The outage began at 9:40 in Porto.", "It lasted four hours, Acme said."
    assert join(first, second, text=text) is None
    assert join(first, second, text=text, known=frozenset({"outag"})) is not None


def test_a_voice_a_question_and_too_many_words_are_not_put_in_front() -> None:
    for first in (
        "“We bought the Orca in Porto,” said Jane Roe.",
        "Did Acme buy the Orca from Bolt?",
        "Acme " * 54 + "paid.",
    ):
        assert join(first, SECOND, text=f"{first} {SECOND}") is None
