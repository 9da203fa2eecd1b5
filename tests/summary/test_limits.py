from collections.abc import Callable

from byline.records import Coverage, Member, Passage
from byline.summary.limits import Budget
from byline.summary.settings import SummarySettings

TEXT = "One two three four five. Six seven eight nine ten."


def passage(number: int, start: int, end: int) -> Passage:
    return Passage(article_id=number, start=start, end=end, quote=TEXT[start:end])


def test_copies_of_one_origin_share_one_limit(
    member: Callable[..., Member], coverage_of: Callable[..., Coverage]
) -> None:
    settings = SummarySettings(max_quoted_words=20, always_quoted_words=5, max_quoted_share=0.5)
    budget = Budget(coverage_of(member(1, TEXT), member(2, TEXT, origin=1), member(3, TEXT)), settings=settings)
    first, second = passage(1, 0, 24), passage(2, 25, 50)
    budget.spend([first])
    assert budget.fits([passage(2, 0, 24)])
    assert not budget.fits([second])
    assert budget.fits([passage(3, 25, 50)])
    assert budget.affordable([first, second, passage(3, 25, 50)]) == (first, passage(3, 25, 50))
    assert budget.affordable([second, passage(3, 0, 24)]) == ()
