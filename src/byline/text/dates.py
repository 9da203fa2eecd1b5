"""Dates in running text, English and Chinese, and which day a relative one means."""

from __future__ import annotations

import re
from datetime import date, timedelta
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


_MONTHS = "january february march april may june july august september october november december".split()
_MONTH_NUMBER = {m: i for i, m in enumerate(_MONTHS, 1)} | {m[:3]: i for i, m in enumerate(_MONTHS, 1)} | {"sept": 9}
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_NUMERALS = "一二三四五六七八九十"
_EN = re.compile(
    r"\b(?P<y1>(?:19|20)\d\d)-(?P<m1>[01]\d)-(?P<d1>[0-3]\d)\b"
    rf"|\b(?P<d2>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?(?P<m2>{_MONTH})(?:,? (?P<y2>(?:19|20)\d\d))?\b"
    rf"|\b(?P<m3>{_MONTH}) (?P<d3>[0-3]?\d)(?:st|nd|rd|th)?\b(?!,\d|\.\d)(?:,? (?P<y3>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m4>{_MONTH}),? (?:of )?(?P<y4>(?:19|20)\d\d)\b"
    r"|(?<![\w$€£¥.,-])(?P<y5>(?:19|20)\d\d)(?![\w.]\d|,\d|\w| ?%)"
    r"(?! (?:million|billion|trillion|people|workers|jobs|employees|users)\b)"
    r"|\b(?P<word>(?:(?:last|next|this|this past|this coming|early|late) )?"
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|(?i:yesterday|today|tomorrow|tonight))\b"
)
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
_INSERTION = re.compile(r" ?\[(\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}年\d{1,2}月\d{1,2}日)\]")


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


def resolve(mention: DateMention, text: str, *, on: date) -> date | None:
    """Return the day that a relative date means in a text published `on`, or None where it is not sure.

    A weekday is the last one up to the day of publication, unless the sentence
    speaks of the future, which makes it ambiguous. The weekday of the day after
    publication is never resolved: the newsroom's clock may have been ahead of ours.
    """
    if mention.kind != "relative":
        return None
    shift = _SHIFTS.get(mention.word)
    if shift is not None:
        return on + timedelta(days=shift)
    return _weekday(mention.word, text, on=on)


def written(day: date, *, language: str) -> str:
    """Return a day as the edition prints it: "26 July 2025", 2025年7月26日."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def insert_dates(text: str, *, language: str, on: date) -> str:
    """Return the text with the resolved day in brackets after its first relative date, where that is sure.

    "Today" stays as it is, and so does a sentence that names a day itself, and speech.
    """
    mentions = find_dates(text, language=language)
    if any(m.kind == "day" and m.month for m in mentions):
        return text
    for mention in mentions:
        day = resolve(mention, text, on=on)
        quoted = sum(text.count(mark, 0, mention.start) for mark in '"“”「」') % 2
        possessive = text.startswith(("'s", "’s"), mention.end)
        if day is not None and mention.word not in _PLAIN and not (quoted or possessive):
            space = "" if language == "zh" else " "
            return f"{text[: mention.end]}{space}[{written(day, language=language)}]{text[mention.end :]}"
    return text


def strip_insertions(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the text without bracketed dates, and (where it stood, the date as written) for each."""
    out: list[str] = []
    cut: list[tuple[int, str]] = []
    last = 0
    for match in _INSERTION.finditer(text):
        out.append(text[last : match.start()])
        cut.append((sum(map(len, out)), match[1]))
        last = match.end()
    return "".join([*out, text[last:]]), cut


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


def _weekday(word: str, text: str, *, on: date) -> date | None:
    number, prefix = _weekday_number(word)
    back = (on.weekday() - number) % 7
    future = _FUTURE.search(text) is not None
    past = _PAST.search(text) is not None
    if (
        number is None
        or back == 6
        or future
        or not past
        or prefix in ("last", "next", "this", "this coming", "上", "下")
    ):
        return None
    return on - timedelta(days=back)


def _weekday_number(word: str) -> tuple[int, str]:
    head, _, tail = word.rpartition(" ")
    if tail in _DAYS:
        return _DAYS.index(tail), head
    return "一二三四五六日天".index(word[-1]) % 7 if word[-1] != "天" else 6, word[0]


_SHIFTS = {
    "yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0,
    "今晚": 0, "今晨": 0, "明天": 1, "明日": 1, "前天": -2,
}  # fmt: skip
_PLAIN = frozenset({"today", "tonight", "今天", "今日", "今晚", "今晨"})
_PAST = re.compile(
    r"\b\w+ed\b|\b(?:said|made|gave|told|took|came|went|won|lost|cut|set|put|held|ran|rose|fell|grew|built|sold|bought|paid"
    r"|met|led|left|kept|got|saw|hit|began|drew|spent|wrote|found|was|were|had|did|became|spoke|sought|broke|struck|shot"
    r"|sent|brought|shut|quit|sank|flew|drove|read|is|are|has|have)\b|[\u4e00-\u9fff]"
)
"""A sentence that tells what happened: "prefers one output on Monday and another on Tuesday" means no day at all."""
_FUTURE = re.compile(
    r"\b(?:will|would|plans? to|planned|planning|expects?|expected|next|coming|due|scheduled)\b"
    r"|\b(?:set to|to be|upcoming|going to)\b"
    r"|将|计划|预计|拟|下周|即将"
)
