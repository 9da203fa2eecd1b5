"""The sentences of a story's articles, with what the later steps ask about them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from byline.records import Coverage, Member, Passage
from byline.summary.boilerplate import bare_span
from byline.summary.days import local_days
from byline.summary.introduced import unintroduced, unintroduced_zh
from byline.summary.lengths import count_words
from byline.summary.papers_en import authors_tell, is_background, news_begins
from byline.summary.rules import Bag, bag
from byline.summary.settings import SummarySettings
from byline.summary.speech import is_attributed
from byline.summary.standalone import leans_on, only_connective, unfit
from byline.summary.standing import doubt, strays
from byline.summary.trims import propose_trim
from byline.text.addressed import addresses_reader
from byline.text.instructions import find_instructions
from byline.text.sentences import SentenceSpan, sentence_spans
from byline.text.timewords import is_undated
from byline.text.words import has_han

MOST_ARTICLES = 60
"""Articles of one story that are read: three times what a large story of a real day has."""
_CURED_BY_CONTEXT = frozenset({"opens_with_reference", "dangling", "vague"})
"""Why a sentence cannot stand alone, where the one in front of it may help."""


class Unit(NamedTuple):
    """One sentence of one article."""

    passage: Passage
    text: str
    """The sentence as it may be published: the passage, or the passage without its opening connective."""
    member: Member
    witness: str
    position: int
    """Number of the sentence in its article, from 0."""
    place: float
    """0 for the first sentence of its article, 1 for the last."""
    language: str
    stems: frozenset[str]
    bag: Bag
    reasons: tuple[str, ...]
    """Why it cannot be published alone; () where it can."""
    leaning: bool
    copied: bool
    """Its article copies another one."""
    doubt: float = 0.0
    """How likely an editor would strike it for standing alone, 0 to 1; English and Chinese only."""

    @property
    def fit(self) -> bool:
        """Tell whether it can be published alone."""
        return not self.reasons

    @property
    def valued(self) -> bool:
        """Tell whether an amount in it may stand in a table, where the sentence itself may not be printed."""
        return self.fit or self.reasons == ("vague",)

    @property
    def follows(self) -> bool:
        """Tell whether the sentence in front of it may explain what it lacks."""
        return bool(self.reasons) and _CURED_BY_CONTEXT.issuperset(self.reasons)

    @property
    def article_id(self) -> int:
        """Return the id of its article."""
        return self.passage.article_id

    @property
    def published(self) -> datetime:
        """Return when its article was published."""
        return self.member.article.published

    @property
    def opinion(self) -> bool:
        """Tell whether its article argues rather than reports."""
        return self.member.kept.form in ("opinion", "analysis")


def find_units(coverage: Coverage, *, settings: SummarySettings) -> list[Unit]:
    """Return the sentences of all articles, members in order.

    Headings, list items and a title on the first line are left out. About 0.2 ms a sentence.
    """
    units: list[Unit] = []
    days = local_days(coverage) if settings.resolve_dates else {}
    for member, witness in _heard(coverage):
        spans = sentence_spans(member.article.text, language=member.article.language)
        planted = find_instructions(member.article.text)
        first = title_end(member)
        news = news_begins(member.article.text) if member.article.language == "en" else -1
        told = [s for s in spans if s.kind == "sentence" and s.start >= first and not _hit(s, planted)]
        for position, span in enumerate(told):
            place = position / max(1, len(told) - 1)
            unit = _unit(span, member, witness=witness, at=(position, place), settings=settings)
            dated = _with_day(unit, days.get(unit.article_id))
            units.append(_weighed(_before_news(dated, news=news), most=settings.max_doubt))
    return units


def _heard(coverage: Coverage) -> list[tuple[Member, str]]:
    """Return the articles that are read, with their witnesses, in order.

    Of a story beyond the limit, every witness's first article comes before any witness's
    second: a feed of two thousand look-alikes must neither drown the others nor stall a run.
    """
    turns: Counter[str] = Counter()
    queue: list[tuple[int, int, Member, str]] = []
    for place, member in enumerate(coverage.members):
        witness = coverage.witness(member)
        queue.append((turns[witness], place, member, witness))
        turns[witness] += 1
    chosen = sorted(queue, key=lambda one: one[:2])[:MOST_ARTICLES]
    return [(member, witness) for _, _, member, witness in sorted(chosen, key=lambda one: one[1])]


def published_form(passage: Passage) -> str:
    """Return a passage as it may be printed: without dateline and opening connective."""
    return _published(passage.quote, "zh" if has_han(passage.quote) else "en")[0]


def title_end(member: Member) -> int:
    """Return where the title ends that the article's text opens with, 0 where it opens with something else."""
    title, text = member.article.title, member.article.text
    opens = bool(title) and text.startswith(title) and text[len(title) : len(title) + 1] in ("", "\n")
    return len(title) if opens else 0


