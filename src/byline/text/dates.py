"""Dates in running text, English and Chinese. What the relative ones mean: `byline.text.timewords`."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple


class DateMention(NamedTuple):
    """A date as written."""

    start: int
    end: int
    kind: Literal["day", "month", "year", "relative"]
    year: int | None
    month: int | None
    day: int | None
    word: str
    """For relative dates: the words, in lower case ("last saturday", 周六)."""

    def key(self) -> tuple[int | None, int | None, int | None, str]:
        """Return what makes two mentions the same date."""
        return self.year, self.month, self.day, self.word


MONTHS = "january february march april may june july august september october november december".split()
"""Names of the months in lower case, in order."""
_MONTH_NUMBER = {m: i for i, m in enumerate(MONTHS, 1)} | {m[:3]: i for i, m in enumerate(MONTHS, 1)} | {"sept": 9}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_NUMERALS = "一二三四五六七八九十"
_EN = re.compile(
    r"(?=[\dADFJMNOSTWYelnty])(?:\b(?P<y1>(?:19|20)\d\d)-(?P<m1>[01]\d)-(?P<d1>[0-3]\d)\b"
    rf"|\b(?P<d2>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?(?P<m2>{_MONTH})(?:,? (?P<y2>(?:19|20)\d\d))?\b"
    rf"|\b(?P<m3>{_MONTH}) (?P<d3>[0-3]?\d)(?:st|nd|rd|th)?\b(?!,\d|\.\d)(?:,? (?P<y3>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m4>{_MONTH}),? (?:of )?(?P<y4>(?:19|20)\d\d)\b"
    r"|(?<![\w$€£¥.,-])(?P<y5>(?:19|20)\d\d)(?![\w.]\d|,\d|\w| ?%)"
    r"(?! (?:million|billion|trillion|people|workers|jobs|employees|users)\b)"
    r"|\b(?P<word>(?:(?:last|next|this|this past|this coming|early|late) )?"
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|(?i:yesterday|today|tomorrow|tonight))\b)"
)
"""What it looks ahead for is how a date may begin: every other character is passed over at once."""
_ZH = re.compile(
    r"(?:(?P<y1>(?:19|20)\d\d)\s?年\s?)?(?P<m1>1[0-2]|0?[1-9])\s?月\s?(?P<d1>[0-3]?\d)\s?[日号]"
    rf"|(?P<m2>[{_NUMERALS}]{{1,2}})月(?P<d2>[{_NUMERALS}廿]{{1,3}})[日号]"
    r"|(?P<y3>(?:19|20)\d\d)\s?年\s?(?P<m3>1[0-2]|0?[1-9])\s?月"
    r"|(?P<y4>(?:19|20)\d\d)\s?年"
    r"|(?P<y5>(?:19|20)\d\d)-(?P<m5>[01]\d)-(?P<d5>[0-3]\d)"
    r"|(?<![\d月])(?P<d6>[0-3]?\d)日(?![本元])"
    r"|(?P<word>(?:上|下|本|这)?(?:周|星期|礼拜)[一二三四五六日天](?!体|个|次|年|期|刊)|昨天|昨日|今天|今日|明天|明日|昨晚|今晚|今晨|前天)"
)
_DIGIT = re.compile(r"\d")
_ZH_MARKS = frozenset("月年日号天晚晨周期拜-")
"""Every Chinese date holds one of these."""


def find_dates(text: str, *, language: str = "en") -> list[DateMention]:
    """Return the dates of a text in order. O(n)."""
    if not _may_hold(text, language=language):
        return []
    pattern = _ZH if language == "zh" else _EN
    found = [_mention(m) for m in pattern.finditer(text)]
    return [d for d in found if d is not None]


def _may_hold(text: str, *, language: str) -> bool:
    """Tell cheaply whether a text can hold a date: nine sentences in ten hold none."""
    if language == "zh":
        return not _ZH_MARKS.isdisjoint(text)
    lowered = text.lower()
    return "day" in lowered or "tomorrow" in lowered or "tonight" in lowered or _DIGIT.search(text) is not None


def written(day: date, *, language: str) -> str:
    """Return a day as the edition prints it: "26 July 2025", 2025年7月26日."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _mention(match: re.Match[str]) -> DateMention | None:
    groups = {k: v for k, v in match.groupdict().items() if v}
    if "word" in groups:
        return DateMention(match.start(), match.end(), "relative", None, None, None, groups["word"].lower())
    parts = {k[0]: v for k, v in groups.items()}
    year = int(parts["y"]) if "y" in parts else None
    month = _month(parts["m"]) if "m" in parts else None
    day = _number(parts["d"]) if "d" in parts else None
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    kind: Literal["day", "month", "year"] = "day" if day else "month" if month else "year"
    return DateMention(match.start(), match.end(), kind, year, month, day, "")


def _month(text: str) -> int:
    name = text.rstrip(".").lower()
    return _MONTH_NUMBER[name] if name in _MONTH_NUMBER else _number(text)


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    tens, found, ones = text.replace("廿", "二十").partition("十")
    digit = {c: i for i, c in enumerate(_NUMERALS[:9], 1)}
    return (digit.get(tens, 1) * 10 if found else 0) + digit.get(ones if found else tens, 0)
