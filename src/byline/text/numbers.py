"""Numbers in running text, English and Chinese, as values that can be compared.

"$16.5bn", "16.5 billion dollars" and 165亿美元 are one value; "about 40 %" is an
interval around .4; "GPT-4" holds no number at all, and the 4 of "Claude 4" is a
label, not an amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from byline.text.dates import DateMention, find_dates
from byline.text.words import STOPWORDS_EN, stem, word_set

QuantityKind = Literal["money", "percent", "count", "label"]


class Quantity(NamedTuple):
    """One amount and where it stands."""

    start: int
    end: int
    """With its currency, magnitude and unit, without words such as "about"."""
    value: float
    low: float
    high: float
    """The interval that the wording allows: rounding, "about", "at least"."""
    unit: str
    """ISO code for money, "%" for per cent, else the stem of the counted noun, or ""."""
    kind: QuantityKind

    def agrees(self, other: Quantity) -> bool:
        """Tell whether both may be the same amount: intervals overlap."""
        return self.low <= other.high and other.low <= self.high

    def equals(self, other: Quantity) -> bool:
        """Tell whether both state the same value, to one part in a million."""
        return abs(self.value - other.value) <= 1e-6 * max(1.0, abs(self.value), abs(other.value))


_CURRENCY = {
    "US$": "USD", "$": "USD", "USD": "USD", "美元": "USD", "美金": "USD", "dollar": "USD", "dollars": "USD",
    "A$": "AUD", "C$": "CAD", "HK$": "HKD", "港元": "HKD", "港币": "HKD", "NT$": "TWD", "新台币": "TWD", "S$": "SGD",
    "€": "EUR", "EUR": "EUR", "欧元": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "GBP": "GBP", "英镑": "GBP", "pounds": "GBP", "CHF": "CHF",
    "¥": "CNY", "￥": "CNY", "RMB": "CNY", "CNY": "CNY", "yuan": "CNY", "renminbi": "CNY", "元": "CNY", "人民币": "CNY",
    "元人民币": "CNY", "块钱": "CNY", "日元": "JPY", "JPY": "JPY", "yen": "JPY", "₩": "KRW", "KRW": "KRW", "won": "KRW",
    "韩元": "KRW", "₹": "INR", "rupees": "INR",
}  # fmt: skip
_MAGNITUDE = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mn": 1e6, "mln": 1e6, "bn": 1e9,
    "tn": 1e12, "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12,
    "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10,
    "千亿": 1e11, "万亿": 1e12,
}  # fmt: skip
_WORDS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12, "half a": 0.5,
}  # fmt: skip
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_POWERS = {"十": 10, "百": 100, "千": 1000}

_SIGNS = r"US\$|A\$|C\$|HK\$|NT\$|S\$|\$|€|£|¥|￥|₩|₹|(?:USD|EUR|GBP|CHF|RMB|CNY|JPY|KRW)(?=\s?\d)"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT_EN = (
    r"%|per ?cent\b|percentage points?|basis points?|(?:US |U\.S\. )?dollars?\b|euros?\b|pounds\b"
    r"|yuan\b|renminbi\b|yen\b|won\b|rupees\b"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_ENGLISH = re.compile(
    rf"(?<![\w.])(?<![A-Za-z]-)(?P<sign>{_SIGNS})?[ \u00a0]?(?<![A-Za-z_])(?P<number>{_DIGITS})(?!\d)"
    r"(?!(?:st|nd|rd|th)\b)"
    r"(?:[ \u00a0-]?(?P<magnitude>(?i:hundred|thousand|million|billion|trillion)|mln|mn|bn|tn)\b"
    r"|(?P<letter>[kKmMbBtT])\b)?"
    rf"(?:[ \u00a0-]?(?P<unit>{_UNIT_EN}))?",
)
_WORDED = re.compile(
    rf"(?<![\w-])(?P<number>(?:{_TENS})(?:-(?:one|{_SMALL}))?|{_SMALL}|{_TEENS}|dozen"
    r"|(?:a|one|half a)(?= (?:hundred|thousand|million|billion|trillion|dozen)))\b"
    rf"(?:[ -](?P<magnitude>hundred|thousand|million|billion|trillion|dozen)\b)?(?:[ -](?P<unit>{_UNIT_EN}))?",
    re.IGNORECASE,
)
_NUMBER_WORDS = frozenset(f"{_TENS}|{_SMALL}|{_TEENS}|dozen|half".split("|"))
_MAGNITUDE_CUES = ("hundred", "thousand", "illion", "dozen")
_ZH_CURRENCY = "美元|美金|元人民币|人民币|欧元|英镑|日元|韩元|港元|港币|新台币|块钱|元"
_ZH_MEASURE = (
    "个百分点|名|人|家|个|台|辆|款|种|项|条|次|倍|岁|年|个月|天|小时|分钟|秒|届|位|张|枚|颗|部|座|所|件|篇|份|参数"
)
_CHINESE = re.compile(
    rf"(?<![A-Za-z\d_.])(?<![A-Za-z]-)(?P<sign>{_SIGNS})?(?P<number>{_DIGITS})(?!\d)"
    r"(?:(?P<letter>[kKmMbBtT])(?![A-Za-z\d])|(?![A-Za-z-]*[A-Za-z]))"
    r"\s?(?P<magnitude>万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?"
    rf"(?P<more>多|余|来)?(?P<unit>%|％|{_ZH_CURRENCY}|{_ZH_MEASURE})?"
    r"|百分之(?P<percent>[\d.]+|[零〇一二三四五六七八九十百两点]+)"
    rf"|(?P<han>[一二两三四五六七八九十百千零〇]*[一二两三四五六七八九十][十百千]?)(?P<hanmag>万亿|亿"
    rf"|万)?(?P<hanmore>多|余)?"
    rf"(?P<hanunit>%|％|{_ZH_CURRENCY}|{_ZH_MEASURE})"
)
_WRITTEN = re.compile(
    rf"(?<![A-Za-z\d_.,])(?P<number>{_DIGITS})(?![\d]|,\d)"
    r"(?:[ \u00a0-]?(?P<word>(?i:hundred|thousand|million|billion|trillion)|mln|mn|bn|tn)\b"
    r"|[ \u00a0]?(?P<han>万亿|千亿|百亿|十亿|亿|千万|百万|十万|万(?![科达里维])))?"
)
_MOST_WRITTEN = 1e15
"""Larger amounts are no amounts of news."""
_DIGIT = re.compile(r"\d")
_ABOUT = r"about|around|roughly|approximately|some|circa|an estimated|estimated|close to|~|≈|约|大约|近|将近|左右|上下"
_ATLEAST = (
    r"more than|over|at least|exceeding|upwards? of|no fewer than|no less than|超过|逾|至少|不少于|超|高于|多于|突破"
)
_ATMOST = r"less than|fewer than|under|up to|at most|as many as|as much as|no more than|nearly|almost|just under|不到|不足|最多|至多|多达|高达|不超过|接近|近"  # noqa: E501 - a list
_BEFORE = re.compile(rf"(?:(?P<least>{_ATLEAST})|(?P<most>{_ATMOST})|(?P<about>{_ABOUT}))\s*$", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:\+|多|余| or more\b)|(?P<about>左右|上下|\s?or so\b)|(?P<less> or (?:less|fewer)\b|以下|以内)|(?:以上)"
)
_MINUTES = {
    "hour": 60.0,
    "hr": 60.0,
    "minut": 1.0,
    "min": 1.0,
    "second": 1 / 60,
    "小时": 60.0,
    "分钟": 1.0,
    "秒": 1 / 60,
}
_JOINT = re.compile(r"[ \u00a0-]?(?:hours?|hrs?|minutes?|mins?)?(?:,? and|,)? ?")
_PART_OF = re.compile(r" (?:out )?of (?:the |its |a possible )?(?:\d[\d,.]*|[a-z]+(?:-[a-z]+)?)(?= [a-z])")
_NOUN = re.compile(r"[ \u00a0-]?([a-z]+(?:-[a-z]+)?)(?:[ \u00a0-]([a-z]+))?")
_ZH_NOUN = re.compile(r"[\u4e00-\u9fff]{1,2}")
_LABELLED = re.compile(r"([A-Z][\w.-]*)[ \u00a0]$")
_NOT_NOUNS = STOPWORDS_EN | frozenset("per according last next new more different additional other total".split())

_ABOUT_SHARE = 0.025
"""What "about" allows at least."""
_NO_NAMES = STOPWORDS_EN | frozenset("nearly almost around roughly approximately exactly".split())


def find_quantities(text: str, *, language: str = "en", dates: Iterable[DateMention] | None = None) -> list[Quantity]:
    """Return the amounts of a text in order; parts of dates and of names are left out.

    A number after a capitalised word ("Claude 4") has kind "label". Who has looked for the `dates` already
    passes them on. O(n).
    """
    mentions = find_dates(text, language=language) if dates is None else dates
    spans = [(d.start, d.end) for d in mentions]
    found = _durations(text, _chinese(text) if language == "zh" else _english(text))
    return [q for q in found if not any(start < q.end and q.start < end for start, end in spans)]


def written_out(text: str) -> list[str]:
    """Return the amounts that have a magnitude or thousands separators, in plain digits, in order.

    "16.2 billion" and 162亿 are both "16200000000", "350,000" and 35万 both "350000"; "2025" and "5.2" are left out,
    and so are "12B", the size of a model, and "July 4,2025". O(n), without a look at dates or units.
    """
    found = []
    for match in _WRITTEN.finditer(text):
        magnitude = match["word"] or match["han"]
        if magnitude or "," in match["number"]:
            scale = _MAGNITUDE[magnitude.lower()] if magnitude else 1.0
            value = float(match["number"].replace(",", "")) * scale
            found += [f"{value:.0f}"] if 0 < value < _MOST_WRITTEN else []
    return found


def same_quantities(first: list[Quantity], second: list[Quantity]) -> bool:
    """Tell whether every amount of either list may be one of the other's.

    Units must be the same where both have one.
    """
    return _covered(first, second) and _covered(second, first)


def states(amount: Quantity, others: list[Quantity]) -> bool:
    """Tell whether one of the others states exactly this value with this unit."""
    return any(amount.equals(o) and (amount.unit == o.unit or not amount.unit or not o.unit) for o in others)


def _durations(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give hours and minutes in minutes, "3 hours 20 minutes" as one amount."""
    out: list[Quantity] = []
    for amount in found:
        scale = _MINUTES.get(amount.unit)
        if scale is None:
            out.append(amount)
            continue
        timed = amount._replace(
            value=amount.value * scale, low=amount.low * scale, high=amount.high * scale, unit="minutes"
        )
        last = out[-1] if out else None
        if (
            last
            and last.unit == "minutes"
            and last.value > timed.value
            and _JOINT.fullmatch(text, last.end, timed.start)
        ):
            total = last.value + timed.value
            grown = total / last.value
            out[-1] = last._replace(end=timed.end, value=total, low=last.low * grown, high=last.high * grown)
            continue
        out.append(timed)
    return out


