"""Small edits of news sentences, faithful and not, for measuring the rules.

Half of the kinds were known when the rules were written; the kinds in `HELD_OUT`
were not used for them, so that the figure is not only an echo.

**Source:** the idea follows FactCC's rule-based corruptions (Kryscinski et al., 2020).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from byline.summary.lexicon import ANTONYMS_EN, SYNONYMS_EN
from byline.summary.trims import CONNECTIVES_EN

Edit = Callable[[str, Sequence[str], random.Random], str]


class Edited(NamedTuple):
    """One edit of one sentence."""

    kind: str
    label: Literal[0, 1]
    """1 where it says nothing that the sentence does not."""
    text: str
    source: str


_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])")
_OTHER_SYNONYMS = (
    "study/research helped/supported quickly/swiftly began/commenced enough/sufficient shows/indicates large/sizeable "
    "writes/pens work/labour chance/opportunity answer/reply error/mistake answers/replies errors/mistakes price/cost "
    "firm/enterprise choose/pick often/frequently whole/complete test/trial tests/trials"
)
_OTHER_ANTONYMS = (
    "answer/question answers/questions summer/winter teacher/pupil teachers/pupils day/night cheapest/dearest "
    "works/fails simple/complex free/paid quick/slow text/video word/picture words/pictures hardware/software"
)


def edits(sentences: Sequence[str], *, seed: int = 20250728) -> Iterator[Edited]:
    """Yield every edit that fits each sentence, one of each kind. The same seed gives the same edits."""
    for number, sentence in enumerate(sentences):
        others = [s for s in sentences[max(0, number - 8) : number + 9] if s != sentence]
        for kind, (label, edit) in sorted({**KNOWN, **HELD_OUT}.items()):
            made = edit(sentence, others, random.Random(f"{seed}:{number}:{kind}"))  # noqa: S311 - not for secrets
            if made and (made != sentence or kind == "identity"):
                yield Edited(kind, label, made, sentence)


def _identity(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    return sentence


def _drop_connective(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    cut = re.sub(rf"^(?:(?:{CONNECTIVES_EN}), |(?:But|And|So|Yet) )", "", sentence, flags=re.IGNORECASE)
    return cut[0].upper() + cut[1:] if cut != sentence else ""


def _drop_parenthesis(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    return re.sub(r" \([^)]*\)", "", sentence)


def _drop_relative(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    plain = r"[^,.;:\"“]{8,80}"
    return re.sub(rf", (?:which|who|whose) {plain}(?:,(?= (?!and|or|but))|(?=\.$))", "", sentence, count=1)


def _move_adverbial(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    match = re.match(r"((?:On|In|At|Since|During) (?:\w+ ){0,3}\w+), (.+)\.$", sentence)
    if not match or '"' in sentence:
        return ""
    return f"{match[2][0].upper()}{match[2][1:]} {match[1][0].lower()}{match[1][1:]}."


def _swap_word(sentence: str, pairs: Sequence[Sequence[str]], draw: random.Random) -> str:
    options = [(a, b) for p in pairs for a in p for b in p if a != b and re.search(rf"\b{a}\b", sentence)]
    if not options:
        return ""
    old, new = draw.choice(options)
    return re.sub(rf"\b{old}\b", new, sentence, count=1)


def _synonym(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    return _swap_word(sentence, [sorted(g) for g in SYNONYMS_EN], draw)


def _synonym_unlisted(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    return _swap_word(sentence, [p.split("/") for p in _OTHER_SYNONYMS.split()], draw)


def _antonym(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    return _swap_word(sentence, ANTONYMS_EN, draw)


def _antonym_unlisted(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    return _swap_word(sentence, [p.split("/") for p in _OTHER_ANTONYMS.split()], draw)


def _number_changed(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return ""
    match = draw.choice(found)
    place = draw.choice([i for i, c in enumerate(match[0]) if c.isdigit()])
    digit = draw.choice([d for d in "123456789" if d != match[0][place]])
    changed = match[0][:place] + digit + match[0][place + 1 :]
    return sentence[: match.start()] + changed + sentence[match.end() :]


def _taken(sentence: str, others: Sequence[str], draw: random.Random, *, pattern: re.Pattern[str]) -> str:
    ours = list(pattern.finditer(sentence))
    theirs = sorted({m[0] for o in others for m in pattern.finditer(o)} - {m[0] for m in ours})
    theirs = [t for t in theirs if t not in sentence]
    if not ours or not theirs:
        return ""
    match = draw.choice(ours)
    return sentence[: match.start()] + draw.choice(theirs) + sentence[match.end() :]


def _number_elsewhere(sentence: str, others: Sequence[str], draw: random.Random) -> str:
    return _taken(sentence, others, draw, pattern=_NUMBER)


def _name_elsewhere(sentence: str, others: Sequence[str], draw: random.Random) -> str:
    return _taken(sentence, others, draw, pattern=_NAME)


def _names_swapped(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    found = [m for m in _NAME.finditer(sentence) if m[0] not in _DAYS + _MONTHS]
    pairs = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :] if a[0] not in b[0] and b[0] not in a[0]]
    if not pairs:
        return ""
    a, b = draw.choice(pairs)
    middle = sentence[a.end() : b.start()]
    return sentence[: a.start()] + b[0] + middle + a[0] + sentence[b.end() :]


def _date_changed(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    for names in (_DAYS, _MONTHS):
        found = [n for n in names if re.search(rf"\b{n}\b", sentence)]
        if found:
            old = draw.choice(found)
            return re.sub(rf"\b{old}\b", draw.choice([n for n in names if n != old]), sentence, count=1)
    return ""


def _negation_added(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    verbs = r"\b(is|are|was|were|will|would|can|could|may|has|have|had|does|did)\b(?! not)"
    return re.sub(verbs, r"\1 not", sentence, count=1)


def _negation_removed(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    return re.sub(r"\b(?:not|never) |n't\b", "", sentence, count=1)


def _hedge_removed(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    cut = re.sub(r"\b(?:may|might|could) (\w+)", r"\1", sentence, count=1)
    return re.sub(r"\b(?:reportedly|allegedly|probably|perhaps|apparently|about|nearly|almost) ", "", cut, count=1)


def _quantifier_changed(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    pairs = [("all", "some"), ("most", "some"), ("many", "all"), ("every", "some"), ("few", "many"), ("both", "either")]
    return _swap_word(sentence, pairs, draw)


def _attribution_dropped(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    cut = re.sub(r", (?:[\w.' ]{2,40} said|said [\w.' ]{2,40}|according to [^,.]{3,60})\.$", ".", sentence)
    return re.sub(r"^According to [^,]{3,60}, (\w)", lambda m: m[1].upper(), cut)


def _unit_changed(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    pairs = [
        ("million", "billion"),
        ("billion", "trillion"),
        ("dollars", "euros"),
        ("hours", "minutes"),
        ("days", "weeks"),
    ]
    return _swap_word(sentence, [*pairs, ("per cent", "points"), ("years", "months"), ("yuan", "dollars")], draw)


def _condition_dropped(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    return re.sub(r",? (?:if|unless|provided that|as long as|until) [^,.;\"]{6,90}(?=\.$)", "", sentence)


def _only_removed(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    return re.sub(r"\b[Oo]nly ", "", sentence, count=1)


def _future_done(sentence: str, _others: Sequence[str], _draw: random.Random) -> str:
    cut = re.sub(r"\bwill be\b", "is", sentence, count=1)
    return re.sub(r"\b(?:plans|wants|hopes|expects|intends|is expected|is to) to (\w+)", r"\1s", cut, count=1)


def _comparison_turned(sentence: str, _others: Sequence[str], draw: random.Random) -> str:
    pairs = [
        ("more than", "less than"),
        ("at least", "at most"),
        ("before", "after"),
        ("above", "below"),
        ("with", "without"),
    ]
    return _swap_word(sentence, [*pairs, ("over", "under"), ("from", "to")], draw)


def _noun_elsewhere(sentence: str, others: Sequence[str], draw: random.Random) -> str:
    return _taken(
        sentence, others, draw, pattern=re.compile(r"(?<=\bthe )[a-z]{5,}(?= (?:of|is|was|in|for|that|and)\b)")
    )


KNOWN: dict[str, tuple[Literal[0, 1], Edit]] = {
    "identity": (1, _identity),
    "drop_connective": (1, _drop_connective),
    "drop_parenthesis": (1, _drop_parenthesis),
    "drop_relative": (1, _drop_relative),
    "move_adverbial": (1, _move_adverbial),
    "synonym": (1, _synonym),
    "number_changed": (0, _number_changed),
    "number_elsewhere": (0, _number_elsewhere),
    "name_elsewhere": (0, _name_elsewhere),
    "names_swapped": (0, _names_swapped),
    "date_changed": (0, _date_changed),
    "negation_added": (0, _negation_added),
    "negation_removed": (0, _negation_removed),
    "antonym": (0, _antonym),
    "hedge_removed": (0, _hedge_removed),
    "quantifier_changed": (0, _quantifier_changed),
    "attribution_dropped": (0, _attribution_dropped),
}
HELD_OUT: dict[str, tuple[Literal[0, 1], Edit]] = {
    "synonym_unlisted": (1, _synonym_unlisted),
    "unit_changed": (0, _unit_changed),
    "condition_dropped": (0, _condition_dropped),
    "only_removed": (0, _only_removed),
    "future_done": (0, _future_done),
    "comparison_turned": (0, _comparison_turned),
    "noun_elsewhere": (0, _noun_elsewhere),
    "antonym_unlisted": (0, _antonym_unlisted),
}
