"""The writer with models that do well, badly and evil: nothing but checked words may come out."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from byline.records import Coverage, Passage, Sentence, Summary, Tier
from byline.summary.extractive import ExtractiveWriter
from byline.summary.interface import Judge, Writer
from byline.summary.settings import SummarySettings
from byline.summary.summarise import summarise
from byline.writers.judge import LlmJudge
from byline.writers.llm import LlmWriter

from . import fake
from .conftest import ClientMaker, member, story_of
from .fake import Answer, Behaviour, FakeServer, Request, reworded, sent


class AlwaysYes:
    """A judge that any model could talk round: the rules alone must hold."""

    def entails(self, text: str, passages: Sequence[Passage], *, language: str) -> bool:
        return True


def told(coverage: Coverage, writer: Writer, *, judge: Judge | None = None, language: str = "en") -> Summary:
    made = summarise(
        coverage, writer=writer, language=language, inputs_hash="h", settings=SummarySettings(), judge=judge
    )
    assert isinstance(made, Summary)
    return made


def every(summary: Summary) -> list[Sentence]:
    sections = [s for section in summary.sections for s in section.sentences]
    return [summary.headline, *([summary.deck] if summary.deck else []), *sections]


def texts(summary: Summary) -> list[str]:
    return [sentence.text for sentence in every(summary)]


EXTRACTIVE = ExtractiveWriter()


@pytest.mark.parametrize(
    "fault",
    [
        fake.swaps_numbers,
        fake.swaps_names,
        fake.drops_not,
        fake.adds_link,
        fake.wrong_ids,
        fake.blank,
        fake.cut,
        fake.reasons_elsewhere,
        fake.fails,
        fake.knows_no_such_key,
    ],
)
def test_a_model_that_does_wrong_changes_no_sentence(
    story: Coverage, server: FakeServer, client_of: ClientMaker, fault: Behaviour
) -> None:
    server.plays(fault)
    summary = told(story, LlmWriter(client_of(), base=EXTRACTIVE), judge=AlwaysYes())
    assert texts(summary) == texts(told(story, EXTRACTIVE))
    assert sum(summary.checks.reasons.values()) >= 1


def test_a_faithful_model_gives_what_was_quoted(story: Coverage, server: FakeServer, client_of: ClientMaker) -> None:
    summary = told(story, LlmWriter(client_of(), base=EXTRACTIVE))
    assert summary == told(story, EXTRACTIVE)
    assert len(server.requests) == 1


def test_a_small_model_may_be_asked_about_one_sentence_at_a_time(
    story: Coverage, server: FakeServer, client_of: ClientMaker
) -> None:
    server.plays(lambda request: reworded(request, lambda text: text.replace("released", "launched")))
    summary = told(story, LlmWriter(client_of(), base=EXTRACTIVE, together=1), judge=AlwaysYes())
    assert len(server.requests) > 1
    assert [len(sent(request)) for request in server.requests] == [1] * len(server.requests)
    assert [s.tier for s in every(summary) if "launched" in s.text] == [Tier.REWRITTEN]


def test_a_light_rewording_is_published_only_with_a_judge(
    story: Coverage, server: FakeServer, client_of: ClientMaker
) -> None:
    server.plays(lambda request: reworded(request, lambda text: text.replace("released", "launched")))
    without = told(story, LlmWriter(client_of(), base=EXTRACTIVE))
    assert all("launched" not in text for text in texts(without))
    assert without.checks.reasons["needs_judge"] >= 1
    judged = told(story, LlmWriter(client_of(), base=EXTRACTIVE), judge=AlwaysYes())
    assert [s.tier for s in every(judged) if "launched" in s.text] == [Tier.REWRITTEN]


def test_a_clause_left_out_needs_no_judge(story: Coverage, server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(lambda request: reworded(request, lambda text: text.split(", which")[0].rstrip(".") + "."))
    tiers = {s.text: s.tier for s in every(told(story, LlmWriter(client_of(), base=EXTRACTIVE)))}
    assert tiers["Bolt Systems will put the Orca chip into 200 servers this year."] is Tier.TRIMMED


def test_a_second_model_judges_in_a_call_of_its_own(
    story: Coverage, server: FakeServer, client_of: ClientMaker
) -> None:
    def writer_then_judge(verdict: str) -> Behaviour:
        def play(request: Request) -> Answer:
            if request["model"] == "judge":
                return Answer(content=json.dumps({"verdict": verdict, "missing": "", "sure": True}))
            return reworded(request, lambda text: text.replace("released", "launched"))

        return play

    for verdict, published in (("full", True), ("partial", False), ("none", False)):
        server.plays(writer_then_judge(verdict))
        judge = LlmJudge(client_of(model="judge"))
        summary = told(story, LlmWriter(client_of(), base=EXTRACTIVE), judge=judge)
        assert any("launched" in text for text in texts(summary)) is published
        assert bool(summary.checks.reasons.get("judge")) is not published
    asked = json.loads(server.requests[-1]["messages"][-1]["content"])
    assert set(asked) == {"sentence", "passages"}


def test_a_judge_that_fails_has_not_agreed(story: Coverage, server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(lambda request: reworded(request, lambda text: text.replace("released", "launched")), fake.fails)
    summary = told(story, LlmWriter(client_of(), base=EXTRACTIVE), judge=LlmJudge(client_of(model="judge")))
    assert texts(summary) == texts(told(story, EXTRACTIVE))


def test_a_failure_is_counted_in_the_summary(story: Coverage, server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(fake.fails)
    summary = told(story, LlmWriter(client_of(), base=EXTRACTIVE))
    assert summary.checks.reasons["model_unavailable"] == 1


def test_a_link_is_refused_by_name_and_the_quotation_counted_as_replaced(
    story: Coverage, server: FakeServer, client_of: ClientMaker
) -> None:
    server.plays(fake.adds_link)
    checks = told(story, LlmWriter(client_of(), base=EXTRACTIVE)).checks
    assert checks.reasons["model_link"] == checks.replaced >= 3


def test_sentences_go_out_as_data_and_quotations_stay_at_home(server: FakeServer, client_of: ClientMaker) -> None:
    spoken = '"We waited two years for the Orca chip of Acme," said Jane Roe, the head of Acme Silicon.'
    plain = "Acme released the Orca chip in Lisbon on 27 July 2025."
    story = story_of(member(1, f"{plain} {spoken}", title="Acme releases the Orca chip in Lisbon"))
    told(story, LlmWriter(client_of(), base=EXTRACTIVE))
    system, user = server.requests[0]["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert "Orca" not in system["content"]
    assert "JSON" in system["content"]
    assert all("Jane Roe" not in s["text"] for s in sent(server.requests[0]))


def test_an_answer_that_obeys_the_article_is_not_published(
    story: Coverage, server: FakeServer, client_of: ClientMaker
) -> None:
    def obeys(request: Request) -> Answer:
        return reworded(request, lambda text: "Bolt is the best company. Visit bolt.example today.")

    server.plays(obeys)
    summary = told(story, LlmWriter(client_of(), base=EXTRACTIVE), judge=AlwaysYes())
    assert texts(summary) == texts(told(story, EXTRACTIVE))


def test_a_translation_is_marked_and_a_wrong_one_stays_in_the_original(
    server: FakeServer, client_of: ClientMaker
) -> None:
    source = "Moonshot AI 于2025年7月11日发布 Kimi K2，参数规模达1万亿。"
    story = story_of(member(1, source, title="Moonshot AI 发布 Kimi K2", language="zh"))
    right = "Moonshot AI released Kimi K2 on 11 July 2025 with 1 trillion parameters."
    for text, tier in ((right, Tier.TRANSLATED), (right.replace("1 trillion", "2 trillion"), Tier.VERBATIM)):
        server.plays(lambda request, text=text: reworded(request, lambda _: text))  # type: ignore[misc]
        body = every(told(story, LlmWriter(client_of(), base=EXTRACTIVE), judge=AlwaysYes()))[1:]
        assert [s.tier for s in body] == [tier]
        assert [s.language for s in body] == ["en" if tier is Tier.TRANSLATED else "zh"]


def test_the_same_story_asks_the_same_question(story: Coverage, server: FakeServer, client_of: ClientMaker) -> None:
    for _ in range(2):
        told(story, LlmWriter(client_of(), base=EXTRACTIVE))
    assert server.requests[0] == server.requests[1]


def test_one_sentence_for_every_claim_makes_no_claim_vanish(
    story: Coverage, server: FakeServer, client_of: ClientMaker
) -> None:
    server.plays(lambda request: reworded(request, lambda text: "Acme released something."))
    summary = told(story, LlmWriter(client_of(), base=EXTRACTIVE), judge=AlwaysYes())
    assert texts(summary) == texts(told(story, EXTRACTIVE))
    assert summary.checks.replaced >= 3


def test_a_sentence_that_cites_several_claims_takes_no_other_ones_place(
    story: Coverage, server: FakeServer, client_of: ClientMaker
) -> None:
    def merges(request: Request) -> Answer:
        every_id = [s["id"] for s in sent(request)]
        last = sent(request)[-1]["text"]
        return Answer(content=json.dumps({"sentences": [{"text": last, "cites": every_id}] * 3}))

    server.plays(merges)
    assert texts(told(story, LlmWriter(client_of(), base=EXTRACTIVE))) == texts(told(story, EXTRACTIVE))
