"""Translations: what must survive, and that nothing is translated without a judge."""

from collections.abc import Sequence

import pytest

from byline.records import Passage, Tier
from byline.summary.translation import translation_vetoes
from byline.summary.verify import check

SOURCE = "Moonshot AI 于2025年7月11日发布 Kimi K2，参数规模达1万亿。"
FAITHFUL = "Moonshot AI released Kimi K2 on 11 July 2025 with 1 trillion parameters."


class AlwaysYes:
    """A judge that any model could talk round."""

    def entails(self, text: str, passages: Sequence[Passage], *, language: str) -> bool:
        return True


def passage(quote: str) -> tuple[Passage, ...]:
    return (Passage(article_id=1, start=0, end=len(quote), quote=quote),)


@pytest.mark.parametrize(
    ("text", "quote", "veto"),
    [
        ("Moonshot AI released Kimi K2 on 11 July 2025 with 2 trillion parameters.", SOURCE, "numbers"),
        ("Moonshot AI released Kimi K2 on 12 July 2025 with 1 trillion parameters.", SOURCE, "dates"),
        ("Harbor AI released Kimi K2 on 11 July 2025 with 1 trillion parameters.", SOURCE, "names"),
        ("Moonshot AI did not release Kimi K2 on 11 July 2025 with 1 trillion parameters.", SOURCE, "negation"),
        ("Moonshot AI may release Kimi K2 on 11 July 2025 with 1 trillion parameters.", SOURCE, "hedge"),
        ("Acme 发布 Orca 芯片。", "Acme released the Orca chip, Bolt said.", "attribution"),
        ("Acme 称“我们等了两年”。", "Acme said it had waited.", "quotes"),
    ],
)
def test_a_translation_that_changes_a_fact_is_vetoed(text: str, quote: str, veto: str) -> None:
    assert veto in translation_vetoes(text, passage(quote))
    verdict = check(text, passage(quote), language="en", judge=AlwaysYes())
    assert not verdict.supported


def test_a_faithful_translation_needs_a_judge_and_is_marked() -> None:
    assert check(FAITHFUL, passage(SOURCE), language="en").reasons == ("needs_judge",)
    verdict = check(FAITHFUL, passage(SOURCE), language="en", judge=AlwaysYes())
    assert verdict.supported
    assert verdict.tier is Tier.TRANSLATED
