from collections.abc import Callable

import pytest

from byline.records import Coverage, Member
from byline.summary.introduced import unintroduced, unintroduced_zh
from byline.summary.settings import SummarySettings
from byline.summary.units import find_units

TEXT = "Jane Roe of Acme built a tool for federated chips (FC). {} It is sold in Porto."


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Costs of FC fall every year.", True),
        ("Roe is the head of two firms.", True),
        ("Federated chips (FC) fall in price.", False),
        ("Acme sells chips in Porto.", False),
        ("Jane Roe is the head of two firms.", False),
        ("The chips of AMD are larger.", False),
        ("Zed is a former partner at Bolt.", True),
        ("Intel is a former leader in chips.", False),
    ],
)
def test_a_short_name_that_only_an_earlier_sentence_introduces_is_a_riddle(sentence: str, told: bool) -> None:
    text = TEXT.format(sentence)
    assert unintroduced(sentence, text, start=text.index(sentence), title="A chip from Porto") == told


@pytest.mark.parametrize("sentence", ["Costs of FC fall every year.", "Roe is the head of two firms."])
def test_a_short_name_of_the_title_is_known(sentence: str) -> None:
    text = TEXT.format(sentence)
    assert not unintroduced(sentence, text, start=text.index(sentence), title="Roe sells FC chips")


def test_such_a_sentence_is_not_published(member: Callable[..., Member], coverage_of: Callable[..., Coverage]) -> None:
    text = TEXT.format("Costs of FC fall every year in Porto.")
    units = find_units(coverage_of(member(1, text, title="A chip from Porto")), settings=SummarySettings())
    assert "unintroduced" in units[1].reasons


def test_a_chinese_sentence_cut_at_the_dot_of_a_name_is_not_published(
    member: Callable[..., Member], coverage_of: Callable[..., Coverage]
) -> None:
    story = coverage_of(member(1, "晨星汽车已开启 ORCA.系统的推送。", title="晨星汽车推送系统", language="zh"))
    assert "fragment" in find_units(story, settings=SummarySettings())[0].reasons


TEXT_ZH = "论坛在中国·上海举行。晨星公司的贾恩·帕特尔（Jan Patel）提出模型能力倡议（MCI）。{}芯片在波尔图出售。"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("帕特尔表示，人口是重要优势。", True),
        ("晨星称，MCI只影响员工。", True),
        ("贾恩 · 帕特尔表示，人口是重要优势。", False),
        ("另一项倡议（MCI）只影响员工。", False),
        ("晨星的芯片比AMD的大。", False),
        ("晨星的工厂在上海扩产。", False),
    ],
)
def test_so_is_a_chinese_one(sentence: str, told: bool) -> None:
    text = TEXT_ZH.format(sentence)
    assert unintroduced_zh(sentence, text, start=text.index(sentence), title="晨星发布芯片") == told


def test_a_chinese_short_name_of_the_title_is_known() -> None:
    text = TEXT_ZH.format("帕特尔称，MCI只影响员工。")
    assert not unintroduced_zh("帕特尔称，MCI只影响员工。", text, start=40, title="帕特尔谈 MCI")
