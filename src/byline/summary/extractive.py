"""The writer that quotes: no model, no network, every sentence a source's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from byline.records import Claim, Coverage, Member, Passage
from byline.summary.alike import dice
from byline.summary.days import local_days
from byline.summary.disagree import PAST
from byline.summary.interface import Claims, Draft, DraftSection, DraftSentence, SectionKind
from byline.summary.leads import choose_lead
from byline.summary.lengths import count_words
from byline.summary.pairs import within
from byline.summary.papers_en import authors_tell
from byline.summary.questions import asked
from byline.summary.repairs import Repairs
from byline.summary.rules import bag
from byline.summary.said import Said, claim_stems, stems_of
from byline.summary.settings import SummarySettings
from byline.summary.speech import is_attributed, is_speech, speaker
from byline.summary.standalone import is_adrift, leans_on, outside_quotes
from byline.summary.standing import doubt
from byline.summary.title_lines import choose_title_line
from byline.summary.titles import MAX_WORDS, choose_title, clean_title
from byline.summary.trims import dateline_end
from byline.summary.units import published_form, title_end
from byline.text.sentences import sentence_spans
from byline.text.timewords import insert_dates
from byline.text.words import has_han

_LIKE_HEADLINE, _OPENS, _NAMELESS = 0.5, 0.25, 0.4
"""What likeness to the headline and the first place in an article add, and the lack of a name takes, for the deck."""
_FOREIGN_SHARE = 0.4
"""Share of a story's claims, by weight, from which sentences in another language are taken."""
_ASKED = re.compile(r"[?？]")
_PRESENT = re.compile(
    r"\b(?:now|today|this (?:week|morning)|announce[sd]|(?:is|are) being|will)\b|现在|今天|今日|宣布|将于"
)
"""Words of today's news: a sentence that has them tells it against earlier times, and is no background."""
_MONTH = re.compile(
    r"(?:Back )?[Ii]n (?:January|February|March|April|May|June|July|August|September|October|November|December),? [A-Z]"
)
""" "In April, Acme released": news of today names the day."""
_SEVERAL = 2
"""Independent sources from which a story has more to tell than what surely stands alone."""
_UNDER_TITLES = 3
"""Doubtful sentences that are told, each under its article's title."""
_MIN_AMOUNTS = 2
"""Amounts that make a sentence one of the numbers."""


class ExtractiveWriter:
    """Chooses sentences; writes none."""

    def __init__(self, settings: SummarySettings | None = None) -> None:
        """Take the limits; defaults where none are given."""
        self._settings = settings or SummarySettings()

    def write(self, coverage: Coverage, claims: Claims, *, language: str) -> Draft:
        """Return a draft of quoted sentences, the edition's language first. Pure; about 1 ms a claim."""
        return _Selection(coverage, claims, language=language, settings=self._settings).draft()