def _covered(first: list[Quantity], second: list[Quantity]) -> bool:
    return all(any(a.agrees(b) and _same_unit(a, b) for b in second) for a in first)


def _same_unit(a: Quantity, b: Quantity) -> bool:
    if "money" in (a.kind, b.kind) or "percent" in (a.kind, b.kind):
        return a.unit == b.unit
    return True


def _english(text: str) -> list[Quantity]:
    digits = _DIGIT.search(text) is not None
    found = [_from_english(text, m) for m in _ENGLISH.finditer(text)] if digits else []
    taken = [(q.start, q.end) for q in found]
    for match in _WORDED.finditer(text) if _may_be_worded(text) else ():
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(_from_words(text, match))
    return sorted(found)


def _may_be_worded(text: str) -> bool:
    """Tell cheaply whether a text can hold a number in words; behind "a" and "one" a magnitude must stand."""
    words = word_set(text)
    if not _NUMBER_WORDS.isdisjoint(words):
        return True
    lowered = text.lower()
    return ("a" in words or "one" in words) and any(magnitude in lowered for magnitude in _MAGNITUDE_CUES)


def _from_english(text: str, match: re.Match[str]) -> Quantity:
    sign, digits, unit = match["sign"] or "", match["number"], (match["unit"] or "").lower()
    scale = _MAGNITUDE.get((match["magnitude"] or match["letter"] or "").lower(), 1.0)
    start, end = match.start(), match.end()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return _quantity(text, (start, end), digits=digits, scale=scale, unit=_unit(sign, unit))


