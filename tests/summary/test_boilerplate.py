import pytest

from byline.summary.boilerplate import bare_span, has_markup, is_boilerplate


@pytest.mark.parametrize(
    "sentence",
    [
        "Any offers or sales of securities will be made only in accordance with the Securities Act.",
        "Bloomberg's Jane Roe reports from Lisbon.",
        "It is not an offer to sell shares of Acme.",
        "This release of Acme contains forward-looking statements.",
        "A new report shares fresh details on how the Orca chip will work.",
        "From the Orca chip to the Dory lamp, there’s a lot to look forward to.",
    ],
)
def test_a_notice_and_a_promise_of_more_are_boilerplate(sentence: str) -> None:
    assert is_boilerplate(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Acme published the details of the contract in Porto.", "Acme sold 400 securities of Bolt in Lisbon."],
)
def test_what_happened_is_not(sentence: str) -> None:
    assert not is_boilerplate(sentence)


def test_a_list_that_begins_inside_a_sentence_is_markup() -> None:
    assert has_markup("A few highlights of the report: * “Acme leads by 732 points.”")
    assert not has_markup("Acme leads: by 732 points.")


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("Acme周一在里斯本发布Orca芯片 ...", "Acme周一在里斯本发布Orca芯片"),
        ("Acme周一在里斯本发布Orca芯片...", "Acme周一在里斯本发布Orca芯片..."),
        ("Acme released the Orca ...", "Acme released the Orca ..."),
    ],
)
def test_dots_behind_a_space_stand_for_a_chinese_full_stop(sentence: str, printed: str) -> None:
    start, end = bare_span(sentence)
    assert sentence[start:end] == printed


def test_a_chinese_byline_in_front_of_the_first_sentence_is_left_out() -> None:
    sentence = "文｜张三 编辑｜李四 晨星公司发布了芯片。"
    begin, end = bare_span(sentence)
    assert sentence[begin:end] == "晨星公司发布了芯片。"
