"""The writer that quotes: no model, no network, every sentence a source's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from byline.records import Claim, Coverage, Member, Passage
from byline.summary.alike import dice
from byline.summary.days import local_days
from byline.summary.interface import Claims, Draft, DraftSection, DraftSentence, SectionKind
from byline.summary.limits import Budget
from byline.summary.rules import bag
from byline.summary.settings import SummarySettings
from byline.summary.speech import speaker
from byline.summary.titles import choose_title
from byline.summary.units import published_form
from byline.text.dates import insert_dates

_SAME = 0.45
"""Dice from which two chosen sentences say too much of the same."""
_CONTAINED = 0.7
"""Share of a sentence's stems that one chosen sentence may already have."""
_TOLD = 0.8
"""The same for all chosen sentences together."""
_PAST = re.compile(
    r"\b(?:last (?:year|month|autumn|spring|summer|winter)|in (?:19|20)\d\d|since (?:19|20)\d\d|founded"
    r"|previously|earlier this"
    r"|years? ago|months? ago|formerly|in recent (?:years|months)|for (?:years|months))\b"
    r"|去年|前年|此前|成立于|多年|年前|今年[1-9]月",
    re.IGNORECASE,
)  # fmt: skip
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
        self._language = language
        self._settings = settings
        self._budget = Budget(coverage, settings=settings)
        self._members = {m.article.id: m for m in coverage.members}
        self._witness = {m.article.id: coverage.witness(m) for m in coverage.members}
        self._days = local_days(coverage)
        self._said: list[frozenset[str]] = []
        self._speakers: set[str] = set()
        self._coverage = coverage

    def draft(self) -> Draft:
        headline = self._headline()
        contested = {p for d in self._claims.disagreements for p in (v.passage for v in d.values)}
        reports = [c for c in self._of("report") if not contested & set(c.supports)]
        deck_claim = next(iter(self._pick(reports, limit=1)), None)
        happened = self._pick((c for c in reports if not _past(c)), limit=self._settings.max_happened)
        sections = [
            ("happened", [self._sentence(c) for c in self._in_order(happened)]),
            ("numbers", self._section(reports, _is_numbers)),
            ("voices", self._voices()),
            ("differ", self._differ()),
            ("open", self._section(self._of("question"))),
            ("background", self._section(reports, _past)),
            ("opinion", self._section(self._of("opinion"))),
        ]
        return Draft(
            headline=headline,
            deck=self._sentence(deck_claim) if deck_claim else None,
            sections=tuple(DraftSection(kind=k, sentences=tuple(s)) for k, s in _kinds(sections) if s),
        )

    def _headline(self) -> DraftSentence | None:
        title = choose_title(self._coverage, self._claims, language=self._language)
        if title is None:
            return None
        self._budget.spend(title.passages)
        opinion = title.member.kept.form in ("opinion", "analysis")
        return DraftSentence(
            text=title.text,
            passages=title.passages,
            language=title.language,
            speaker=self._byline(title.member) if opinion else "",
        )

    def _of(self, kind: str) -> list[Claim]:
        """Return the claims of one kind, those in the edition's language first, each by weight."""
        chosen = [c for c in self._claims.claims if c.kind == kind]
        return sorted(chosen, key=lambda c: (c.language != self._language, -c.weight, c.id))

    def _section(self, claims: Iterable[Claim], fits: Callable[[Claim], bool] = lambda _: True) -> list[DraftSentence]:
        limit = self._settings.max_section
        return [self._sentence(c) for c in self._in_order(self._pick((c for c in claims if fits(c)), limit=limit))]

    def _voices(self) -> list[DraftSentence]:
        out: list[DraftSentence] = []
        for claim in self._of("quote"):
            name = speaker(claim.representative.quote)
            if name not in self._speakers and len(out) < self._settings.max_section and self._pick([claim], limit=1):
                self._speakers.add(name)
                out.append(self._sentence(claim))
        return out

    def _differ(self) -> list[DraftSentence]:
        out: list[DraftSentence] = []
        for disagreement in self._claims.disagreements[: self._settings.max_section]:
            passages = [v.passage for v in disagreement.values]
            if self._budget.fits(passages):
                self._budget.spend(passages)
                self._said.extend(_stems(p) for p in passages)
                out.extend(self._side(p) for p in passages)
        return out

    def _side(self, passage: Passage) -> DraftSentence:
        return DraftSentence(
            text=published_form(passage),
            passages=(passage,),
            language=self._members[passage.article_id].article.language,
            speaker=self._source_name(passage.article_id),
        )

    def _pick(self, claims: Iterable[Claim], *, limit: int) -> list[Claim]:
        """Return the first claims that say something new and fit the budget, and count them as said."""
        picked: list[Claim] = []
        for claim in claims:
            if len(picked) >= limit:
                break
            stems = _stems(claim.representative)
            cited = self._budget.one_each(claim.supports)
            if self._is_new(stems) and self._budget.fits(cited):
                self._said.append(stems)
                self._budget.spend(cited)
                picked.append(claim)
        return picked

    def _is_new(self, stems: frozenset[str]) -> bool:
        told = frozenset().union(*self._said)
        return (
            bool(stems)
            and len(stems & told) < _TOLD * len(stems)
            and all(dice(stems, s) < _SAME and len(stems & s) < _CONTAINED * len(stems) for s in self._said)
        )

    def _in_order(self, claims: Sequence[Claim]) -> list[Claim]:
        """Order chosen claims for reading: the edition's language, the day told, then the place in the article."""
        return sorted(claims, key=lambda c: (c.language != self._language, self._day(c), self._place(c), c.id))

    def _day(self, claim: Claim) -> str:
        first = min(self._members[p.article_id].article.published for p in claim.supports)
        return first.date().isoformat()

    def _place(self, claim: Claim) -> float:
        length = len(self._members[claim.representative.article_id].article.text)
        return round(claim.representative.start / max(1, length), 1)

    def _sentence(self, claim: Claim) -> DraftSentence:
        text = published_form(claim.representative)
        article_id = claim.representative.article_id
        if self._settings.resolve_dates:
            text = insert_dates(text, language=claim.language, on=self._days[article_id])
        return DraftSentence(
            text=text,
            passages=self._budget.one_each(claim.supports),
            language=claim.language,
            claims=(claim.id,),
            speaker=self._speaker(claim),
        )

    def _speaker(self, claim: Claim) -> str:
        if claim.kind == "opinion":
            return self._byline(self._origin(claim.representative.article_id))
        named = speaker(claim.representative.quote) if claim.kind == "quote" else ""
        if named:
            return named
        return self._source_name(claim.representative.article_id) if len(claim.witnesses) == 1 else ""

    def _origin(self, article_id: int) -> Member:
        member = self._members[article_id]
        return self._members.get(member.origin.origin_id, member)

    def _source_name(self, article_id: int) -> str:
        return self._origin(article_id).source.name

    def _byline(self, member: Member) -> str:
        author = member.article.authors[0] if member.article.authors else ""
        return f"{author}, {member.source.name}" if author else member.source.name


def _kinds(sections: list[tuple[str, list[DraftSentence]]]) -> list[tuple[SectionKind, list[DraftSentence]]]:
    order: tuple[SectionKind, ...] = ("happened", "numbers", "voices", "differ", "open", "background", "opinion")
    by_name = dict(sections)
    return [(kind, by_name[kind]) for kind in order]


def _stems(passage: Passage) -> frozenset[str]:
    return frozenset(bag(passage.quote, "zh" if _is_han(passage.quote) else "en").content)


def _is_han(text: str) -> bool:
    return re.search(r"[\u3400-\u9fff]", text) is not None


def _past(claim: Claim) -> bool:
    return _PAST.search(claim.representative.quote) is not None and len(claim.witnesses) < 3


def _is_numbers(claim: Claim) -> bool:
    language = "zh" if claim.language == "zh" else "en"
    amounts = bag(claim.representative.quote, language).amounts
    return len([a for a in amounts if a.kind != "label"]) >= _MIN_AMOUNTS