class _Selection:
    """One story's choice of sentences, with what has been said and spent so far."""

    def __init__(self, coverage: Coverage, claims: Claims, *, language: str, settings: SummarySettings) -> None:
        self._claims = claims
        self._settings = settings
        self._members = {m.article.id: m for m in coverage.members}
        spoken = {c.language for c in claims.claims}
        self._language = language if language in spoken or not spoken else min(spoken)
        self._said = Said(coverage, language=self._language, settings=settings)
        self._days = local_days(coverage)
        self._speakers: set[str] = set()
        self._differs = False
        self._titled = frozenset(s for m in coverage.members for s in stems_of(m.article.title))
        self._coverage = coverage
        self._wanted = language
        self._led = {c.id for c in claims.following}
        self._repairs = Repairs(coverage, claims, said=self._said, settings=settings)

    def draft(self) -> Draft:
        headline = self._headline()
        contested = [v.passage for d in self._claims.disagreements for v in d.values]
        reports = [c for c in self._of("report") if not any(within(p, q) for p in c.supports for q in contested)]
        deck = self._deck(reports, headline)
        sections = [
            ("differ", self._differ()),
            ("happened", self._happened(reports, contested=contested)),
            ("numbers", self._section(c for c in reports if _is_numbers(c))),
            ("voices", self._voices()),
            ("open", self._section(asked(self._of("question"), self._coverage))),
            ("background", self._section(c for c in reports if self._past(c))),
            ("opinion", self._section(self._of("opinion"))),
        ]
        return Draft(
            headline=headline,
            deck=deck,
            sections=tuple(
                DraftSection(kind=k, sentences=tuple(s))
                for k, s in _kinds(sections)
                if s or (k == "differ" and self._differs)
            ),
        )

    def _headline(self) -> DraftSentence | None:
        title = choose_title(self._coverage, self._claims, language=self._language, affordable=self._said.affordable)
        if title is None:
            return self._lead()
        if title.language != self._wanted and (line := self._title_line(wanted_only=True)):
            return line
        self._said.headline(title.text, title.passages)
        opinion = title.member.kept.form in ("opinion", "analysis")
        return DraftSentence(
            text=title.text,
            passages=title.passages,
            language=title.language,
            speaker=self._byline(title.member) if opinion else "",
        )

    def _lead(self) -> DraftSentence | None:
        """Return a sentence to stand for the headline, and count it as said."""
        found = choose_lead(self._coverage, self._claims, language=self._language)
        if found is None:
            return self._title_line()
        text, claim = found
        if has_han(text) and count_words(text) > MAX_WORDS and (line := self._title_line(wanted_only=True)):
            return line
        self._said.add(claim.representative, self._said.cited(claim))
        told = self._sentence(claim)
        if text != published_form(claim.representative):
            told = msgspec.structs.replace(told, text=text, passages=(claim.representative,), claims=())
        return told

    def _title_line(self, *, wanted_only: bool = False) -> DraftSentence | None:
        """Return a title in the words of its article's first line, in the edition's language if there is one."""
        line = choose_title_line(self._coverage, language=self._wanted)
        other = line is not None and line.language != self._wanted
        if line is None or (wanted_only and other) or not self._said.affordable((line.passage,)):
            return None
        self._said.headline(line.text, (line.passage,))
        return DraftSentence(text=line.text, passages=(line.passage,), language=line.language)

    def _deck(self, reports: list[Claim], headline: DraftSentence | None) -> DraftSentence | None:
        """Return the sentence that tells the event: heavy, self-contained, like the headline."""
        about = stems_of(headline.text) if headline else frozenset()
        own = [c for c in reports if c.language == self._language and c.id not in self._led]
        whole = [c for c in own if _alone(c) and not self._past(c)]
        ranked = sorted(whole, key=lambda c: (-self._deck_worth(c, about), c.id))
        chosen = next(iter(self._pick(ranked, limit=1)), None)
        return self._sentence(chosen) if chosen else None

    def _past(self, claim: Claim) -> bool:
        """Tell whether a claim is background: told of earlier times, by few, and not what an article opens with."""
        first, quote = claim.representative, claim.representative.quote
        member = self._members[first.article_id]
        opens = not member.article.text[title_end(member) : first.start].strip()
        told = PAST.search(quote) is not None or _MONTH.match(quote) is not None
        return not opens and told and _PRESENT.search(quote) is None and len(claim.witnesses) < 3

    def _deck_worth(self, claim: Claim, about: frozenset[str]) -> float:
        """Return the weight, more for what is like the headline and what an article opens with."""
        opens = claim.representative.start <= dateline_end(claim.representative.quote)
        named = bool(bag(claim.representative.quote, claim.language).names)
        extra = (_OPENS if opens else 0.0) - (0.0 if named else _NAMELESS)
        return claim.weight + _LIKE_HEADLINE * dice(about, claim_stems(claim)) + extra

    def _of(self, kind: str) -> list[Claim]:
        """Return the claims of one kind by weight, those in the edition's language first.

        Of another language, only heavy ones that bring an amount no article in the edition's language has.
        """
        asked_only = kind in ("report", "opinion", "quote")
        pool = (*self._claims.claims, *self._claims.following)
        chosen = [c for c in pool if c.kind == kind and not (asked_only and _is_question(c))]
        heaviest = {c.id for c in self._claims.claims[: int(_FOREIGN_SHARE * len(self._claims.claims))]}
        chosen = [c for c in chosen if c.language == self._language or (c.id in heaviest and self._said.only_theirs(c))]
        return sorted(chosen, key=lambda c: (c.language != self._language, -c.weight, c.id))

    def _section(self, claims: Iterable[Claim], *, limit: int | None = None) -> list[DraftSentence]:
        most = self._settings.max_section if limit is None else limit
        return [self._sentence(c) for c in self._in_order(self._pick(claims, limit=most))]

    def _happened(self, reports: Sequence[Claim], *, contested: Sequence[Passage]) -> list[DraftSentence]:
        """Return what happened; where several tell it, doubtful sentences with amounts or days, under their titles."""
        most = self._settings.max_happened
        told = self._section((c for c in reports if not self._past(c)), limit=most)
        if self._coverage.independent < _SEVERAL:
            return told
        doubtful = [
            c
            for c in self._claims.doubtful
            if c.kind == "report" and c.language == self._language and not self._past(c)
            if _has_figures(c) and not any(within(c.representative, q) for q in contested)
        ]
        picked = self._in_order(self._pick(doubtful, limit=min(_UNDER_TITLES, most - len(told))))
        return told + [msgspec.structs.replace(self._sentence(c), speaker=self._source_and_title(c)) for c in picked]

    def _source_and_title(self, claim: Claim) -> str:
        """Return a claim's source with its article's title: what a sentence needs that may not stand alone."""
        name, title = (
            self._source_name(claim.representative),
            clean_title(self._origin(claim.representative.article_id)),
        )
        return f"{name}，《{title}》" if has_han(title) else f"{name}, “{title}”"

    def _voices(self) -> list[DraftSentence]:
        out: list[DraftSentence] = []
        for claim in self._of("quote"):
            name = speaker(claim.representative.quote)
            whole = " " in name or has_han(name) or self._repairs.is_titled(name)
            if name in self._speakers or not whole or len(out) >= self._settings.max_section:
                continue
            for picked in self._pick([claim], limit=1):
                self._speakers.add(name)
                out.append(self._sentence(picked))
        return out

    def _differ(self) -> list[DraftSentence]:
        out: list[DraftSentence] = []
        for disagreement in self._claims.disagreements[: self._settings.max_section]:
            passages = [v.passage for v in disagreement.values]
            if self._said.affordable(passages):
                for passage in passages:
                    self._said.add(passage, (passage,))
                self._differs = True
                out.extend(self._side(p) for p in passages if self._may_stand(p))
        return out

    def _may_stand(self, passage: Passage) -> bool:
        """Tell whether a side of a disagreement may be printed as a sentence; its value stands in the table anyway."""
        text = published_form(passage)
        if is_adrift(text) or not self._titled.issuperset(leans_on(text)):
            return False
        article = self._members[passage.article_id].article
        language = "zh" if has_han(text) else article.language
        if language == "en" and is_attributed(text):
            return True
        before = sentence_spans(article.text[: passage.start], language=article.language)
        position = sum(s.kind == "sentence" and s.start >= title_end(self._members[article.id]) for s in before)
        found = doubt(text, title=article.title, position=position, language=language)
        return found <= self._settings.max_doubt

    def _pick(self, claims: Iterable[Claim], *, limit: int) -> list[Claim]:
        """Return the first claims that say something new and fit the budget, and count them as said.

        A sentence that leans on a noun ("The home said") waits for one that tells the noun.
        """
        waiting = list(claims)
        picked: list[Claim] = []
        for _round in range(2):
            for waited in list(waiting):
                if len(picked) >= limit:
                    return picked
                claim = self._repairs.standing(self._said.tellable(waited))
                if claim is None:
                    continue
                told = next((c for c in picked if within(c.representative, claim.representative)), None)
                if not (self._said.is_new(claim) if told is None else self._adds(waited, claim)):
                    continue
                if told is not None:
                    picked.remove(told)
                self._said.add(claim.representative, self._repairs.cited(claim))
                picked.append(claim)
                waiting.remove(waited)
        return picked

    def _adds(self, second: Claim, both: Claim) -> bool:
        """Tell whether a claim adds to the sentence in front of it, already told, that it is to be told with."""
        return self._said.is_new(second) and bool(self._said.cited(both))

    def _in_order(self, claims: Sequence[Claim]) -> list[Claim]:
        """Order chosen claims for reading: the edition's language, the day told, then the place in the article."""
        return sorted(claims, key=lambda c: (c.language != self._language, self._day(c), self._place(c), c.id))

    def _day(self, claim: Claim) -> str:
        first = min(self._members[p.article_id].article.published for p in claim.supports)
        return first.date().isoformat()

    def _place(self, claim: Claim) -> float:
        length = len(self._members[claim.representative.article_id].article.text)
        leaning = bool(leans_on(published_form(claim.representative)))
        return round(claim.representative.start / max(1, length), 1) + (0.2 if leaning else 0.0)

    def _side(self, passage: Passage) -> DraftSentence:
        return DraftSentence(
            text=published_form(passage),
            passages=(passage,),
            language=self._members[passage.article_id].article.language,
            speaker=self._source_name(passage),
        )

    def _sentence(self, claim: Claim) -> DraftSentence:
        text = self._repairs.text(claim)
        article_id = claim.representative.article_id
        if self._settings.resolve_dates:
            on, source = self._days[article_id], claim.representative.quote
            text = insert_dates(text, language=claim.language, on=on, source=source)
        return DraftSentence(
            text=text,
            passages=self._repairs.cited(claim),
            language=claim.language,
            claims=(claim.id,),
            speaker=self._speaker(claim),
        )

    def _speaker(self, claim: Claim) -> str:
        named = speaker(claim.representative.quote) if is_speech(claim.representative.quote) else ""
        if claim.kind == "opinion" and not named:
            return self._byline(self._origin(claim.representative.article_id))
        if named:
            return named
        if claim.language == "en" and authors_tell(claim.representative.quote):
            return self._source_name(claim.representative)
        return self._source_name(claim.representative) if len(claim.witnesses) == 1 else ""

    def _origin(self, article_id: int) -> Member:
        member = self._members[article_id]
        return self._members.get(member.origin.origin_id, member)

    def _source_name(self, passage: Passage) -> str:
        """Return who wrote it: the origin, but the copying outlet where it put in words of its own."""
        origin = self._origin(passage.article_id)
        wrote = origin if passage.quote in origin.article.text else self._members[passage.article_id]
        return wrote.source.name

    def _byline(self, member: Member) -> str:
        author = member.article.authors[0] if member.article.authors else ""
        return f"{author}, {member.source.name}" if author else member.source.name


