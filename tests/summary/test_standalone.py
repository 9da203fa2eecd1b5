import pytest

from byline.summary.standalone import leans_on, unfit

FIT = [
    "Acme said it would ship the chip.",
    "It is not clear whether Acme will ship the chip.",
    "“We are ready,” said Jane Roe of Acme.",
    "Engineers said they had found the bug.",
    "Two alliances of chip makers were announced on Monday.",
    "Image models by Acme need less memory than before.",
    "SHANGHAI, July 26 (Lakeside Wire) — Acme opened a plant in Lisbon.",
    "阿里巴巴表示，该公司将投资100亿元。",
    "“我们准备好了。”张三说。",
]
UNFIT = [
    ("He said Acme would not ship.", "opens_with_reference"),
    ("That was the end of Acme.", "opens_with_reference"),
    ("Eleven asked for money.", "opens_with_reference"),
    ("The best had 14 per cent of unsupported citations.", "opens_with_reference"),
    ("However, Acme sold five chips.", "opens_with_connective"),
    ("The company said the chip would ship.", "dangling"),
    ("On Friday it launched the R1 robot.", "dangling"),
    ("“We are ready,” she said in Porto.", "dangling"),
    ("The coordinators certified that result.", "dangling"),
    ("Acme bought Bolt on the same day.", "other_time"),
    ("For comparison: the G1 started at 99,000 yuan.", "label"),
    ("We measured the chip at Acme.", "first_person"),
    ("“We are ready.”", "speakerless"),
    ("“We are ready, said Jane Roe of Acme.", "quote_open"),
    ("Fox News, the New York Post, the Daily Mail and Breitbart.", "fragment"),
    ("Read more: Acme wins the case.", "boilerplate"),
    ("An earlier version of this article said 16 systems were tried.", "boilerplate"),
    ("This article was first published by Harbor Ledger.", "boilerplate"),
    ("The post Acme wins appeared first on Harbor Ledger.", "boilerplate"),
    ("他说公司会上市。", "opens_with_reference"),
    ("与此同时，价格上涨了三成。", "opens_with_connective"),
    ("“会扶人的才是我要的。”她说。", "dangling"),
    ("责任编辑：张三。", "boilerplate"),
]


@pytest.mark.parametrize("sentence", FIT)
def test_a_sentence_that_stands_alone_has_no_reason_against_it(sentence: str) -> None:
    assert unfit(sentence, language="en") == ()


@pytest.mark.parametrize(("sentence", "reason"), UNFIT)
def test_a_sentence_that_does_not_says_why(sentence: str, reason: str) -> None:
    assert reason in unfit(sentence, language="en")


def test_a_definite_subject_leans_on_what_was_told() -> None:
    assert "robot" in leans_on("The robot weighs 25 kilograms.")
    assert leans_on("The price of an hour on a rented accelerator fell.") == ()
    assert leans_on("The White House released the plan.") == ()
    assert leans_on("大会将持续到28日。") == ("大会",)
