"""What an article introduces once and then only calls by its short name: abbreviations and surnames.

"Federated learning (FL)" and "Jane Roe", 模型能力倡议（MCI） and 贾恩·帕特尔 are introduced in one sentence; a later
one that says FL, Roe, MCI or 帕特尔 alone is a riddle to who reads it by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ABBREVIATION = re.compile(r"(?<=[a-z]) \((?P<short>[A-Z][A-Za-z]{0,3}[A-Z]|[A-Z]{2})s?\)")
_FULL_NAME = re.compile(r"\b(?P<first>[A-Z][a-z]+(?: [A-Z]\.)?) (?P<last>[A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b(?! [A-Z])")
_CAPITAL = re.compile(r"\b[A-Z][A-Za-z]*(?:-[A-Z][a-z]+)?\b")
_OPENS = re.compile(
    r"(?P<last>[A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?:['’]s)? (?:is|was|has|had|will|[a-z]+(?:s|ed)|spoke|said)\b"
)
_A_FORMER = re.compile(
    r"[A-Z][a-z]+(?:-[A-Z][a-z]+)? (?:is|was) an? (?:former|ex-)\s?(?:[\w-]+ ){0,3}(?:partner|executive|engineer"
    r"|researcher|employee|scientist|chief|head|president|director|lawyer|judge|professor|journalist|adviser|advisor|officer)\b"
)
""" "Roe is a former partner": somebody whom an article introduced, perhaps where we cannot see it."""
_SHORT_ZH = re.compile(
    r"[\u4e00-\u9fff]\s?（\s?(?:简称|以下简称|下称|英文简称)?\s?[「“]?(?P<short>[A-Z][A-Za-z]{1,7})[」”]?\s?）"
)
_NAME_ZH = re.compile(
    r"(?<!中国)(?<!全球)(?<!\d)[\u4e00-\u9fff]{1,6}\s?[·・]\s?(?P<last>[\u4e00-\u9fff]{2,5}?)"
    r"(?=[（(]|，[^，]{0,12}(?:表示|称|说)|表示|称|说|认为|指出|透露)"
)
""" 贾恩·帕特尔表示: a foreign name in front of a verb of saying or of its spelling; 中国·上海 is a place."""
_SAYS_ZH = "(?:表示|称|说|认为|指出|透露|强调|介绍|宣布|承认|在|曾|还)"
_LATIN_ZH = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z]{1,7}(?![A-Za-z0-9])")


def unintroduced(sentence: str, text: str, *, start: int, title: str) -> bool:
    """Tell whether a sentence uses a short name that only an earlier sentence of its text introduces.

    `start` is where the sentence begins in the text. A name that stands in the title, too, is
    known. Surnames count where the sentence opens with them. O(n) once a text.
    """
    shorts, people = _introductions(text)
    known = _capitals(title)
    words = _CAPITAL.findall(sentence) if shorts else []
    used = {w.removesuffix("s") if w[:-1].isupper() else w for w in words} - known
    if any(shorts.get(w, start) < start and f"({w}" not in sentence for w in used):
        return True
    opens = _OPENS.match(sentence)
    if opens is None or opens["last"] in known:
        return False
    return people.get(opens["last"], start) < start or _A_FORMER.match(sentence) is not None


def unintroduced_zh(sentence: str, text: str, *, start: int, title: str) -> bool:
    """Tell the same of a Chinese sentence: an abbreviation from brackets, the last part of a foreign name."""
    shorts, people = _introductions_zh(text)
    for short in _LATIN_ZH.findall(sentence):
        if short not in title and shorts.get(short, start) < start and f"（{short}" not in sentence:
            return True
    bare = sentence.replace(" ", "")
    return any(
        at < start
        and last not in title
        and f"·{last}" not in bare
        and re.search(rf"(?:^|[，；：。]){last}{_SAYS_ZH}", bare)
        for last, at in people.items()
    )


@lru_cache(maxsize=64)
def _capitals(title: str) -> frozenset[str]:
    """Return a title's words with a capital: every sentence of its article is held against them."""
    return frozenset(_CAPITAL.findall(title))


@lru_cache(maxsize=64)
def _introductions(text: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return where abbreviations and surnames are first introduced."""
    shorts: dict[str, int] = {}
    for match in _ABBREVIATION.finditer(text):
        shorts.setdefault(match["short"], match.start())
    people: dict[str, int] = {}
    for match in _FULL_NAME.finditer(text):
        people.setdefault(match["last"], match.start())
    return shorts, people


@lru_cache(maxsize=64)
def _introductions_zh(text: str) -> tuple[dict[str, int], dict[str, int]]:
    shorts: dict[str, int] = {}
    for match in _SHORT_ZH.finditer(text):
        shorts.setdefault(match["short"], match.start())
    people: dict[str, int] = {}
    for match in _NAME_ZH.finditer(text):
        people.setdefault(match["last"], match.start())
    return shorts, people
