import pytest

from byline.summary.support import supports


@pytest.mark.parametrize(
    ("text", "quote", "held"),
    [
        ("Cognition agreed on 14 July to buy Windsurf.", "On Monday 14 July Cognition agreed to buy Windsurf.", True),
        ("Venezuelan president to visit China in May.", "Senegalese president to visit China in May.", False),
        ("Acme may sell the plant in Porto.", "Acme will sell the plant in Porto.", False),
        ("Acme will sell the plant in Porto.", "Acme will sell the plant in Porto, a union said.", False),
        ('"It is late," said Jane Roe of Acme in Porto.', '"It is early," said Jane Roe of Acme in Porto.', False),
        ("Acme sued Bolt in Porto over chips.", "Bolt sued Acme in Porto over chips.", False),
        ("Acme paid 40 workers in Porto.", "Acme paid 45 workers in Porto.", False),
    ],
)
def test_a_further_passage_must_carry_the_sentence_alone(text: str, quote: str, held: bool) -> None:
    assert supports(text, quote) is held
