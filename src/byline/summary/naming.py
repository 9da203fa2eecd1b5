"""A name in brackets behind a noun that leans on it: "The model [Orca 2] has 40 layers".

Only where the same article introduces the noun by one name, in so many words ("Orca 2 is a
language model", "its model Orca 2"), and by no other. The sentence that introduces it is cited
as well, so that the name can be checked like everything else: with nothing but the passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from byline.records import Passage
from byline.summary.names_en import COMMON_STARTS, DEMONYM, PROPER

_NAME = r"[A-Z][\w&.-]*(?<![.-])(?: (?:[A-Z][\w&.-]*|\d[\w.]*)(?<![.-])){0,3}"
_KIND = (
    r"(?:(?:start-?up|company|firm|maker|group|agency|bank|lab|laborator(?:y)|institute|developer|publisher|retailer"
    r"|model|system|chip|processor|robot|phone|app|tool|chatbot|assistant|browser|agent|platform|service|framework"
    r"|library|benchmark|dataset|test|game|car|satellite|rocket|supercomputer|language|project|family|series|site"
    r"|website|program|programme|conference|alliance|home|school|hospital|university|supermarket|newspaper))"
)
_STOPS = (
    r"(?=[,.;:()]|$| (?:that|which|who|whose|where|called|named|formerly|behind|from|of|with|without|in|at|for|based|by"
    r"|known|and|to|on|backed|run|led|owned|founded|built|designed|made|developing|making|specialising|specializing)\b)"
)
_PHRASE = rf"(?:[\w’'-]+ ){{0,6}}?(?P<noun>[a-z][a-z-]{{2,}}){_STOPS}"
_INTRODUCES = (
    re.compile(rf"(?<!\bin )(?<!\bat )(?<!\bon )(?<!\bof )(?<!from )(?<!near )\b(?P<name>{_NAME}), an? {_PHRASE}"),
    re.compile(rf"(?<!\bin )(?<!\bat )(?<!\bon )(?<!\bof )(?<!from )(?<!near )\b(?P<name>{_NAME}), the {_PHRASE}"),
    re.compile(rf"^(?P<name>{_NAME}) (?:is|was) (?:an?|one of the) {_PHRASE}"),
    re.compile(
        rf"(?:\b(?:an?|its|their|his|her|new|the)|['’]s) (?:[\w-]+ ){{0,3}}?(?P<noun>{_KIND})"
        rf" (?P<name>{_NAME})(?=[,.;]|$| (?:is|was|has|will|can|for|on|in|at|with|from|to|which|that|and)\b)"
    ),
    re.compile(
        r"(?:\b(?:[Tt]he|[Aa]n?|its|their|new)|['’]s) (?:[a-z-]+ ){0,2}"
        rf"(?P<name>(?:[A-Z][\w.-]* ){{0,2}}(?:[A-Z][\w.-]*\d[\w.-]*|[A-Z][\w.-]* \d[\w.]*)) (?P<noun>{_KIND})\b"
    ),
    re.compile(rf"\b(?P<noun>{_KIND}),? (?:called|named|dubbed|known as) [“\"]?(?P<name>{_NAME})"),
)
_ENDS_IN_NOUN = re.compile(
    r"\b(?P<name>[A-Z][\w.-]*(?: (?:[A-Z][\w.-]*|for|of|on)){0,5} (?P<noun>Plan|Act|Conference|Institute|Alliance"
    r"|Olympiad|Bill|Summit|Foundation|Association|Ministry|Commission|Council|Index|Prize|Project|Programme|Program|Fund))\b"
    r"(?! [A-Z])"
)
""" "the World Chip Conference": the conference. What the name ends in is what it is."""
_CONCERNS = frozenset("company firm startup start-up maker group giant".split())
_DID = (
    r"(?:said|says|announced|announces|launched|launches|released|releases|unveiled|raised|acquired|bought|reported|plans"
    r"|will|has|had|is|was|agreed|introduced|opened|hired|expects|cut|confirmed|declined|filed|told|sold|sells)"
)
_SUBJECT = re.compile(rf"^(?P<name>{_NAME}) {_DID}\b")
""" "Acme said ...": the company of the very next sentence, where no other name stands in this one."""
_LEANS = re.compile(r"^The (?P<noun>[a-z][a-z-]+)(?= (?!of\b|that\b|who\b|which\b|behind\b|for\b|between\b|in\b)[a-z])")
_BRACKETED = re.compile(rf"^(?P<the>The (?P<noun>[a-z][a-z-]+)) \[(?P<name>{_NAME})\]")
_NEXT = 2
"""Characters between two sentences that follow each other."""


def name_for(text: str, passage: Passage, earlier: Sequence[Passage], *, known: Iterable[str]) -> Passage | None:
    """Return the sentence in `earlier` that names the subject of `text` ("The model ..."), None where none surely does.

    `earlier` are the sentences of the same article in front of the passage, in order; `known` are the ids of
    entities that the article names, of which a company without an introduction must be one.
    """
    leans = _LEANS.match(text)
    if leans is None or not earlier:
        return None
    noun = leans["noun"]
    named = [(p, name) for p in earlier for n, name in introductions(p.quote) if n == noun]
    names = {name for _p, name in named}
    if not names and noun in _CONCERNS:
        name = _sole_subject(earlier[-1].quote)
        sure = name is not None and _slug(name) in set(known) and _follows(earlier[-1], passage)
        return earlier[-1] if sure else None
    if len(names) != 1:
        return None
    (name,) = names
    last = earlier[-1].quote
    others = [n for n in PROPER.findall(last) if not DEMONYM.match(n)]
    if name in text or (name.split()[0] not in last and others):
        return None
    return named[0][0]


def leaning_noun(text: str) -> str | None:
    """Return the noun that a sentence opens with as if it were known, None where it opens otherwise."""
    leans = _LEANS.match(text)
    return leans["noun"] if leans else None


def with_name(text: str, introducing: Passage) -> str:
    """Return the text with the name in brackets that the passage gives its first noun; unchanged without one."""
    leans = _LEANS.match(text)
    if leans is None:
        return text
    name = next((name for n, name in introductions(introducing.quote) if n == leans["noun"]), None)
    if name is None and leans["noun"] in _CONCERNS:
        name = _sole_subject(introducing.quote)
    return text if name is None else f"{text[: leans.end()]} [{name}]{text[leans.end() :]}"


def read_out(text: str) -> str:
    """Return the text with a bracketed name in place of its noun: how it is to be understood."""
    return _BRACKETED.sub(lambda m: m["name"], text)


def strip_name(text: str) -> str:
    """Return the text without a bracketed name behind its first noun."""
    return _BRACKETED.sub(lambda m: m["the"], text)


def name_held(text: str, passages: Sequence[Passage]) -> bool:
    """Tell whether another cited passage, earlier in the same article, gives the noun the bracketed name."""
    found = _BRACKETED.match(text)
    if found is None:
        return False
    opening = strip_name(text)[: found.end("the")]
    quoted = [p for p in passages if opening in p.quote]
    return any(
        q.article_id == p.article_id and q.end <= p.start and _gives(q, p, noun=found["noun"], name=found["name"])
        for p in quoted
        for q in passages
    )


def introductions(quote: str) -> Iterator[tuple[str, str]]:
    """Yield each (noun, name) that a sentence introduces: ("model", "Orca 2") for "Orca 2 is a language model"."""
    for match in _ENDS_IN_NOUN.finditer(quote):
        if _is_name(match["name"]):
            yield match["noun"].lower(), match["name"]
    for pattern in _INTRODUCES:
        for match in pattern.finditer(quote):
            if _is_name(match["name"]):
                yield match["noun"], match["name"]


def _gives(introducing: Passage, passage: Passage, *, noun: str, name: str) -> bool:
    if (noun, name) in introductions(introducing.quote):
        return True
    return noun in _CONCERNS and _follows(introducing, passage) and _sole_subject(introducing.quote) == name


def _sole_subject(quote: str) -> str | None:
    """Return the name that a sentence opens with, where it is the only one in it."""
    subject = _SUBJECT.match(quote)
    if subject is None or not _is_name(subject["name"]):
        return None
    others = [n for n in PROPER.findall(quote, subject.end("name")) if not DEMONYM.match(n)]
    return None if others else subject["name"]


def _follows(first: Passage, second: Passage) -> bool:
    return 0 <= second.start - first.end <= _NEXT


def _is_name(name: str) -> bool:
    first = name.split(maxsplit=1)[0]
    return first.lower() not in COMMON_STARTS and DEMONYM.match(name) is None and PROPER.search(f"x {name}") is not None


def _slug(name: str) -> str:
    return re.sub(r"[^a-z\d]+", "-", name.lower()).strip("-")
