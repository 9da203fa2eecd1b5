"""Two neighbouring sentences quoted as one passage, where the second leans on the first.

"The price was reported as about $2.4 billion" is heavy and says nothing alone; with the
sentence in front of it, word for word as its source put them, it does. Nothing is
written: the passage is a span of the article, and the verifier sees a verbatim quotation.
"""

from __future__ import annotations

from collections.abc import Collection

from byline.records import Passage
from byline.summary.lengths import count_words
from byline.summary.settings import SummarySettings
from byline.summary.speech import is_speech
from byline.summary.standalone import is_adrift, leans_on, unfit
from byline.text.words import has_han

_MAX_GAP = 2
"""Characters between two sentences of one paragraph."""


def joined(
    first: Passage, second: Passage, *, text: str, known: Collection[str], settings: SummarySettings
) -> Passage | None:
    """Return the passage of both sentences, None where they may not be told together.

    The first must stand alone, lean on nothing but the stems in `known`, and end where the
    second begins, in one paragraph; both together keep to the length of a sentence. `text`
    is their article's.
    """
    gap = text[first.end : second.start]
    quote = text[first.start : second.end]
    language = "zh" if has_han(quote) else "en"
    least = 0 if language == "zh" else 1
    if gap.strip() or "\n" in gap or not least <= len(gap) <= _MAX_GAP or first.article_id != second.article_id:
        return None
    leaning = leans_on(first.quote)
    followed = not leaning or any(stem in known for stem in leaning)
    opens_well = followed and not (is_adrift(first.quote) or is_speech(first.quote) or "?" in first.quote)
    if not opens_well or count_words(quote) > settings.max_sentence_words:
        return None
    if unfit(first.quote, language=language) or unfit(quote, language=language):
        return None
    return Passage(article_id=first.article_id, start=first.start, end=second.end, quote=quote)


def within(inner: Passage, outer: Passage) -> bool:
    """Tell whether one passage lies inside the other."""
    same = inner.article_id == outer.article_id
    return same and outer.start <= inner.start and inner.end <= outer.end
