"""What can be done for a sentence that leans: a name in brackets, an end cut off, its neighbour in front of it.

Nothing is written here. Each repair is one that the verifier knows: a name that a cited
passage gives, a shortening at a clause end, a longer passage.
"""

from __future__ import annotations

import re

import msgspec

from byline.records import Claim, Coverage, Member, Passage
from byline.summary.interface import Claims
from byline.summary.lengths import count_words
from byline.summary.naming import name_for, read_out, with_name
from byline.summary.pairs import joined
from byline.summary.said import Said, stems_of
from byline.summary.settings import SummarySettings
from byline.summary.standalone import is_adrift, leans_on, unfit
from byline.summary.trims import may_end_before, trim_vetoes
from byline.summary.units import published_form
from byline.text.sentences import sentence_spans

_TOLD_BY = re.compile(
    r"(?<=[a-z,] )[A-Z][\w’'-]+ (?:says|said|told|wrote|added|adds|teased|argued|argues|explained"
    r"|noted|warned|posted|claimed)\b"
)
""" "..., which Wickham said"."""
_SURNAME = re.compile(r"\b([A-Z][a-z][\w’'-]+) [a-z]+(?:s|ed|id|ld)\b")
""" "Wickham says", "Castellane measured"."""
_ENDS = re.compile(r", (?=(?:who|which|whose|where|after|while|as|with|amid|including|\w+ing)\b)")
_MIN_WORDS = 6


class Repairs:
    """Finds for each claim of a story the form in which it can be followed."""

    def __init__(self, coverage: Coverage, claims: Claims, *, said: Said, settings: SummarySettings) -> None:
        """`said` is asked what has been told and what may still be quoted."""
        self._coverage = coverage
        self._said = said
        self._settings = settings
        self._members = {m.article.id: m for m in coverage.members}
        self._titled = frozenset(s for m in coverage.members for s in stems_of(m.article.title))
        self._led = {c.id for c in claims.following}
        self._told_by_end = {(p.article_id, p.end): p for c in claims.claims for p in c.supports}
        self._introduced: dict[Passage, Passage] = {}
        self._cut: dict[Passage, str] = {}

    def standing(self, claim: Claim) -> Claim | None:
        """Return the claim where a reader can follow it, else with the sentence in front of it, else None."""
        lost = is_adrift(published_form(claim.representative)) or self._unintroduced(claim)
        if claim.id not in self._led and not lost and not leans_on(published_form(claim.representative)):
            return claim
        repaired = self._with_name(claim) or self._shortened(claim)
        if repaired is not None or claim.kind not in ("report", "opinion"):
            return repaired
        return self._with_neighbour(claim)

    def is_titled(self, name: str) -> bool:
        """Tell whether every word of a name stands in a title of the story: "Roe said" needs a Jane Roe."""
        return stems_of(name) <= self._titled

    def text(self, claim: Claim) -> str:
        """Return the claim's sentence as it is to be printed, dates aside."""
        passage = claim.representative
        introducing = self._introduced.get(passage)
        text = self._cut.get(passage) or published_form(passage)
        return text if introducing is None else with_name(text, introducing)

    def cited(self, claim: Claim) -> tuple[Passage, ...]:
        """Return the passages to cite, with the one that introduces a name in brackets."""
        introducing = self._introduced.get(claim.representative)
        return self._said.cited(claim) + (() if introducing is None else (introducing,))

    def _with_name(self, claim: Claim) -> Claim | None:
        """Return the claim where its article gives its subject a name, to be put behind it in brackets."""
        passage, text = claim.representative, published_form(claim.representative)
        if claim.language != "en" or not text.startswith("The "):
            return None
        member = self._members[passage.article_id]
        earlier = self._earlier(member, passage)
        introducing = name_for(text, passage, earlier, known=member.kept.entities)
        if introducing is None or not self._said.affordable((passage, introducing)):
            return None
        if not _stands(read_out(with_name(text, introducing))):
            return None
        self._introduced[passage] = introducing
        return msgspec.structs.replace(claim, supports=(passage,), witnesses=(self._coverage.witness(member),))

    def _shortened(self, claim: Claim) -> Claim | None:
        """Return the claim without an end that leans ("said Roe, who led the study"), None where none may go."""
        passage, text = claim.representative, published_form(claim.representative)
        if claim.language != "en" or claim.id in self._led or self._unintroduced(claim):
            return None
        for match in reversed(list(_ENDS.finditer(text))):
            head = text[: match.start()].rstrip() + "."
            goes = may_end_before(text[match.end() :]) and count_words(head) >= _MIN_WORDS and _stands(head)
            if goes and trim_vetoes(head, passage.quote, language="en") == ():
                self._cut[passage] = head
                return msgspec.structs.replace(
                    claim, supports=(passage,), witnesses=(self._coverage.witness(self._members[passage.article_id]),)
                )
        return None

    def _earlier(self, member: Member, passage: Passage) -> list[Passage]:
        """Return the sentences in front of a passage in its article."""
        text = member.article.text
        spans = sentence_spans(text[: passage.start], language=member.article.language)
        return [
            Passage(article_id=passage.article_id, start=s.start, end=s.end, quote=text[s.start : s.end])
            for s in spans
            if s.kind == "sentence"
        ]

    def _unintroduced(self, claim: Claim, *, told: str = "") -> bool:
        """Tell whether the sentence has a surname whose bearer its article introduced, and the page did not."""
        quote = claim.representative.quote
        text = self._members[claim.representative.article_id].article.text[: claim.representative.start]
        names = [m[1] for m in _SURNAME.finditer(quote) if m.start() == 0 or _TOLD_BY.match(quote, m.start())]
        unknown = [n for n in names if not (n in told or self.is_titled(n))]
        return any(re.search(rf"(?:^|[a-z,.] )[A-Z][\w’'-]+ {re.escape(n)}\b", text) for n in unknown)

    def _with_neighbour(self, claim: Claim) -> Claim | None:
        """Return the claim told in two sentences of one source; None where the first of them may not be told."""
        second = claim.representative
        member = self._members[second.article_id]
        text = member.article.text
        end = second.start - (len(text[: second.start]) - len(text[: second.start].rstrip()))
        first = self._told_by_end.get((second.article_id, end))
        if first is None:
            return None
        both = joined(first, second, text=text, known=frozenset(), settings=self._settings)
        if both is None or self._unintroduced(claim, told=first.quote):
            return None
        witnesses = (self._coverage.witness(member),)
        return msgspec.structs.replace(claim, representative=both, supports=(both,), witnesses=witnesses)


def _stands(text: str) -> bool:
    return not (unfit(text, language="en") or leans_on(text) or is_adrift(text))