def document_frequency(units: list[Unit]) -> Counter[str]:
    """Return in how many articles each stem occurs."""
    seen: dict[int, set[str]] = {}
    for unit in units:
        seen.setdefault(unit.article_id, set()).update(unit.stems)
    return Counter(stem for stems in seen.values() for stem in stems)


def _hit(span: SentenceSpan, planted: list[tuple[int, int]]) -> bool:
    return any(start < span.end and span.start < end for start, end in planted)


def _unit(
    span: SentenceSpan, member: Member, *, witness: str, at: tuple[int, float], settings: SummarySettings
) -> Unit:
    whole = member.article.text[span.start : span.end]
    begin, end = bare_span(whole)
    quote = whole[begin:end]
    passage = Passage(article_id=member.article.id, start=span.start + begin, end=span.start + end, quote=quote)
    text, reasons, leaning = _published(quote, "zh" if has_han(quote) else "en")
    language = "zh" if has_han(quote) else member.article.language if member.article.language != "zh" else "en"
    parts = bag(quote, language)
    if "\n" in quote:
        reasons = (*reasons, "line_break")
    riddle = {"en": unintroduced, "zh": unintroduced_zh}.get(language)
    if riddle and riddle(quote, member.article.text, start=span.start, title=member.article.title):
        reasons = (*reasons, "unintroduced")
    # Chinese goes on right behind its full stop, but not behind a dot: "AVATR." of "AVATR.OS".
    if member.article.text[span.end : span.end + 1].isalnum() and (language == "en" or quote.endswith(".")):
        reasons = (*reasons, "fragment")
    return Unit(
        passage=passage,
        text=text,
        member=member,
        witness=witness,
        position=at[0],
        place=at[1],
        language=language,
        stems=frozenset(parts.content),
        bag=parts,
        reasons=reasons + _length_reasons(text, settings),
        leaning=leaning,
        copied=member.origin.origin_id != member.article.id,
    )


def _with_day(unit: Unit, day: date | None) -> Unit:
    """Return the unit with the reason "undated" where a time word in it means no sure day."""
    if day is None or unit.reasons or not is_undated(unit.text, language=unit.language, on=day):
        return unit
    return unit._replace(reasons=("undated",))


def _before_news(unit: Unit, *, news: int) -> Unit:
    """Return the unit with the reason "background" where it only leads an abstract up to what its authors did.

    Outside of abstracts nobody knows who "we" are: an outlet, a company, somebody interviewed.
    """
    if unit.reasons or unit.language != "en":
        return unit
    if news < 0 and authors_tell(unit.text):
        return unit._replace(reasons=("first_person",))
    before = is_background(unit.text, start=unit.passage.start, news=news)
    return unit._replace(reasons=("background",)) if before else unit


def _weighed(unit: Unit, *, most: float) -> Unit:
    """Return the unit with how doubtful it is, and with the reason "vague" where it is too doubtful to publish.

    English speech with its speaker's name is not weighed, nor what a paper's authors did: who says it is what the
    reader needs. A Chinese sentence that shares no words with its article's title is about nobody knows what.
    """
    if unit.reasons or (unit.language == "en" and (is_attributed(unit.text) or authors_tell(unit.text))):
        return unit
    title = unit.member.article.title
    if unit.language == "zh" and strays(unit.text, title=title):
        return unit._replace(reasons=("vague",), doubt=1.0)
    found = doubt(unit.text, title=title, position=unit.position, language=unit.language)
    return unit._replace(doubt=found, reasons=("vague",) if found > most else ())


@lru_cache(maxsize=8192)
def _published(quote: str, language: str) -> tuple[str, tuple[str, ...], bool]:
    reasons = unfit(quote, language=language)
    text = propose_trim(quote, language=language)
    if text != quote and (not reasons or only_connective(reasons)):
        reasons = unfit(text, language=language)
    elif reasons:
        text = quote
    if not reasons and (addresses_reader(quote) or (text != quote and addresses_reader(text))):
        reasons = ("addressed",)
    return text, reasons, bool(leans_on(text))


def _length_reasons(text: str, settings: SummarySettings) -> tuple[str, ...]:
    words = count_words(text)
    if words < settings.min_sentence_words:
        return ("too_short",)
    return ("too_long",) if words > settings.max_sentence_words else ()
