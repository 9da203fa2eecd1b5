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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_weight_is_of_a_figure(language: str) -> None:
    found = figures("Acme released the Orca chip.", title=TITLE, position=0, language=language)
    assert shipped()[language].weights.keys() == found.keys()


def test_a_language_without_weights_is_not_doubted() -> None:
    assert doubt("Es kostet nichts.", title=TITLE, position=4, language="de") == 0.0


def test_a_named_event_of_the_title_is_less_doubtful_than_a_thing_nobody_named() -> None:
    most = SummarySettings().max_doubt
    told = doubt("Acme released the Orca chip in Lisbon on Monday.", title=TITLE, position=0, language="en")
    vague = doubt("The tool handles sessions, chat and streaming.", title=TITLE, position=3, language="en")
    assert told < most < vague


def test_a_chinese_sentence_that_names_its_subject_is_less_doubtful_than_one_that_dropped_it() -> None:
    title, most = "晨星机器人完成A轮融资，晨光资本领投", SummarySettings().max_doubt
    told = doubt("晨星机器人宣布完成A轮融资，由晨光资本领投。", title=title, position=0, language="zh")
    dropped = doubt("今年预计交付两万台，机器人的价格再降三成。", title=title, position=3, language="zh")
    assert told < most < dropped


def test_a_vague_sentence_is_not_published_and_says_so(reasons: Reasons) -> None:
    assert reasons("Web tools handle sessions, chat and streaming.") == ("vague",)


def test_an_operator_may_publish_it(reasons: Reasons) -> None:
    assert reasons("Web tools handle sessions, chat and streaming.", max_doubt=1.0) == ()


def test_speech_with_its_speaker_in_full_is_not_weighed(reasons: Reasons) -> None:
    assert reasons("“Nothing broke, and that is an honest review of it all,” said Keziah Thornbury.") == ()


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
    for language in ("en", "zh"):
        assert 0 <= doubt("Acme released it.", title=title, position=1, language=language) <= 1
