"""Rules that a sentence must pass against the passages it cites.

Each rule has a name and looks at closed classes of words: amounts, names, dates,
negation, antonyms, hedges, quantifiers, attribution, prepositions that turn the
sense, order. A rule can only veto; passing all of them proves nothing about a
free paraphrase, which needs a judge on top.

**Source:** rule gate G4' of our measurements (docs/log.md): 93 % of faithful
light edits pass against the cited sentence, about 1 % of corrupted ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from byline.records import Passage
from byline.summary.lexicon import (
    ANTONYMS_EN,
    ATTRIBUTION_EN,
    ATTRIBUTION_ZH,
    HEADLINE_WORDS_EN,
    HEDGES_EN,
    HEDGES_ZH,
    NEGATION_EN,
    NEGATION_ZH,
    POLARITY_PREPOSITIONS_EN,
    QUANTIFIERS_EN,
    SYNONYMS_EN,
)
from byline.text.dates import DateMention, find_dates
from byline.text.numbers import Quantity, find_quantities, same_quantities, states
from byline.text.words import STOPWORDS_EN, stem, tokens

_RAW = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_STEMS_ANTONYMS: dict[str, frozenset[str]] = {}
for _pair in ANTONYMS_EN:
    for _a, _b in (_pair, _pair[::-1]):
        _STEMS_ANTONYMS[_a] = _STEMS_ANTONYMS.get(_a, frozenset()) | {_b}
_SYNONYM_STEMS = tuple(frozenset(stem(w) for w in group) for group in SYNONYMS_EN)
_ASIDE_CLAUSE = re.compile(r" \([^)]*\)|, (?:which|who|whose) [^,.;:\"“”]{4,120}(?:,(?! (?:and|or|but)\b)|(?=[.]$))")
_CONDITIONS = frozenset("if unless until till provided assuming except".split())
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]?\.?")
_DIGIT = re.compile(r"\d")
_HEADLINE_STEMS = frozenset(stem(w) for w in HEADLINE_WORDS_EN)
_MOST_CAPITALS = 0.75
_SPELLED = {
    "ai": ("artificial intelligence", "artificial-intelligence", "人工智能", "ai"),
    "us": ("united states", "u.s.", "美国"),
    "uk": ("united kingdom", "u.k.", "英国"),
    "eu": ("european union", "欧盟"),
    "un": ("united nations", "联合国"),
}
"""Initials that a text may spell out."""
_SPELLINGS = tuple((spelled, initials) for initials, all_ in _SPELLED.items() for spelled in all_)
_DIRECTION = frozenset("by to from for with at into onto".split())
_HEDGE_CLASS = {
    **dict.fromkeys("about around approximately roughly".split(), "about"),
    **dict.fromkeys("nearly almost".split(), "nearly"),
    **dict.fromkeys("may might".split(), "may"),
    **dict.fromkeys("plan plans planned".split(), "plan"),
}
_ADVERBIAL = frozenset("on in at during after before since by from with under for".split())


class Bag(NamedTuple):
    """A sentence, taken apart."""

    words: tuple[str, ...]
    """All words in order, lower case."""
    content: tuple[str, ...]
    """Stems of content words in order; Han pairs for Chinese."""
    names: frozenset[str]
    """Words with a capital or a digit inside, the first word aside, lower case."""
    amounts: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    known: frozenset[str]
    """All words without a possessive ending, names included, lower case."""
    han: str
    """The text itself where it is Chinese."""


def rule_gate(text: str, passages: Sequence[Passage], language: str) -> tuple[str, ...]:
    """Return the names of the rules that veto the sentence, () where none does.

    The sentence is held against each passage alone, then against all of them in
    the order given, each also without its brackets and its "which" clauses between
    commas; the shortest list of vetoes counts.
    """
    evidence = [p.quote for p in passages]
    if not evidence:
        return ("no_passage",)
    if len(evidence) > 1:
        evidence.append(" ".join(evidence))
    evidence += [bare for e in evidence if (bare := _ASIDE_CLAUSE.sub("", e)) != e]
    return min((gate(text, e, language=language) for e in evidence), key=len)


def gate(text: str, evidence: str, *, language: str) -> tuple[str, ...]:
    """Return the vetoes against one piece of evidence, sorted."""
    claim, source = bag(text, language), bag(evidence, language)
    vetoes = _amounts(claim, source) | _names(claim, source)
    vetoes |= _chinese(claim, source) if language == "zh" else _english(claim, source)
    if not _ordered(claim, source):
        vetoes.add("order")
    return tuple(sorted(vetoes))


def facts_held(text: str, evidence: str, *, language: str) -> tuple[str, ...]:
    """Return the vetoes of numbers, dates and names alone."""
    claim, source = bag(text, language), bag(evidence, language)
    return tuple(sorted(_amounts(claim, source) | _names(claim, source)))


def title_held(text: str, evidence: str, *, language: str) -> tuple[str, ...]:
    """Return the same vetoes for a title, which counts in its own nouns and may capitalise every word.

    "100 Product Debuts" holds where 100 is given; "Rivals" is a name only where the
    evidence has no such word in lower case. In a title that capitalises every word,
    a capital proves nothing: the common words of headlines are no names there.
    """
    claim, source = bag(text, language), bag(evidence, language)
    stems = {stem(w) for w in source.words}
    if _capitalised(text):
        stems |= _HEADLINE_STEMS
    letters = _initials(evidence)
    common = frozenset(n for n in claim.names if stem(n) in stems or _AMOUNT.fullmatch(n) or n in letters)
    common |= {
        m[0].lower() for m in _COMPOUND.finditer(text) if {m[1].lower(), stem(m[1].lower())} & {*source.names, *stems}
    }
    plain = tuple(q._replace(unit="") if q.kind == "count" else q for q in claim.amounts)
    claim = claim._replace(amounts=plain, names=claim.names - common)
    return tuple(sorted(_amounts(claim, source) | _names(claim, source)))


_WRITTEN_OUT = re.compile(r"[A-Z][\w’'-]+(?: (?:of |the |and |for )*[A-Z][\w’'-]+){1,5}")


def _initials(text: str) -> frozenset[str]:
    """Return the first letters of runs of two to six capitalised words: "amd" of Advanced Micro Devices Inc."""
    found: set[str] = set()
    for run in _WRITTEN_OUT.findall(text):
        letters = "".join(word[0] for word in run.split() if word[0].isupper()).lower()
        found |= {letters[:n] for n in range(3, len(letters) + 1)}
    return frozenset(found)


_PARTS = re.compile(r"[-./&]")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_AMOUNT = re.compile(r"\d[\d.,]*(?:[kmbt]n?|tr)", re.IGNORECASE)
""" "$1.25B": its letter makes it look like a name; as an amount it is held against the evidence all the same."""
_COMPOUND = re.compile(r"\b([A-Z][\w’']*)-[a-z]{4,}\b")
""" "OpenClaw-inspired": the name in front of the hyphen is what must be found."""


def _capitalised(title: str) -> bool:
    """Tell whether a title writes nearly every longer word with a capital."""
    words = [w for w in _RAW.findall(title)[1:] if len(w) > 3]
    return len(words) > 1 and sum(w[0].isupper() or not w[0].isalpha() for w in words) >= _MOST_CAPITALS * len(words)


def same_facts(first: Bag, second: Bag) -> bool:
    """Tell whether two alike sentences state the same: amounts, days, negation, direction, names."""
    return same_quantities(list(first.amounts), list(second.amounts)) and compatible(first, second)


def compatible(first: Bag, second: Bag) -> bool:
    """Tell whether nothing but their amounts sets two sentences apart: days, negation, direction, names."""
    opposed = _opposed_zh if first.han or second.han else _opposed
    return not opposed(first, second) and not names_clash(first, second) and same_days(first, second)


def _opposed(first: Bag, second: Bag) -> bool:
    """Tell whether one of two English sentences denies, or has the opposite of a word of the other."""
    if _negations(first) != _negations(second):
        return True
    ours, theirs = frozenset(first.words), frozenset(second.words)
    new = theirs - ours
    return any(not new.isdisjoint(_STEMS_ANTONYMS[w]) for w in ours - theirs if w in _STEMS_ANTONYMS)


def _opposed_zh(first: Bag, second: Bag) -> bool:
    return any((w in first.han) != (w in second.han) for w in NEGATION_ZH)


def _negations(parts: Bag) -> int:
    return len([w for w in parts.words if w in NEGATION_EN or w.endswith("n't")])


def names_clash(first: Bag, second: Bag) -> bool:
    """Tell whether each of two sentences has a name that the other lacks."""
    return bool(_own_names(first, second) and _own_names(second, first))


def _own_names(first: Bag, second: Bag) -> set[str]:
    return set(first.names - second.known - _ASIDE - DAY_NAMES)


def same_days(first: Bag, second: Bag) -> bool:
    """Tell whether the absolute dates of both, where both have any, share a day, a month or a year."""
    for part in ("day", "month", "year"):
        ours, theirs = ({getattr(d, part) for d in b.dates} - {None} for b in (first, second))
        if ours and theirs and not ours & theirs:
            return False
    return True


@lru_cache(maxsize=8192)
def bag(text: str, language: str) -> Bag:
    """Return a sentence taken apart."""
    raw = _RAW.findall(text)
    words = tuple(w.casefold().replace("’", "'") for w in raw)
    dates = tuple(find_dates(text, language=language))
    names = _name_words(text, raw, language=language)
    return Bag(
        words=words,
        content=tuple(stem(t) for t in tokens(text) if t not in STOPWORDS_EN),
        names=names,
        known=_known(words, text) | names,
        amounts=tuple(find_quantities(text, language=language, dates=dates)),
        dates=dates,
        han=text if language == "zh" else "",
    )


def _known(words: tuple[str, ...], text: str) -> frozenset[str]:
    lowered = text.lower()
    short = [initials for spelled, initials in _SPELLINGS if spelled in lowered]
    marked = {w for w in words if "'" in w or "." in w}
    plain = [w[:-2] if w.endswith("'s") else w.rstrip("'") for w in marked]
    return frozenset(words) - marked | frozenset([*(_bare(w) if "." in w else w for w in plain), *short])


def _name_words(text: str, raw: list[str], *, language: str) -> frozenset[str]:
    if language == "zh":
        return frozenset(w.casefold() for w in re.findall(r"[A-Za-z](?:[A-Za-z0-9]|[.-](?=[A-Za-z0-9]))*", text))
    inner = raw[1:] if raw and raw[0][1:] == raw[0][1:].lower() else raw
    named = (w for w in inner if w != w.lower() or (not w.isalpha() and not w.isdigit() and _DIGIT.search(w)))
    return frozenset(_bare(w) for w in named)


def _bare(word: str) -> str:
    """Return a word without possessive ending, initials without their stops ("A.I." is "ai"), lower case."""
    bare = _POSSESSIVE.sub("", word.casefold())
    return bare.replace(".", "") if _INITIALS.fullmatch(bare) else bare


def _amounts(claim: Bag, source: Bag) -> set[str]:
    vetoes: set[str] = set()
    if not all(states(_renamed(q, source.amounts), list(source.amounts)) for q in claim.amounts):
        vetoes.add("numbers")
    given = {d.key() for d in source.dates}
    if not all(_dated(d, given) for d in claim.dates):
        vetoes.add("dates")
    if not claim.amounts and not claim.dates and _figures(claim) - _figures(source):
        vetoes.add("numbers")
    return vetoes


def _figures(parts: Bag) -> Counter[str]:
    return Counter([w for w in parts.words if w[0].isdigit()])


def _renamed(amount: Quantity, given: tuple[Quantity, ...]) -> Quantity:
    """Return the amount counted in the evidence's word where that is a listed synonym: employees for workers."""
    for group in _SYNONYM_STEMS:
        if amount.unit in group:
            return next((amount._replace(unit=g.unit) for g in given if g.unit in group and amount.equals(g)), amount)
    return amount


