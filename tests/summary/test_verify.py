import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.records import Passage, Tier
from byline.summary.units import published_form
from byline.summary.verify import check, check_title

LONG = (
    "However, Acme, which is based in Porto, said on Saturday that it would not sell the Orca chip to Bolt Systems, "
    "a rival, unless 40 workers return."
)


def passage(quote: str, number: int = 1) -> Passage:
    return Passage(article_id=number, start=0, end=len(quote), quote=quote)


def reasons(text: str, quote: str = LONG) -> tuple[str, ...]:
    verdict = check(text, [passage(quote)], language="en")
    assert not verdict.supported
    return verdict.reasons


def test_a_quoted_sentence_is_verbatim_whatever_its_quotation_marks() -> None:
    quote = "“We  are ready,” said Jane Roe."
    assert check('"We are ready," said Jane Roe.', [passage(quote)], language="en").tier is Tier.VERBATIM


@pytest.mark.parametrize(
    "text",
    [
        LONG.replace("However, Acme", "Acme"),
        LONG.replace(", which is based in Porto,", ""),
        LONG.replace(", a rival, unless", " unless"),
    ],
)
def test_whole_clauses_may_go(text: str) -> None:
    verdict = check(text, [passage(LONG)], language="en")
    assert (verdict.supported, verdict.tier) == (True, Tier.TRIMMED)


def test_a_clause_that_leads_up_to_a_sentence_is_none() -> None:
    quote = "While prices at Acme have risen fast, sales of the Orca chip remain low."
    assert "clause" in reasons("While prices at Acme have risen fast.", quote)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Acme also sells lamps in Porto.", "Acme sells lamps in Porto."),
        ("Acme sells lamps in Porto, too.", "Acme sells lamps in Porto."),
        ("For starters, Acme sells lamps in Porto.", "Acme sells lamps in Porto."),
    ],
)
def test_a_word_that_joins_to_what_was_told_before_may_go(quote: str, text: str) -> None:
    assert published_form(passage(quote)) == text
    assert check(text, [passage(quote)], language="en").tier is Tier.TRIMMED


def test_an_also_that_belongs_to_its_clause_stays() -> None:
    quote = "Acme said the lamp would not only glow but also sing."
    assert published_form(passage(quote)) == quote
    assert not check("Acme said the lamp would not only glow but sing.", [passage(quote)], language="en").supported


def test_a_dateline_may_go() -> None:
    quote = "SHANGHAI, July 26 (Lakeside Wire) — Acme opened a plant."
    assert check("Acme opened a plant.", [passage(quote)], language="en").tier is Tier.TRIMMED
    zh = "新华社上海7月26日电（记者张三）大会开幕。"
    assert check("大会开幕。", [passage(zh)], language="zh").tier is Tier.TRIMMED


@pytest.mark.parametrize(
    ("text", "veto"),
    [
        (LONG.replace(", unless 40 workers return", "").replace(", a rival", ""), "hedge"),
        ("Acme sells chips.", "condition"),
        ("Acme sells chips, Jane Roe said, if Bolt agrees.", "attribution"),
    ],
)
def test_a_dropped_condition_or_attribution_vetoes(text: str, veto: str) -> None:
    quote = "Acme sells chips, if Bolt agrees, Jane Roe said." if "sells" in text else LONG
    found = reasons(text, quote)
    assert veto in found or "clause" in found or "needs_judge" in found


def test_a_subject_alone_is_no_sentence() -> None:
    assert reasons("Acme, a rival, unless 40 workers return.")


def test_a_sentence_in_other_words_needs_a_judge() -> None:
    quote = "Acme released the chip in Lisbon on Monday."
    text = "Acme launched the chip in Lisbon on Monday."
    assert reasons(text, quote) == ("needs_judge",)

    class Yes:
        def entails(self, text: str, passages: object, *, language: str) -> bool:
            return True

    assert check(text, [passage(quote)], language="en", judge=Yes()).tier is Tier.REWRITTEN
    assert not check(text.replace("Acme", "Bolt"), [passage(quote)], language="en", judge=Yes()).supported


def test_an_inserted_date_must_be_the_day_that_was_meant() -> None:
    quote = "The fair opened on Saturday in Shanghai."
    days = {1: date(2025, 7, 28)}
    right = "The fair opened on Saturday [26 July 2025] in Shanghai."
    assert check(right, [passage(quote)], language="en", days=days).tier is Tier.VERBATIM
    for text in (right.replace("26", "25"), "The fair [26 July 2025] opened on Saturday in Shanghai."):
        assert check(text, [passage(quote)], language="en", days=days).reasons == ("date_insertion",)
    assert not check(right, [passage(quote)], language="en").supported


def test_a_title_needs_its_numbers_and_names_in_the_passages() -> None:
    lead = passage("Acme will cut 500 of its jobs in Porto, the company said, as artificial intelligence spreads.")
    assert check_title("Acme Cuts 500 Jobs in Porto as A.I. Spreads", [lead], language="en").tier is Tier.TITLE
    assert check_title("Acme cuts 600 jobs", [lead], language="en").reasons == ("numbers",)
    assert check_title("Bolt cuts 500 jobs", [lead], language="en").reasons == ()
    assert check_title("Why Bolt cuts 500 jobs", [lead], language="en").reasons == ("names",)


@given(st.data())
def test_a_changed_digit_never_passes(data: st.DataObject) -> None:
    quote = "Acme paid $16.5 billion for 40 percent of Bolt Systems on 26 July 2025, with 1,200 workers."
    at = data.draw(st.sampled_from([m.start() for m in re.finditer(r"\d", quote)]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != quote[at]]))
    assert not check(quote[:at] + digit + quote[at + 1 :], [passage(quote)], language="en").supported


@given(st.sampled_from(["not ", "never ", "n't"]), st.sampled_from(["say", "pay", "sell", "admit"]))
def test_a_removed_not_never_passes(word: str, verb: str) -> None:
    quote = f"Acme did not {verb}, and never will {verb}, that it isn't able to {verb} Bolt."
    assert not check(quote.replace(word, "", 1), [passage(quote)], language="en").supported


@given(st.permutations(["Acme", "Bolt", "Crane"]))
def test_swapped_names_never_pass(names: list[str]) -> None:
    def told(order: list[str]) -> str:
        return f"The court told {order[0]}, which sued, that {order[1]} had sold its share of {order[2]}."

    right = told(["Acme", "Bolt", "Crane"])
    assert check(told(names), [passage(right)], language="en").supported == (names == ["Acme", "Bolt", "Crane"])


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_supported_sentence_has_no_word_of_its_own(text: str, quote: str) -> None:
    if check(text, [passage(quote)], language="en").supported:
        words = set(re.findall(r"\w+", text.casefold()))
        assert words <= set(re.findall(r"\w+", quote.casefold())) or text.strip() == quote.strip()


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Acme showed the Orca last week [21–27 July 2025].", True),
        ("Acme showed the Orca last week [14–20 July 2025].", False),
        ("Acme showed the Orca last week [26 July 2025].", False),
        ("Acme showed the Orca [21–27 July 2025] last week.", False),
        ("Acme showed [21–27 July 2025] the Orca last week [21–27 July 2025].", False),
    ],
)
def test_a_bracketed_week_must_be_the_one_meant_and_stand_behind_its_words(text: str, held: bool) -> None:
    source = Passage(article_id=1, start=0, end=32, quote="Acme showed the Orca last week.")
    verdict = check(text, [source], language="en", days={1: date(2025, 7, 28)})
    assert verdict.supported is held
    assert held or verdict.reasons == ("date_insertion",)