def _from_words(text: str, match: re.Match[str]) -> Quantity:
    word, magnitude = match["number"].lower(), (match["magnitude"] or "").lower()
    value = sum(_WORDS[w] for w in word.split("-")) if "-" in word else _WORDS[word]
    scale = 12.0 if magnitude == "dozen" else _MAGNITUDE.get(magnitude, 1.0)
    return _quantity(
        text, match.span(), digits=f"{value:g}", scale=scale, unit=_unit("", (match["unit"] or "").lower())
    )


def _unit(sign: str, unit: str) -> str:
    if sign:
        return _CURRENCY.get(sign, sign)
    if unit in ("%", "％", "percent", "per cent", "个百分点") or unit.startswith(("percentage", "basis")):
        return "bp" if unit.startswith("basis") else "%"
    return _CURRENCY.get(unit.rpartition(" ")[2], "")


def _chinese(text: str) -> list[Quantity]:
    found: list[Quantity] = []
    for match in _CHINESE.finditer(text):
        if match["number"]:
            scale = _MAGNITUDE.get(match["magnitude"] or (match["letter"] or "").lower(), 1.0)
            unit = _unit(match["sign"] or "", match["unit"] or "") or (match["unit"] or "")
            found.append(_quantity(text, match.span(), digits=match["number"], scale=scale, unit=unit))
        elif match["percent"]:
            value = match["percent"] if match["percent"][0].isdigit() else f"{_han_value(match['percent']):g}"
            found.append(_quantity(text, match.span(), digits=value, scale=1.0, unit="%"))
        elif match["han"] != "一" or match["hanmag"]:
            scale = _MAGNITUDE.get(match["hanmag"] or "", 1.0)
            unit = _unit("", match["hanunit"]) or match["hanunit"]
            found.append(_quantity(text, match.span(), digits=f"{_han_value(match['han']):g}", scale=scale, unit=unit))
    return found