def _kinds(sections: list[tuple[str, list[DraftSentence]]]) -> list[tuple[SectionKind, list[DraftSentence]]]:
    order: tuple[SectionKind, ...] = ("happened", "numbers", "voices", "differ", "open", "background", "opinion")
    by_name = dict(sections)
    return [(kind, by_name[kind]) for kind in order]


def _is_question(claim: Claim) -> bool:
    """Tell whether a writer asks: an answer belongs on the page, a rhetorical question does not."""
    return _ASKED.search(outside_quotes(claim.representative.quote)) is not None


def _alone(claim: Claim) -> bool:
    """Tell whether a claim's sentence needs nothing told before it."""
    text = published_form(claim.representative)
    return not leans_on(text) and not is_adrift(text)


def _has_figures(claim: Claim) -> bool:
    """Tell whether a sentence has an amount or a day: of doubtful sentences read those without said least."""
    parts = bag(claim.representative.quote, "zh" if claim.language == "zh" else "en")
    return bool(parts.dates) or any(a.kind != "label" for a in parts.amounts)


def _is_numbers(claim: Claim) -> bool:
    language = "zh" if claim.language == "zh" else "en"
    amounts = bag(claim.representative.quote, language).amounts
    return len([a for a in amounts if a.kind != "label"]) >= _MIN_AMOUNTS
