"""What the pages show: records turned into the few plain values that templates print.

Templates hold no logic beyond loops; every choice of words, numbers and addresses is made
here, where it is typed and tested.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from byline.publish.compose import sentences_of
from byline.publish.fragments import link_to, safe_url
from byline.publish.labels import Say, day_in, language_in, moment_in, words_in
from byline.publish.numbering import PassageKey, passage_key
from byline.publish.past import before_in, by_hand_in, since_in
from byline.publish.pictures import picture_of
from byline.publish.shapes import CitedPassage, Difference, EditionView, Group, Line, Mark, Outlet, Side, StoryView
from byline.publish.subjects import subjects_of
from byline.publish.timeline import timeline_of
from byline.records import (
    Coverage,
    Disagreement,
    Edition,
    EditionStory,
    ImageFile,
    Member,
    Passage,
    Section,
    Sentence,
    Summary,
    Tier,
    Value,
)

WORDS_A_MINUTE = 230
"""Reading speed behind "about 5 minutes". **Source:** Brysbaert, "How many words do we read per minute?",
Journal of Memory and Language 109 (2019): 238 for English non-fiction."""

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN = re.compile(f"[{_CJK}]")
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+(?:['\u2019.,-][^\W{_CJK}]+)*")

OPENING = 4
"""Sentences of its first section that the leading story shows on the front page."""
SECTION_ORDER = ("happened", "numbers", "voices", "differ", "open", "background", "opinion")


def view_edition(edition: Edition, *, images: Mapping[str, ImageFile], min_independent: int) -> EditionView:
    """Return what the pages of an edition show."""
    said = [sentence for story in edition.stories for sentence in sentences_of(story.summary)]
    stories = tuple(
        _Teller(story, edition.language).story(images=images, min_independent=min_independent)
        for story in edition.stories
    )
    return EditionView(
        id=edition.id,
        title=edition.title,
        language=edition.language,
        day=day_in(edition.language, date.fromisoformat(edition.date), weekday=True),
        made=moment_in(edition.language, edition.made_at) + " UTC",
        minutes=_minutes(_front_page(stories)),
        all_minutes=_minutes(sentence.text for sentence in said),
        stories=stories,
        tiers=_tiers(said),
    )


class _Teller:
    """Tells one story: numbers its passages, and finds the article behind each."""

    def __init__(self, story: EditionStory, language: str) -> None:
        self._story = story
        self._language = language
        self._say: Say = words_in(language)
        self._members = {member.article.id: member for member in story.coverage.members}
        self._numbers = _numbers(story.summary)
        self._used: set[int] = set()
        self._told: dict[int, CitedPassage] = {}
        places = set(story.new_sentences)
        self._new = {id(s) for place, s in enumerate(sentences_of(story.summary)) if place in places}

    def story(self, *, images: Mapping[str, ImageFile], min_independent: int) -> StoryView:
        """Return the whole story."""
        summary, coverage = self._story.summary, self._story.coverage
        lists, subjects = self._coverage(coverage), subjects_of(coverage)
        # The order of these three is the order of first use, which the way back from the list needs.
        headline = self._line(summary.headline)
        deck = self._line(summary.deck) if summary.deck is not None else None
        groups = self._groups(summary)
        return StoryView(
            slug=self._story.slug,
            headline=headline,
            deck=deck,
            groups=groups,
            opening=groups[0].lines[:OPENING] if groups else (),
            passages=tuple(self._passage(passage, number) for number, passage in self._numbered()),
            coverage=lists,
            independent=coverage.independent,
            outlets=coverage.outlets,
            countries=_countries(coverage),
            names=tuple(dict.fromkeys(outlet.name for outlet in _leaders_first(lists))),
            updated=moment_in(self._language, coverage.story.updated) + " UTC",
            updated_iso=coverage.story.updated.isoformat(),
            picture=picture_of(coverage, images),
            parts=self._story.score.parts,
            total=self._story.score.total,
            checks=summary.checks,
            tiers=_tiers(sentences_of(summary)),
            enough=coverage.independent >= min_independent,
            since=since_in(self._language, self._story),
            by_hand=by_hand_in(self._language, self._story.by_hand),
            before=before_in(self._language, self._story.continues),
            timeline=timeline_of(coverage, language=self._language),
            topics=subjects.topics,
            entities=subjects.entities,
        )

    def _groups(self, summary: Summary) -> tuple[Group, ...]:
        by_kind: dict[str, list[Section]] = {kind: [] for kind in SECTION_ORDER}
        for section in summary.sections:
            by_kind[section.kind].append(section)
        groups: list[Group] = []
        for kind in SECTION_ORDER:
            sentences = [sentence for section in by_kind[kind] for sentence in section.sentences]
            differences: tuple[Difference, ...] = ()
            if kind == "differ":
                sides = _sides(summary.disagreements, sentences)
                differences = tuple(self._difference(disagreement, sides) for disagreement in summary.disagreements)
                told = [id(sentence) for sentence in sides.values()]
                sentences = [sentence for sentence in sentences if id(sentence) not in told]
            if sentences or differences:
                groups.append(Group(kind=kind, lines=tuple(map(self._line, sentences)), differences=differences))
        return tuple(groups)

    def _line(self, sentence: Sentence) -> Line:
        marks = [
            self._mark(citation.passage, _relation(sentence, at)) for at, citation in enumerate(sentence.citations)
        ]
        return Line(
            text=sentence.text,
            lang=self._lang(sentence.language),
            language=self._foreign(sentence.language),
            speaker=sentence.speaker,
            tier=sentence.tier.value,
            marks=tuple(sorted(marks, key=lambda mark: mark.passage.number)),
            new=id(sentence) in self._new,
        )

    def _difference(self, disagreement: Disagreement, sides: Mapping[PassageKey, Sentence]) -> Difference:
        return Difference(
            subject=disagreement.subject,
            sides=tuple(self._side(value, sides.get(passage_key(value.passage))) for value in disagreement.values),
        )

    def _side(self, value: Value, sentence: Sentence | None) -> Side:
        member = self._members[value.passage.article_id]
        return Side(
            value=value.value,
            outlet=member.source.name,
            lang=self._lang(member.article.language),
            line=self._line(sentence) if sentence is not None else None,
            mark=self._mark(value.passage, Tier.VERBATIM.value),
        )

    def _mark(self, passage: Passage, relation: str) -> Mark:
        number = self._numbers[passage_key(passage)][0]
        first = number not in self._used
        self._used.add(number)
        return Mark(passage=self._passage(passage, number), relation=self._say(f"tier.{relation}"), first=first)

    def _passage(self, passage: Passage, number: int) -> CitedPassage:
        if number not in self._told:
            self._told[number] = self._tell(passage, number)
        return self._told[number]

    def _tell(self, passage: Passage, number: int) -> CitedPassage:
        member = self._members[passage.article_id]
        article = member.article
        url = link_to(article.url, passage.quote, text=article.text, start=passage.start, title=article.title)
        return CitedPassage(
            number=number,
            quote=passage.quote,
            lang=self._lang(article.language),
            language=self._foreign(article.language),
            outlet=member.source.name,
            country=member.source.country,
            day=day_in(self._language, article.published.date()),
            iso_day=article.published.date().isoformat(),
            title=article.title,
            url=url,
        )

    def _numbered(self) -> list[tuple[int, Passage]]:
        return sorted(self._numbers.values(), key=lambda numbered: numbered[0])

    def _coverage(self, coverage: Coverage) -> tuple[tuple[Outlet, ...], ...]:
        groups: dict[str, list[Member]] = {}
        for member in coverage.members:
            groups.setdefault(coverage.witness(member), []).append(member)
        ordered = [_origin_first(members) for members in groups.values()]
        return tuple(tuple(self._outlet(member, leader=members[0]) for member in members) for members in ordered)

    def _outlet(self, member: Member, *, leader: Member) -> Outlet:
        article = member.article
        return Outlet(
            name=member.source.name,
            country=member.source.country,
            lang=self._lang(article.language),
            language=language_in(self._language, article.language),
            title=article.title,
            url=safe_url(article.url),
            moment=moment_in(self._language, article.published),
            iso=article.published.isoformat(),
            copy=self._copy(member),
            corrected=member.article.corrects,
            remarks=tuple(self._remarks(member, leader=leader)),
            source_id=member.source.id,
        )

    def _copy(self, member: Member) -> str:
        if not _copies(member):
            return ""
        origin = self._members.get(member.origin.origin_id)
        return self._say("copy_of", name=origin.source.name if origin else self._say("another_outlet"))

    def _remarks(self, member: Member, *, leader: Member) -> Iterable[str]:
        if not _copies(member) and member is not leader and member.source.id != leader.source.id:
            yield self._say("same_owner", name=leader.source.name)
        if member.kept.form != "report":
            yield self._say(f"form.{member.kept.form}")
        if member.source.kind.value != "press":
            yield self._say(f"kind.{member.source.kind.value}")

    def _foreign(self, language: str) -> str:
        return "" if language == self._language else language_in(self._language, language)

    def _lang(self, language: str) -> str:
        return "" if language in (self._language, "und") else language


def _numbers(summary: Summary) -> dict[PassageKey, tuple[int, Passage]]:
    """Return the number and passage of everything cited; sides of disagreements come after the sentences."""
    numbers: dict[PassageKey, tuple[int, Passage]] = {}
    for sentence in sentences_of(summary):
        for citation in sentence.citations:
            numbers.setdefault(passage_key(citation.passage), (citation.number, citation.passage))
    following = max((number for number, _ in numbers.values()), default=0) + 1
    for disagreement in summary.disagreements:
        for value in disagreement.values:
            if passage_key(value.passage) not in numbers:
                numbers[passage_key(value.passage)] = (following, value.passage)
                following += 1
    return numbers


def _relation(sentence: Sentence, at: int) -> str:
    """Return the tier, or "also" for what is cited besides the passage that a quoted sentence is taken from."""
    quoted = sentence.tier in (Tier.VERBATIM, Tier.TRIMMED)
    return "also" if quoted and at > 0 else sentence.tier.value


def _front_page(stories: tuple[StoryView, ...]) -> Iterator[str]:
    for place, story in enumerate(stories):
        lines = (story.headline, story.deck, *(story.opening if place == 0 else ()))
        yield from (line.text for line in lines if line is not None)


def _minutes(texts: Iterable[str]) -> int:
    return max(1, round(sum(map(count_words, texts)) / WORDS_A_MINUTE))


def _sides(disagreements: Iterable[Disagreement], sentences: Iterable[Sentence]) -> dict[PassageKey, Sentence]:
    """Return, for passages of disagreements, the sentence that is about nothing but that passage."""
    asked = {passage_key(value.passage) for disagreement in disagreements for value in disagreement.values}
    sides: dict[PassageKey, Sentence] = {}
    for sentence in sentences:
        keys = {passage_key(citation.passage) for citation in sentence.citations}
        if len(keys) == 1 and keys <= asked:
            sides.setdefault(keys.pop(), sentence)
    return sides


def _copies(member: Member) -> bool:
    return member.origin.origin_id != member.article.id


def _origin_first(members: list[Member]) -> list[Member]:
    return sorted(members, key=_copies)


def _leaders_first(groups: tuple[tuple[Outlet, ...], ...]) -> list[Outlet]:
    return [group[0] for group in groups] + [outlet for group in groups for outlet in group[1:]]


def _countries(coverage: Coverage) -> tuple[tuple[str, int], ...]:
    by_source = {member.source.id: member.source.country for member in coverage.members}
    counts = Counter(country for country in by_source.values() if country)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def count_words(text: str) -> int:
    """Return the number of words, two Chinese characters counting as one (a Chinese word has 1.5 to 2)."""
    words = len(_WORD.findall(text))
    han = 0 if text.isascii() else len(_HAN.findall(text))
    return words - han + (han + 1) // 2


def _tiers(sentences: Iterable[Sentence]) -> tuple[tuple[str, int], ...]:
    counts = Counter(sentence.tier.value for sentence in sentences)
    return tuple((tier.value, counts[tier.value]) for tier in Tier if counts[tier.value])