def _dated(mention: DateMention, given: set[tuple[int | None, int | None, int | None, str]]) -> bool:
    """Tell whether a date is given, or is a part of one that is given ("in 2025" of 26 July 2025)."""
    year, month, day, word = mention.key()
    return any(
        (year in (None, g[0])) and (month in (None, g[1])) and (day in (None, g[2])) and word == g[3] for g in given
    )


def _names(claim: Bag, source: Bag) -> set[str]:
    unknown = claim.names - source.known - _ASIDE
    return {"names"} if unknown and unknown - {p for w in source.known for p in _PARTS.split(w)} else set()


_ASIDE = frozenset("i the a an".split())
DAY_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december""".split()
)


def _english(claim: Bag, source: Bag) -> set[str]:
    ours, theirs = Counter(claim.words), Counter(source.words)
    vetoes: set[str] = set()
    if _count(ours, NEGATION_EN) != _count(theirs, NEGATION_EN):
        vetoes.add("negation")
    if any(_STEMS_ANTONYMS.get(w, _NONE) & theirs.keys() for w in ours.keys() - theirs.keys()):
        vetoes.add("antonym")
    if _classed(ours) != _classed(theirs) or _still_to_come(claim) != _still_to_come(source):
        vetoes.add("hedge")
    if _chosen(ours, _CONDITIONS) != _chosen(theirs, _CONDITIONS):
        vetoes.add("condition")
    if _chosen(ours, QUANTIFIERS_EN) - _chosen(theirs, QUANTIFIERS_EN) or _lost_before_kept(claim, source):
        vetoes.add("quantifier")
    if _count(theirs, ATTRIBUTION_EN) > _count(ours, ATTRIBUTION_EN):
        vetoes.add("attribution")
    turning = POLARITY_PREPOSITIONS_EN | _DIRECTION
    if _chosen(ours, turning) - _chosen(theirs, turning):
        vetoes.add("preposition")
    if not _known_words(claim, source):
        vetoes.add("new_words")
    return vetoes


_NONE: frozenset[str] = frozenset()


def _count(words: Counter[str], chosen: frozenset[str]) -> int:
    return sum(n for w, n in words.items() if w in chosen or (chosen is NEGATION_EN and w.endswith("n't")))


def _chosen(words: Counter[str], chosen: frozenset[str]) -> Counter[str]:
    return Counter({w: n for w, n in words.items() if w in chosen})


def _classed(words: Counter[str]) -> Counter[str]:
    """Count hedges by class: "about" for "roughly" changes nothing, "may" for "will" does."""
    counted: Counter[str] = Counter()
    for word, number in _chosen(words, HEDGES_EN).items():
        counted[_HEDGE_CLASS.get(word, word)] += number
    return counted


def _still_to_come(parts: Bag) -> int:
    """Count "is to", "are to" before a verb: announced, not done."""
    return sum(
        a in ("is", "are", "was", "were") and b == "to" for a, b in zip(parts.words, parts.words[1:], strict=False)
    )


def _lost_before_kept(claim: Bag, source: Bag) -> bool:
    """Tell whether a quantifier went while the word after it stayed ("some workers" -> "workers")."""
    kept = set(claim.words)
    pairs = {(a, b) for a, b in zip(claim.words, claim.words[1:], strict=False)}
    return any(
        a in QUANTIFIERS_EN and b in kept and (a, b) not in pairs and a not in kept
        for a, b in zip(source.words, source.words[1:], strict=False)
    )


def _known_words(claim: Bag, source: Bag) -> bool:
    """Tell whether every content word is the evidence's own, or a listed synonym of one that was replaced."""
    have = set(source.content)
    gone = {stem(w) for w in source.words} - {stem(w) for w in claim.words}
    new = [w for w in claim.content if w not in have]
    return all(any(w in group and gone & group for group in _SYNONYM_STEMS) for w in new)