def _han_value(text: str) -> float:
    """Return the value of a numeral such as 三百五十, 十二 or 二点五."""
    whole, _, decimals = text.partition("点")
    total, digit = 0.0, 0
    for character in whole:
        if character in _HAN_POWERS:
            total += (digit or 1) * _HAN_POWERS[character]
            digit = 0
        else:
            digit = _HAN_DIGITS.get(character, 0)
    fraction = "".join(str(_HAN_DIGITS.get(c, 0)) for c in decimals)
    return total + digit + (float(f"0.{fraction}") if fraction else 0.0)


def _quantity(text: str, span: tuple[int, int], *, digits: str, scale: float, unit: str) -> Quantity:
    start, end = span
    plain = digits.replace(",", "")
    value = float(plain) * scale
    label = not unit and scale == 1.0 and _is_label(text, start)
    part = _PART_OF.match(text, end)
    unit = unit or ("" if label else _noun(text, part.end() if part else end))
    kind: QuantityKind = "label" if label else _kind(unit)
    low, high = _interval(text, span, value=value, step=_step(plain) * scale)
    return Quantity(start, end, value, low, high, unit, kind)


def _is_label(text: str, start: int) -> bool:
    """Tell whether a number belongs to the name before it: "Claude 4", but not "The 512 workers"."""
    before = _LABELLED.search(text, max(0, start - 40), start)
    return before is not None and before[1].lower() not in _NO_NAMES


def _kind(unit: str) -> QuantityKind:
    if unit in ("%", "bp"):
        return "percent"
    return "money" if unit in _CODES else "count"


def _noun(text: str, end: int) -> str:
    """Return the stem of the noun counted: a plural that follows at once, else the last of up to two words."""
    match = _NOUN.match(text, end)
    if match:
        words = [w for w in match.groups() if w]
        kept = words[:1] if len(words) > 1 and words[1] in _NOT_NOUNS else words
        kept = [w for w in kept if w not in _NOT_NOUNS]
        kept = kept[:1] if kept and kept[0].endswith("s") else kept
        return stem(kept[-1]) if kept and words[0] not in STOPWORDS_EN else ""
    han = _ZH_NOUN.match(text, end)
    return han[0] if han else ""


def _step(digits: str) -> float:
    """Return the weight of the last digit written: .1 for "1.2"; 0 for a whole number, which is taken as exact."""
    return 10.0 ** -len(digits.partition(".")[2]) if "." in digits else 1.0


def _last_digit(value: float) -> float:
    """Return the weight of the last digit that is not 0: 100 for 5,900, 1 for 3."""
    mantissa, _, exponent = f"{value:.6e}".partition("e")
    decimals = len(mantissa.rstrip("0").partition(".")[2])
    return float(10.0 ** (int(exponent) - decimals))


def _interval(text: str, span: tuple[int, int], *, value: float, step: float) -> tuple[float, float]:
    """Return what the wording allows.

    Half the last digit written, at most 5 %; half the last digit that is not 0 for
    "about"; 50 % beyond a bound.
    """
    before = _BEFORE.search(text, max(0, span[0] - 20), span[0])
    after = _AFTER.match(text, span[1])
    slack = min(step / 2, 0.05 * abs(value)) if step != 1.0 else 0.0
    low, high = value - slack, value + slack
    if before and before["least"]:
        return value, max(high, 1.5 * value)
    if (before and before["most"]) or (after and after["less"]):
        return min(low, 0.85 * value), high
    if (before and before["about"]) or (after and after["about"]):
        loose = max(_last_digit(value) / 2, _ABOUT_SHARE * value)
        return min(low, value - loose), max(high, value + loose)
    if after or text[span[0] : span[1]].rstrip("%％名人家个台元").endswith(("多", "余")):
        return value, max(high, 1.5 * value)
    return low, high


_CODES = frozenset(_CURRENCY.values())
