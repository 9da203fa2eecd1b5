"""From a story's coverage to a summary in which every sentence was checked."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable

import msgspec

from byline.records import (
    CheckCount,
    Citation,
    Claim,
    Coverage,
    Failed,
    Passage,
    Section,
    Sentence,
    Summary,
    Tier,
    Verdict,
)
from byline.summary.alike import dice
from byline.summary.claims import find_claims
from byline.summary.days import local_days
from byline.summary.interface import Claims, Draft, DraftSentence, Judge, Writer
from byline.summary.limits import Budget
from byline.summary.naming import read_out, strip_name
from byline.summary.settings import SummarySettings
from byline.summary.standalone import unfit
from byline.summary.support import supports
from byline.summary.titles import is_title
from byline.summary.units import published_form
from byline.summary.verify import check, check_title, normalise
from byline.text.hashes import format_id, sha256_hex
from byline.text.timewords import insert_dates, is_undated, strip_insertions
from byline.text.words import content_words

_log = logging.getLogger(__name__)


def summarise(
    coverage: Coverage,
    *,
    writer: Writer,
    language: str,
    inputs_hash: str,
    settings: SummarySettings,
    judge: Judge | None = None,
) -> Summary | Failed:
    """Return the story's summary, or Failed(kind="nothing_to_say") when no sentence can be published.

    The writer's sentences are held against the articles themselves: a passage whose
    text is not found at its place, a sentence that cannot stand alone, a citation that
    does not carry it, words beyond a source's limit are all refused, whoever wrote them.
    A refused sentence is replaced by the claim it was to tell, quoted, or dropped.
    Errors: ModelError from the writer passes through.
    """
    claims = find_claims(coverage, settings=settings)
    draft = writer.write(coverage, claims, language=language)
    desk = _Desk(coverage, claims, settings=settings, judge=judge)
    desk.take_notes(draft)
    headline = desk.headline(draft)
    if headline is None:
        subject = format_id(coverage.story.id)
        return Failed(subject=subject, error="No sentence of its articles can stand alone.", kind="nothing_to_say")
    deck = desk.sentence(draft.deck) if draft.deck else None
    sections = (Section(kind=s.kind, sentences=tuple(desk.sentences(s.sentences))) for s in draft.sections)
    filled = tuple(s for s in sections if s.sentences)
    return Summary(
        story_id=coverage.story.id,
        inputs_hash=inputs_hash,
        language=language,
        headline=headline,
        deck=deck,
        sections=filled,
        disagreements=claims.disagreements if any(s.kind == "differ" for s in draft.sections) else (),
        checks=desk.count(),
    )


class _Desk:
    """Checks sentences in the order of the page; numbers the citations as they are first used."""

    def __init__(self, coverage: Coverage, claims: Claims, *, settings: SummarySettings, judge: Judge | None) -> None:
        self._articles = {m.article.id: m.article for m in coverage.members}
        self._whole = {i: sha256_hex(a.text) == a.text_hash for i, a in self._articles.items()}
        self._witness = {m.article.id: coverage.witness(m) for m in coverage.members}
        self._claims = {c.id: c for c in (*claims.claims, *claims.doubtful)}
        self._coverage = coverage
        self._days = local_days(coverage)
        self._dates = settings.resolve_dates
        self._budget = Budget(coverage, settings=settings)
        self._judge = judge
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._printed: set[str] = set()
        self._tried: set[tuple[str, tuple[Passage, ...]]] = set()
        self._checked = self._replaced = self._dropped = 0
        self._reasons: Counter[str] = Counter()

    def take_notes(self, draft: Draft) -> None:
        """Count what befell the writer with the reasons: a reader sees how often a model failed."""
        self._reasons.update(draft.notes)

    def count(self) -> CheckCount:
        return CheckCount(
            checked=self._checked,
            replaced=self._replaced,
            dropped=self._dropped,
            reasons=dict(sorted(self._reasons.items())),
        )

    def headline(self, draft: Draft) -> Sentence | None:
        """Return the checked title, else the first sentence of the draft that holds."""
        if draft.headline is not None and is_title(draft.headline.text, self._coverage):
            self._checked += 1
            title = draft.headline
            verdict = check_title(title.text, self._real(title.passages), language=title.language)
            if verdict.supported and self._budget.fits(title.passages):
                return self._publish(title.text, title, tier=Tier.TITLE, passages=title.passages)
            self._note(verdict.reasons or ("limit",))
        told = [s for section in draft.sections for s in section.sentences]
        rest = [draft.deck] if draft.deck else []
        rest += sorted(told, key=self._unlike_titles)
        if draft.headline is not None and not is_title(draft.headline.text, self._coverage):
            rest.insert(0, draft.headline)
        found = (self.sentence(s) for s in rest)
        return next((s for s in found if s is not None), None)

    def _unlike_titles(self, draft: DraftSentence) -> float:
        """Return 1 less the likeness to the nearest title: what no title speaks of is not what a story is about."""
        said = frozenset(content_words(draft.text))
        titles = (frozenset(content_words(m.article.title)) for m in self._coverage.members)
        return 1 - max(dice(said, title) for title in titles)

    def sentences(self, drafts: Iterable[DraftSentence]) -> list[Sentence]:
        return [s for s in (self.sentence(d) for d in drafts) if s is not None]

    def sentence(self, draft: DraftSentence) -> Sentence | None:
        """Return the sentence as it may be printed, the claim's own words in its place, or None."""
        draft = self._dated(draft)
        plain = _plain(draft.text)
        tried = (plain, draft.passages)
        if plain in self._printed or tried in self._tried:
            # A model that says one thing for every claim must not make the other claims vanish.
            return self.sentence(_repeated(draft.instead)) if draft.instead is not None else None
        self._tried.add(tried)
        self._checked += 1
        reasons, tier, passages = self._examine(draft)
        if not reasons:
            if draft.refused:
                self._note(draft.refused)
                self._replaced += 1
            return self._publish(draft.text, draft, tier=tier, passages=passages)
        self._note(reasons)
        replacement = self._replacement(draft)
        if replacement is None:
            self._dropped += 1
            _log.info("dropped a sentence: %s", ", ".join(reasons))
            return None
        self._replaced += 1
        return replacement

    def _examine(self, draft: DraftSentence) -> tuple[tuple[str, ...], Tier, tuple[Passage, ...]]:
        """Return why not, the tier, and the passages that hold, the deciding one first."""
        passages = self._real(draft.passages)
        if not passages:
            return ("span",), Tier.VERBATIM, ()
        unfit_for = unfit(read_out(draft.text), language=draft.language) or self._undated(draft)
        if unfit_for:
            return unfit_for, Tier.VERBATIM, ()
        verdict = self._check(draft.text, passages[:1], language=draft.language)
        if not verdict.supported and len(passages) > 1:
            verdict = self._check(draft.text, passages, language=draft.language)
            kept = passages
        else:
            plain = strip_insertions(draft.text)[0]
            kept = passages[:1] + tuple(p for p in passages[1:] if supports(plain, p.quote))
        if verdict.supported:
            whole = verdict.tier is Tier.REWRITTEN or strip_name(draft.text) != draft.text
            carried = kept if whole else self._budget.affordable(kept)
            if not carried or not self._budget.fits(carried):
                return ("limit",), verdict.tier, ()
            kept = carried
        return verdict.reasons if not verdict.supported else (), verdict.tier, kept

    def _dated(self, draft: DraftSentence) -> DraftSentence:
        """Return the draft with the dates that its time words mean in its first passage's article."""
        first = next((p for p in draft.passages if p.article_id in self._days), None)
        if first is None or not self._dates:
            return draft
        on = self._days[first.article_id]
        text = insert_dates(draft.text, language=draft.language, on=on, source=first.quote)
        return msgspec.structs.replace(draft, text=text)

    def _undated(self, draft: DraftSentence) -> tuple[str, ...]:
        """Return "undated" where a time word stands without its date."""
        first = next((p for p in draft.passages if p.article_id in self._days), None)
        on = self._days[first.article_id] if first and self._dates else None
        return ("undated",) if on and is_undated(draft.text, language=draft.language, on=on) else ()

    def _check(self, text: str, passages: tuple[Passage, ...], *, language: str) -> Verdict:
        return check(text, passages, language=language, days=self._days, judge=self._judge)

    def _real(self, passages: Iterable[Passage]) -> tuple[Passage, ...]:
        """Return the passages that are what they say: the article's text, unchanged, at that place."""
        return tuple(p for p in passages if self._is_real(p))

    def _is_real(self, passage: Passage) -> bool:
        article = self._articles.get(passage.article_id)
        return (
            article is not None
            and self._whole[passage.article_id]
            and 0 <= passage.start < passage.end
            and article.text[passage.start : passage.end] == passage.quote
        )

    def _replacement(self, draft: DraftSentence) -> Sentence | None:
        """Return the quotation that stands in, else the first claim's, where it holds and is not printed yet."""
        claim = self._claims.get(draft.claims[0]) if draft.claims else None
        quoted = draft.instead or (_quoted(claim, draft) if claim is not None else None)
        if quoted is None:
            return None
        if normalise(quoted.text) in self._printed or quoted.text == draft.text:
            return None
        quoted = self._dated(quoted)
        reasons, tier, passages = self._examine(quoted)
        return None if reasons else self._publish(quoted.text, quoted, tier=tier, passages=passages)

    def _publish(self, text: str, draft: DraftSentence, *, tier: Tier, passages: tuple[Passage, ...]) -> Sentence:
        self._printed.add(_plain(text))
        self._budget.spend(passages)
        citations = tuple(Citation(number=self._number(p), passage=p) for p in passages)
        return Sentence(
            text=text,
            citations=citations,
            tier=tier,
            language=draft.language,
            speaker=draft.speaker,
            witnesses=len({self._witness[p.article_id] for p in passages}),
        )

    def _number(self, passage: Passage) -> int:
        key = (passage.article_id, passage.start, passage.end)
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def _note(self, reasons: Iterable[str]) -> None:
        self._reasons.update(reasons)


def _plain(text: str) -> str:
    """Return a sentence as its source has it: without what was put in brackets."""
    return normalise(strip_name(strip_insertions(text)[0]))


def _repeated(instead: DraftSentence) -> DraftSentence:
    return msgspec.structs.replace(instead, instead=None, refused=("model_repeated",))


def _quoted(claim: Claim, draft: DraftSentence) -> DraftSentence:
    return DraftSentence(
        text=published_form(claim.representative),
        passages=claim.supports,
        language=claim.language,
        claims=(claim.id,),
        speaker=draft.speaker,
    )
