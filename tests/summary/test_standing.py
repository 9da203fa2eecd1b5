from collections.abc import Callable

import pytest

from byline.records import Coverage, Member
from byline.summary.settings import SummarySettings
from byline.summary.standing import doubt, figures, shipped, strays
from byline.summary.units import find_units

TITLE = "Acme releases the Orca chip in Lisbon"


Reasons = Callable[..., tuple[str, ...]]


@pytest.fixture
def reasons(member: Callable[..., Member], coverage_of: Callable[..., Coverage]) -> Reasons:
    """Return why the first sentence of an article is not published; `given` are settings."""

    def told(text: str, **given: float) -> tuple[str, ...]:
        story = coverage_of(member(1, f"{text} Acme released the Orca chip in Lisbon in May 2025.", title=TITLE))
        return find_units(story, settings=SummarySettings(**given))[0].reasons

    return told


def test_every_weight_is_of_a_figure() -> None:
    found = figures("Acme released the Orca chip.", title=TITLE, first=True)
    assert shipped().weights.keys() == found.keys()


def test_a_named_event_of_the_title_is_less_doubtful_than_a_thing_nobody_named() -> None:
    told = doubt("Acme released the Orca chip in Lisbon on Monday.", title=TITLE, first=True)
    vague = doubt("The tool handles sessions, chat and streaming.", title=TITLE, first=False)
    assert told < 0.5 < vague


def test_a_vague_sentence_is_not_published_and_says_so(reasons: Reasons) -> None:
    assert reasons("Web tools handle sessions, chat and streaming.") == ("vague",)


def test_an_operator_may_publish_it(reasons: Reasons) -> None:
    assert reasons("Web tools handle sessions, chat and streaming.", max_doubt=1.0) == ()


def test_speech_with_its_speaker_in_full_is_not_weighed(reasons: Reasons) -> None:
    assert reasons("“Nothing broke, and that is an honest review of it all,” said Keziah Thornbury.") == ()


def test_a_chinese_sentence_is_not_weighed(member: Callable[..., Member], coverage_of: Callable[..., Coverage]) -> None:
    story = coverage_of(member(1, "网络工具处理会话、聊天与流式传输等任务。", title="公司发布芯片", language="zh"))
    assert all(unit.doubt == 0 for unit in find_units(story, settings=SummarySettings()))


@pytest.mark.parametrize(
    ("text", "title", "told"),
    [
        ("资金将重点投入产品迭代。", "晨星机器人完成A轮融资", True),
        ("晨星机器人的新工厂位于里斯本。", "晨星机器人完成A轮融资", False),
        ("用户可以通过语音提出请求。", "Acme releases the Orca chip", True),
        ("Orca芯片已经在里斯本上市。", "Acme releases the Orca chip", False),
        ("资金将重点投入产品迭代。", "快讯", False),
    ],
)
def test_a_chinese_sentence_strays_where_it_has_nothing_of_its_title(text: str, title: str, told: bool) -> None:
    assert strays(text, title=title) == told


def test_a_chinese_sentence_that_strays_is_not_published(
    member: Callable[..., Member], coverage_of: Callable[..., Coverage]
) -> None:
    story = coverage_of(member(1, "资金将重点投入产品迭代与技术研发。", title="晨星机器人完成A轮融资", language="zh"))
    assert [unit.reasons for unit in find_units(story, settings=SummarySettings())] == [("vague",)]


@pytest.mark.parametrize("title", ["", "?", "a / b"])
def test_any_title_will_do(title: str) -> None:
    assert 0 <= doubt("Acme released it.", title=title, first=False) <= 1
