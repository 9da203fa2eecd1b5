import pytest

from byline.text.numbers import Quantity, find_quantities, same_quantities, states, written_out


def only(text: str, language: str = "en") -> Quantity:
    (found,) = find_quantities(text, language=language)
    return found


@pytest.mark.parametrize("text", ["$16.5bn", "16.5 billion dollars", "US$16,500 million", "$16.5-billion"])
def test_one_amount_of_money_has_one_value(text: str) -> None:
    amount = only(f"It cost {text} in all.")
    assert (amount.value, amount.unit, amount.kind) == (16.5e9, "USD", "money")


def test_chinese_magnitudes_count_in_ten_thousands() -> None:
    assert only("投资165亿美元。", "zh").equals(only("It invested $16.5 billion."))
    assert only("三百五十家企业", "zh").value == 350
    assert only("百分之四十", "zh")[2:6] == only("占40%", "zh")[2:6]
    assert only("320B参数", "zh").value == only("3200亿参数", "zh").value


def test_a_digit_in_a_name_is_no_amount() -> None:
    assert find_quantities("GPT-4 runs on H100 and K2.5 chips.") == []
    assert find_quantities("GPT-4在H100上运行。", language="zh") == []
    assert only("Claude 4 is out.").kind == "label"


def test_dates_and_ordinals_are_no_amounts() -> None:
    assert find_quantities("On July 26, 2025, for the 2nd time, in 2024.") == []
    assert find_quantities("2025年7月26日，周六，12日。", language="zh") == []


def test_a_count_knows_what_it_counts() -> None:
    assert only("It hired 500 new workers.").unit == only("The 512 workers left.").unit
    assert only("a 70-billion-parameter model").value == 70e9


def test_wording_makes_an_interval() -> None:
    assert only("about 500 workers").agrees(only("the 512 workers"))
    assert only("at least 12 people").agrees(only("15 people"))
    assert not only("12 people").agrees(only("15 people"))
    assert only("1.2 trillion parameters").agrees(only("1.23 trillion parameters"))
    assert not only("1.2 trillion parameters").agrees(only("1 trillion parameters"))
    assert only("约500名员工", "zh").agrees(only("512名员工", "zh"))
    assert only("100多名工程师", "zh").agrees(only("120名工程师", "zh"))


def test_worded_numbers_have_values() -> None:
    assert [q.value for q in find_quantities("Two dozen people, twenty-five firms, half a million users")] == [
        24,
        25,
        500_000,
    ]


def test_lists_agree_only_when_each_amount_does() -> None:
    paid = find_quantities("It paid $5m for 40% of the shares.")
    assert same_quantities(paid, find_quantities("It gave $5 million for 40 per cent."))
    assert not same_quantities(paid, find_quantities("It paid $5m."))
    assert not same_quantities(paid, find_quantities("It paid €5m for 40%."))
    assert states(paid[0], find_quantities("worth $5,000,000"))


def test_a_magnitude_may_have_a_capital_as_in_titles() -> None:
    (title,), (text,) = find_quantities("Acme Raises $5.5 Billion"), find_quantities("Acme raised $5.5 billion")
    assert title.equals(text)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("planned orders of 16.2 billion yuan", ["16200000000"]),
        ("意向采购金额162亿元", ["16200000000"]),
        ("more than 350,000 visits", ["350000"]),
        ("参观人次预计超过35万", ["350000"]),
        ("raised $5.5bn for a model of 40B", ["5500000000"]),
        ("in 2025, version 5.2 had 64 cores; GPT4 1,024,000", ["1024000"]),
        ("4 minutes, 7 trees", []),
        ("July 4,2025, 1,00,000 and 1,2345", []),
        ("2025百度世界大会、2025百强、3千瓦、12万科", []),
        ("a list of 100,200,300 and 0 million", ["100200300"]),
        ("999999999999999999 trillion", []),
    ],
)
def test_amounts_are_written_out_the_same_in_both_languages(text: str, amounts: list[str]) -> None:
    assert written_out(text) == amounts
