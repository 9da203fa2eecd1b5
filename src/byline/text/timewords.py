"""Time words in running text ("today", "on Thursday", "last week", 上周五) and the dates they mean.

What the edition adds stands in square brackets behind the word: "on Thursday [14 May
2026]", "last week [4–10 May 2026]", "last month [April 2026]". Only where it is sure, from
the day of publication and the tense of the clause; what is counted in weeks or months is
marked as approximate.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from byline.text.dates import MONTHS, DateMention, find_dates, written


class TimeWord(NamedTuple):
    """A time word as written; the bracket stands at its end."""

    start: int
    end: int
    word: str
    """In lower case, without "'s" and without words in front that change nothing ("early")."""


_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNT = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven)"
_EN = re.compile(
    rf"\b(?:(?:early|late) )?(?P<weekday>(?:(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]his past|[Tt]his coming) )?{_WEEKDAY})"
    r"(?: (?:morning|afternoon|evening|night))?(?:['’]s\b)?"
    r"|\b(?<!\w )(?<!\w, )(?P<capital>Yesterday|Today|Tonight|Tomorrow)\b(?:['’]s\b)?"
    r"|\b(?P<day>yesterday|today|tomorrow|tonight|[Tt]his (?:morning|afternoon|evening)"
    r"|[Ll]ast night)\b(?:['’]s\b)?"
    r"|(?<!\b[Tt]he )(?<!past )(?<!very )\b(?P<period>(?:[Ll]ast|[Tt]his|[Nn]ext) (?:week|month|weekend))\b"
    r"(?!s|[ -](?:long|old))(?:['’]s\b)?"
    r"|\b(?P<over>(?:[Oo]ver|[Oo]n|[Aa]t) the weekend)\b"
    rf"|\b(?<!than )(?<!over )(?P<ago>(?i:{_COUNT}) (?:days?|weeks?|months?) ago)\b"
)
_KEYS_EN = ("day", "week", "month", "tonight", "tomorrow", "morning", "afternoon", "evening", "last night")
_ZH = re.compile(
    r"(?P<weekday>(?:上|下|本|这)?(?:周|星期|礼拜)[一二三四五六日天])(?!体|个|次|年|期|刊|线|报)"
    r"|(?P<day>昨天|昨日|昨晚|今天|今日|明天|明日|今晚|今晨|前天)"
    r"|(?P<period>(?:上个?|下个?|本|这个?)(?:周|星期|月))(?![一二三四五六日天末内底初刊报期\d])"
)
_KEYS_ZH = frozenset("周期拜天日晚晨月")
_MONTH_EN = rf"(?:{'|'.join(m.capitalize() for m in MONTHS)})"
_WRITTEN = (
    rf"(?:about )?(?:\d{{1,2}} {_MONTH_EN} \d{{4}}|{_MONTH_EN} \d{{4}})"
    rf"|\d{{1,2}}(?: {_MONTH_EN}(?: \d{{4}})? – |–)\d{{1,2}} {_MONTH_EN} \d{{4}}"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日(?:至(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)?)?"
)
_INSERTION = re.compile(rf" ?\[({_WRITTEN})\]")
_NEAR = 4
"""Characters between a time word and a date in figures that says the same: "Tuesday, 5 May"."""
_THURSDAY, _SUNDAY = 3, 6
_DAY_OFF = 6
"""Days to a weekday from which it may as well be the day next to the publication."""
_AROUND = 90
"""Characters around "today" within which its event must stand."""


def find_time_words(text: str, *, language: str = "en") -> list[TimeWord]:
    """Return the time words of a text in order, those aside that a date in figures stands next to. O(n)."""
    if language == "zh":
        if _KEYS_ZH.isdisjoint(text):
            return []
    elif not any(key in text or key in text.lower() for key in _KEYS_EN):
        return []
    found = [_time_word(m) for m in (_ZH if language == "zh" else _EN).finditer(text)]
    if not found:
        return []
    dates = [d for d in find_dates(text, language=language) if d.kind != "relative" and d.month]
    return [w for w in found if not any(_touch(text, w, d) for d in dates)]


def meaning(word: TimeWord, text: str, *, on: date, language: str = "en") -> str | None:
    """Return the date that a time word means in a text published `on`, as it is printed; None where it is not sure.

    A weekday is the last one where the clause tells of the past, the coming one where it
    speaks of the future. The weekday of the day after publication (before it, in the
    future) is never resolved: the newsroom's clock may have been ahead of ours.
    """
    name = word.word
    if name in _SHIFTS:
        day = on + timedelta(days=_SHIFTS[name])
        return written(day, language=language) if name not in _NOWADAYS or _is_this_day(word, text) else None
    if name.endswith(" ago"):
        return _counted_back(name, on=on)
    if name in _PERIODS:
        unit, shift = _PERIODS[name]
        return _period(unit, shift, on=on, language=language)
    if name.endswith("weekend"):
        return _weekend(name, on=on, language=language)
    found = _weekday_zh(name, word, text, on=on) if language == "zh" else _weekday_en(name, word, text, on=on)
    return None if found is None else written(found, language=language)


def insert_dates(text: str, *, language: str, on: date, source: str | None = None) -> str:
    """Return the text with the date in brackets behind each time word, where that is sure, outside of speech.

    With a `source`, the words the text was taken from, a date goes in only where it holds there too.
    Text that has its dates already comes back unchanged.
    """
    space = "" if language == "zh" else " "
    for word in reversed(find_time_words(text, language=language)):
        if _is_spoken(text, word) or _INSERTION.match(text, word.end):
            continue
        told = meaning(word, text, on=on, language=language)
        if told is not None and (source is None or means_in(word.word, source, on=on, language=language) == told):
            text = f"{text[: word.end]}{space}[{told}]{text[word.end :]}"
    return text


def means_in(name: str, source: str, *, on: date, language: str = "en") -> str | None:
    """Return what the first such time word of a source means; None where it has none or it is not sure."""
    found = (w for w in find_time_words(source, language=language) if w.word == name)
    return next((m for w in found if (m := meaning(w, source, on=on, language=language)) is not None), None)


def is_undated(text: str, *, language: str, on: date) -> bool:
    """Tell whether a time word stays open: a weekday whose tense is doubtful, "last Friday", "10 years ago today".

    "Today" where it may mean nowadays, and speech, ask for no date.
    """
    for word in find_time_words(text, language=language):
        if _is_spoken(text, word) or _INSERTION.match(text, word.end):
            continue
        if meaning(word, text, on=on, language=language) is None and (
            word.word not in _NOWADAYS or text[: word.start].endswith("ago ")
        ):
            return True
    return False


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


def holds_insertion(plain: str, at: int, *, told: str, source: str, on: date) -> bool:
    """Tell whether a bracketed date stands right behind a time word and is what that means, here and in the source."""
    language = "zh" if "年" in told else "en"
    word = next((w for w in find_time_words(plain, language=language) if w.end == at), None)
    if word is None or meaning(word, plain, on=on, language=language) != told:
        return False
    return plain in source or means_in(word.word, source, on=on, language=language) == told


def _time_word(match: re.Match[str]) -> TimeWord:
    name = next(v for v in match.groupdict().values() if v)
    return TimeWord(match.start(), match.end(), name.lower())


def _touch(text: str, word: TimeWord, day: DateMention) -> bool:
    gap = text[day.end : word.start] if day.end <= word.start else text[word.end : day.start]
    return len(gap) <= _NEAR and re.fullmatch(r"[\s,(（，]*(?:on |of )?", gap) is not None


def _is_spoken(text: str, word: TimeWord) -> bool:
    return sum(text.count(mark, 0, word.start) for mark in '"“”「」') % 2 == 1


def _is_this_day(word: TimeWord, text: str) -> bool:
    """Tell whether "today" is the day of publication: something happens, and is not just so nowadays."""
    before, behind = text[: word.start], text[word.end :]
    if word.word in ("今天", "今日"):
        if behind.startswith("的") and not _HELD_ZH.match(behind):
            return False
        return _HAPPENS_ZH.search(text) is not None
    if before.endswith("ago "):
        return False
    if text[word.end - 2 : word.end] in ("'s", "’s"):
        return _EVENT.match(behind) is not None
    if _FROM.search(before):
        return True
    if _NOWADAYS_AROUND.search(before) or _GENERAL.match(behind):
        return False
    begin = 0 if behind.startswith(".") else max(0, word.start - _AROUND)
    return _HAPPENS.search(text, begin, word.end + _AROUND) is not None


def _counted_back(name: str, *, on: date) -> str | None:
    number, unit, _ago = name.split()
    count = int(number) if number.isdigit() else _NUMBERS[number]
    if unit.startswith("day"):
        return written(on - timedelta(days=count), language="en")
    if unit.startswith("week"):
        return f"about {written(on - timedelta(weeks=count), language='en')}"
    return f"about {_month(on, -count, language='en')}"


def _period(unit: str, shift: int, *, on: date, language: str) -> str | None:
    if unit == "month":
        return _month(on, shift, language=language)
    # On a Sunday "last week" may be the one that ends: where weeks begin on Sundays, it is over.
    if on.weekday() == _SUNDAY and shift and language != "zh":
        return None
    monday = on - timedelta(days=on.weekday()) + timedelta(weeks=shift)
    return _span(monday, monday + timedelta(days=6), language=language)


def _weekend(name: str, *, on: date, language: str) -> str | None:
    """Return the weekend that is over, told of from Monday to Thursday; any other is doubtful."""
    if name.startswith(("this", "next")) or on.weekday() > _THURSDAY:
        return None
    saturday = on - timedelta(days=on.weekday() + 2)
    return _span(saturday, saturday + timedelta(days=1), language=language)


def _month(on: date, shift: int, *, language: str) -> str:
    months = on.year * 12 + on.month - 1 + shift
    year, month = divmod(months, 12)
    return f"{year}年{month + 1}月" if language == "zh" else f"{MONTHS[month].capitalize()} {year}"


def _span(first: date, last: date, *, language: str) -> str:
    """Return a stretch of days: "4–10 May 2026", "27 April – 3 May 2026", 2026年5月4日至10日."""
    end = written(last, language=language)
    if language == "zh":
        if first.year == last.year:
            end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
        return f"{written(first, language='zh')}至{end}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    month = MONTHS[first.month - 1].capitalize()
    return f"{first.day} {month} – {end}" if first.year == last.year else f"{first.day} {month} {first.year} – {end}"


def _weekday_en(name: str, word: TimeWord, text: str, *, on: date) -> date | None:
    prefix, _, day = name.rpartition(" ")
    if prefix in ("last", "next"):
        return None
    tense = "past" if prefix == "this past" else "future" if prefix == "this coming" else _tense(word, text)
    return _by_tense(_DAYS.index(day), tense, on=on)


def _weekday_zh(name: str, word: TimeWord, text: str, *, on: date) -> date | None:
    number = "一二三四五六日天".index(name[-1]) % 7 if name[-1] != "天" else 6
    week = {"上": -1, "本": 0, "这": 0, "下": 1}.get(name[0])
    if week is not None:
        return on - timedelta(days=on.weekday()) + timedelta(days=number, weeks=week)
    return _by_tense(number, "" if _FUTURE_ZH.search(text) else "past", on=on)


def _by_tense(number: int, tense: str, *, on: date) -> date | None:
    back, ahead = (on.weekday() - number) % 7, (number - on.weekday()) % 7
    if tense == "past" and back != _DAY_OFF:
        return on - timedelta(days=back)
    if tense == "future" and ahead != _DAY_OFF:
        return on + timedelta(days=ahead)
    return None


def _tense(word: TimeWord, text: str) -> str:
    """Return "past" or "future" by the verb that a weekday stands nearest to in its clause, "" where neither is told.

    The last verb in front of it decides ("announced Wednesday that it will"), else the first behind it.
    """
    if _TOLD_IN.search(text[: word.start]):
        return "past"
    begin = max((m.end() for m in _CLAUSE_END.finditer(text, 0, word.start)), default=0)
    before = list(_VERB.finditer(text, begin, word.start))
    end = _CLAUSE_END.search(text, word.end)
    # "Acme released plans Friday to sell it": what was released is a thing.
    while len(before) > 1 and before[-1][0].startswith("plan") and before[-2]["past"]:
        before.pop()
    verb = before[-1] if before else _VERB.search(text, word.end, end.start() if end else len(text))
    if verb is None:
        earlier = list(_VERB.finditer(text, 0, begin))
        if earlier:
            return "past" if earlier[-1]["past"] else ""
        verb = _VERB.search(text, word.end)
    if verb is None:
        return ""
    return "" if verb["open"] else "future" if verb["future"] else "past"


_NUMBERS = {w: i for i, w in enumerate("one two three four five six seven eight nine ten eleven".split(), 1)} | {
    "a": 1,
    "an": 1,
}
_SHIFTS = {
    "yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "last night": -1,
    "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0, "今晨": 0, "明天": 1, "明日": 1, "前天": -2,
}  # fmt: skip
_NOWADAYS = frozenset({"today", "今天", "今日"})
"""Words that may mean a time of many years."""
_PERIODS = {
    "last week": ("week", -1), "this week": ("week", 0), "next week": ("week", 1),
    "last month": ("month", -1), "this month": ("month", 0), "next month": ("month", 1),
    "上周": ("week", -1), "上星期": ("week", -1), "上个周": ("week", -1), "上个星期": ("week", -1), "本周": ("week", 0),
    "本星期": ("week", 0), "这周": ("week", 0), "这星期": ("week", 0), "这个周": ("week", 0), "这个星期": ("week", 0),
    "下周": ("week", 1), "下星期": ("week", 1), "下个周": ("week", 1), "下个星期": ("week", 1), "上月": ("month", -1),
    "上个月": ("month", -1), "本月": ("month", 0), "这月": ("month", 0), "这个月": ("month", 0), "下月": ("month", 1),
    "下个月": ("month", 1),
}  # fmt: skip
_IRREGULAR = (
    "said|made|gave|told|took|came|went|won|lost|cut|set|put|held|ran|rose|fell|grew|built|sold|bought|paid|met|led|left"
    "|kept|got|saw|hit|began|drew|spent|wrote|found|was|were|had|did|became|spoke|sought|broke|struck|shot|sent|brought"
    "|shut|quit|sank|flew|drove|beat|stood|threw|withdrew|swore|pled|sued|took"
)
_CLAUSE_END = re.compile(
    r"[;:—–]|, (?!(?:on|early|late|\d)\b)|(?<![\w-])(?:after|before|when|while|which|who|because|but|and)(?![\w-])"
)
_VERB = re.compile(
    r"\b(?:(?P<future>will|would|won['’]t"
    r"|(?<!the )(?<!a )(?<!its )(?<!new )(?:plans?(?= (?:to|an?|the|its|another)\b)|plans(?=(?: on)? ?$))"
    r"|planned|planning|expects?|expected|due|scheduled|slated"
    r"|set to|set for"
    r"|to be|going to|upcoming|(?:is|are) (?!being\b)[a-z]+ing)"
    r"|(?P<open>is|are|can|could|may|might|must|should|prefers?)"
    rf"|(?P<past>(?:has|have|{_IRREGULAR}|(?!(?:need|speed|feed|seed|hundred|indeed|red|bed|led|fed"
    rf"|shed)\b)[a-z]+ed)"
    r"(?! (?:set|due|expected|scheduled|slated|to be)\b)))\b"
)
_TOLD_IN = re.compile(
    r"\b(?:ruling|report|statement|post|filing|interview|letter|e-?mail|memo|note|announcement|call"
    r"|conference|posted|wrote)"
    r" (?:on |late |early )*$"
)
""" "according to a ruling on Thursday": what was told is past, whatever it tells of."""
_FUTURE_ZH = re.compile(r"将|计划|预计|拟|下周|即将")
_HAPPENS = re.compile(
    r"\b(?:announc|launch|releas|unveil|introduc|publish|debut|report|sign|fil|reveal|confirm|expand|add"
    r"|updat|ship|open"
    r"|submitt|shar|post|hit|start|claim|roll|rais|acquir|agree|appoint|file|vot|rul|order|warn|preview"
    r"|upgrad|show|previewed"
    r"|detail|cut|clos|sued|su|recall|hir|join|mov|delay|cancel|approv|reject|testif|testifi|remov"
    r"|deliver|pass|reach|end"
    r")ed\b|\b(?:said|says|told|began|went|came|became|won|lost|held|took|gave|got|sold|bought|met|saw"
    r"|made|sent|hit)\b"
    r"|\b(?:is|are|was|were|begin|began)(?: (?:now|also|officially))? (?:rolling|launching|announcing"
    r"|introducing|releasing"
    r"|adding|bringing|expanding|making|acquiring|opening|updating|unveiling|getting|giving|out|live"
    r"|starting|available"
    r"|shipping|publishing|testing|joining|coming|going|open)\b"
    r"|\b(?:opens|launches|begins|starts|arrives|debuts|goes live|continues|adds|announces|introduces"
    r"|releases|unveils"
    r"|reports|rolls|publishes|signs|presents) (?:\w+ ){0,2}today\b"
    r"|\b[Tt]oday, [A-Z][\w.]+ (?:announces|introduces|launches|releases|unveils|publishes|is)\b"
    r"|\b[Tt]oday (?:announces|introduces|launches|releases|unveils|publishes|presents|signs|opens|starts|begins)\b"
    r"|\badding \w+ \w+ today\b|\bavailable (?:\w+ ){0,5}today\b|\breport today\b"
)
"""What makes "today" a day: an event. "The models we use today are large" has none."""
_FROM = re.compile(
    r"\b(?:[Ss]tarting|[Bb]eginning|[Ee]ffective|[Aa]s of|[Ff]rom|[Uu]ntil|[Ss]ince|[Ee]arlier|[Ll]ater) $"
)
_NOWADAYS_AROUND = re.compile(
    r"\b(?:of|even|used|use|uses|exists?|existing|known|know|works?|possible|do|does|think|see|have|need"
    r"|built|today and"
    r"|most|best|like|than|available (?:on the market|models))(?: it)? $|\b(?:from|between) \w+ to $"
)
_GENERAL = re.compile(
    r",? (?:most|many|few|some|people|everyone|nearly|almost|more than|over|about|is|are|has|have"
    r"|there)\b| and (?:in|tomorrow)\b|,? [a-z]+s are\b"
)
_EVENT = re.compile(
    r" (?:\w+ )?(?:announcements?|updates?|release|launch|call|earnings|event|keynote|hearing|report"
    r"|ruling|vote|news|meeting"
    r"|session|filing|decision|episode|trial|deal|presentation|stream|show)\b"
)
_HAPPENS_ZH = re.compile(
    r"宣布|发布|推出|上线|公布|表示|透露|开源|召开|举行|启动|曝光|报道|获悉|消息|签署|完成|开始|正式|升级|更新|下架|发文|反馈|收到|回应|指出"
)
_HELD_ZH = re.compile(r"的[^，。；]{0,40}?(?:大会|发布会|峰会|论坛|活动|会议|直播|演讲|采访|电话会|上[，,])")
""" "在今天的开发者大会上": held on that day."""