def _ordered(claim: Bag, source: Bag) -> bool:
    """Tell whether the shared words stand in the evidence's order; one adverbial may have moved."""
    ours = [w for w in claim.words if w in set(source.words)]
    theirs = list(source.words)
    if claim.han:
        return _subsequence(list(claim.content), list(source.content))
    if _subsequence(ours, theirs):
        return True
    return any(
        _contiguous(block, theirs) and _subsequence(rest, _without(block, theirs)) for block, rest in _moved(ours)
    )


def _moved(words: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return (block, rest) for blocks of two to six words at either end that begin with a preposition."""
    out: list[tuple[list[str], list[str]]] = []
    for size in range(2, min(7, len(words))):
        for block, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if block[0] in _ADVERBIAL:
                out.append((block, rest))
    return out


def _contiguous(block: list[str], words: list[str]) -> bool:
    return any(words[i : i + len(block)] == block for i in range(len(words) - len(block) + 1))


def _without(block: list[str], words: list[str]) -> list[str]:
    for i in range(len(words) - len(block) + 1):
        if words[i : i + len(block)] == block:
            return words[:i] + words[i + len(block) :]
    return words


def _subsequence(ours: list[str], theirs: list[str]) -> bool:
    rest = iter(theirs)
    return all(w in rest for w in ours)


def _chinese(claim: Bag, source: Bag) -> set[str]:
    """Vetoes by substrings: Chinese has no words to count."""
    vetoes: set[str] = set()
    for name, listed in (("negation", NEGATION_ZH), ("hedge", HEDGES_ZH)):
        if any(claim.han.count(w) != source.han.count(w) for w in listed):
            vetoes.add(name)
    if any(w in source.han for w in ATTRIBUTION_ZH) and not any(w in claim.han for w in ATTRIBUTION_ZH):
        vetoes.add("attribution")
    if set(claim.content) - set(source.content):
        vetoes.add("new_words")
    return vetoes
