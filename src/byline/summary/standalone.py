"""Which sentences can stand alone, and why the others cannot.

A quoted sentence is only as honest as it is without its neighbours: "He said it
would not" is verbatim and says nothing. The filter names its reasons, so that
`byline explain` can show why a sentence was passed over.

**Source:** the five failures of extractive summaries in Zhang, Wan and Bansal,
"Extractive is not Faithful" (incorrect coreference, incomplete discourse, ...).
"""

from __future__ import annotations

import re

from byline.summary.trims import CONNECTIVES_EN, CONNECTIVES_ZH, dateline_end
from byline.text.dates import find_dates
from byline.text.words import content_words, has_han

_OPENING_WORD = re.compile(
    r"^[\"'“‘(\[]*(?:he|she|it|they|his|her|its|their|him|them|this|that|these|those|such|here"
    r"|there it|one of them|both"
    r"|the former|the latter|another|others|some of them|neither|either|either way|the same|the two|the pair|the trio"
    r"|the three|the four|all of them|all three|all of this|all this|all that|in it|at it|by then|by that|that said"
    r"|with it|with that|with this|for this|for that|in this|in that|at that|at this|to that|to this|from there"
    r"|what is more|what's more|if so|if not|not so|no longer|none of (?:it|this|that|them)|part of (?:it|this|that)"
    r"|like (?:it|this|that)|as such|as for|to do (?:so|that|this)|doing so|in doing so|since then|until then"
    r"|after that|after this|before that|because of (?:this|that|it)|despite (?:this|that|it)|under (?:this|that|it)"
    r"|of those|of these|of them|of that|of the \w+, |the first|the second|the third|the other|the others|the rest"
    r"|the result|the answer|the reason|the exception|the problem is|the question is|so did|so do|so does|so is"
    r"|nor|or|then|now|again|instead|later|earlier|before|afterwards|afterward|soon after|next|first|firstly|second"
    r"|secondly|third|thirdly|finally|lastly|either|rather|otherwise|same here|more on|too|two of them|"
    r"that's|it's|he's|she's|they're|they've|it'll|there's|here's|you|your|we|our|i|i'm|i've|my|let's|we're|we've)"
    r"(?!['’-]?[\w])",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?:\d[\d,.]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|two|three|four|five|six"
    r"|seven|eight|nine"
    r"|ten|eleven|twelve|\w+teen)"
)
_ELLIPTIC = re.compile(
    rf"^(?:(?:only|just|another|at least|about|some|in|nearly|more than|a further) )?{_NUMBER} (?:the|a|were|are"
    rf"|was|is|had|have"
    r"|has|did|do|said|say|went|came|name|could|can|may|will|would|stay|left|use|took|got|gave|\w+ed)\b"
    rf"|^of the {_NUMBER},|^(?:most|some|many|few|several|half|others) (?:were|are|had|have|did|do|said|say|will"
    rf"|would|could|can)\b"
    r"|^the (?:best|worst|first|second|third|last|largest|smallest|rest|remaining|one) (?:had|has|is|was|were|are"
    r"|could|can|will)\b"
    r"|^the \w+ one\b|^(?:all|both|most|many|some|none|one|each|another) (?:\w+ed|were|are|was|is|had|have|has"
    r"|did|do|said)\b"
    r"|^(?:one|each|another) (?!news|business|series)\w+s\b|^not because\b|^as promised\b",
    re.IGNORECASE,
)
_OTHER_TIME = re.compile(
    r"\b(?:on the same day|that (?:day|week|month|year|evening|morning)|the (?:day|week|month|year) (?:before|after)"
    r"|the (?:next|following|previous|same) (?:day|week|month|year|evening|morning)|(?:a|one|two|three|four|five"
    r"|six|several|some)"
    r" (?:days?|weeks?|months?|hours?|years?) (?:earlier|later|before that|after that))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[A-Z][\w’'-]*(?: [\w’'-]+){0,4}: ")
_SAYS = re.compile(r"\b(?:said|says|told|wrote|asked|added|replied)\b[^:]*: $")
_LABEL_ZH = re.compile(r"^[^，。：“”]{1,12}：")
_SAYS_ZH = re.compile(r"(?:说|表示|称|指出|问|道|示|写|认为|介绍|强调)：$")
_EXPLETIVE = re.compile(
    r"^It (?:is|was|will be|has been|remains) (?:\w+ ){1,2}(?:that|whether|if|to)\b|^There (?:is|are|was|were)\b"
)
_CONNECTIVE = re.compile(rf"^[\"“‘]?(?:{CONNECTIVES_EN})\b", re.IGNORECASE)
_DANGLING = re.compile(
    r"\b(?:he|she|him|his|her|they|them|their|it|its|the (?:company|firm|start-?up|group|agency|outlet|lab"
    r"|laboratory|bank"
    r"|regulator|court|ministry|maker|giant|carmaker|chipmaker|developer|publisher|pair|two|latter|former|duo|trio))\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"^The ((?:[a-z][\w-]*[ ,.]){1,3})")
_TOPIC_ZH = re.compile(
    r"^(?:公司|大会|会议|报告|模型|团队|系统|官方|测试|展览|框架|产品|论文|研究|项目|计划|合同|协议|故障)"
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|said|says|\w+ed)\b")
_DEFINED = re.compile(
    r"^The (?:[a-z][\w-]* ){1,2}(?:of|for|behind|in|on|between) (?!the\b|its\b|it\b|their\b)"
    r"|^The [a-z][\w-]* (?:that|who|which) "
)
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|I've|I’ve|we|We|our|Our|us|my|My|you|You|your|Your)\b")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|‘[^’]*’(?!\w)")
_PLACEHOLDER = " q "
_BOILER_START = re.compile(
    r"(?:update, |read more|read also|see also|subscribe|sign up|sign in|follow us|share this|advertisement|click here"
    r"|editor['’]s note"
    r"|editors['’] note|written by|reporting by|additional reporting|edited by|editing by|translated by"
    r"|originally published"
    r"|join our|get our|download (?:the|our)|copyright|©|all rights|more on)\b"
    r"|(?:photo|photograph|image|picture|video|sources?|credit|caption|related|watch|listen|updated?|correction"
    r"|clarification"
    r"|disclosure|published in)(?:\s*[:|]|\s+by\b|,? \d| \()|by [A-Z]\w+ [A-Z]\w+$",
    re.IGNORECASE,
)
_BOILER_INSIDE = re.compile(
    r"\bthis (?:article|story|post|piece|column|report) (?:was|is|has|first|originally|appeared|contains|will be)"
    r"|\bour newsletter\b|\bnewsletters?\b.{0,40}\binbox\b|\bcookies?\b.{0,30}\b(?:settings|consent|accept)\b"
    r"|\baffiliate (?:link|commission)|\bviews expressed\b|\ball rights reserved\b|\bsubscribe (?:to|now|here)\b"
    r"|\bterms of (?:use|service)\b.{0,30}\bprivacy\b|\ban earlier version of\b|\bwas amended\b|\bhas been corrected\b"
    r"|\bappeared first on\b|\bread the full\b|\bcontributed to this\b|\bpictured (?:above|below|here)\b"
    r"|\bfile photo\b|\bgetty images\b"
    r"|\bmore ?(?:…|\.\.\.)$|\[(?:…|\.\.\.)\]$|https?://|www\."
)
_BOILER_KEYS = (
    "this article|this story|this post|this piece|this column|this report|newsletter|cookie|affiliate|views expressed"
    "|all rights|subscribe|terms of|earlier version|was amended|been corrected|contributed to|pictured|file photo|getty"
    "|appeared first|read the full"
    "|more…|more...|more …|more ...|[…]|[...]|http|www."
).split("|")
"""One of these must be there before the slow pattern is tried: a fifth of the filter's time."""
_BOILERPLATE_ZH = re.compile(
    r"责任编辑|风险提示|特别提示|如有出入|仅供参考|不代表.{0,8}(?:观点|立场)|谨慎决策|本文(?:来自|转自|为|系|首发"
    r"|作者)|转载|版权|未经授权|扫码|关注我们|点击|订阅|更正|编者按|图源"
    r"|图片来源|图[：:]"
    r"|记者[：:]|编辑[：:]|文[／/|]|来源[：:]|欢迎(?:投稿|关注|跟帖)|阅读原文|公众号|延伸阅读|广告|https?://"
    r"|展开全文|本帖"
)
_OPENING_ZH = re.compile(
    r"^[“「『\"（]*(?:他|她|它|其|这|那|此|该|当时|当天|当日|同日|即便|两家|对方|据此|可以说|前述|上述|前者|后者"
    r"|两者|二者|双方|如此|这样|那么|对此|为此|于是|由此"
    r"|因此|所以|而|也"
    r"|又|还|并|则|同样|当然|总之|首先|其次|第二|第三|最后|再|接着|随后|之后|后来|目前来看|换句话说|也就是说"
    r"|简单来说|我们?"
    r"|你们?|咱|大家|各位|本|笔者|小编|照例|先|需要|值得)"
)
_CONNECTIVE_ZH = re.compile(rf"^[“「『]*(?:{CONNECTIVES_ZH}|对此|与此同时)")
_DANGLING_ZH = re.compile(r"(?:^|[，。；：]|q )(?:他|她|它|其|该(?:公司|模型|机构|项目|产品|系统|平台|研究|报告))")
_FIRST_PERSON_ZH = re.compile(r"我们?|咱们?|你们?|您|笔者|小编")
_CALENDAR = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September"
    "|October|November|December"
)
_PROPER = re.compile(rf"(?<![.!?]\s)(?<!^)\b(?!(?:{_CALENDAR})\b)[A-Z][\w’'&.-]+")
_POINTING = re.compile(
    r"\b(?:this|these|those) (?!year|week|month|summer|spring|autumn|winter|morning|time|who|that|of|in|with"
    r"|which)[a-z]+"
    r"|\bthat (?:result|figure|deal|case|number|day|point|question|plan|decision|price|idea|kind|sort|pattern"
    r"|problem|as)\b"
    r"|\bwho (?:owns?|runs?|leads?|led|built|made|founded|manages?|heads?) (?:it|them)\b|\bis not one\b|\b(?:use"
    r"|uses|used|has|have|had|need|needs|want|wants|get|got|make|made|buy|bought) (?:one"
    r"|some)[,.;]"
    r"|\bas (?:many|much)[,.;]|\b(?:does|do|did|said) so\b",
    re.IGNORECASE,
)
_ASIDE_SPEAKER = re.compile(
    r", (?:he|she|it|they) (?:said|says|added|adds|argued|argues|wrote|writes|warned|noted|explained|insisted|told)\b"
    r"|，(?:他|她|它)(?:说|表示|认为|称)"
)
_OBJECT = re.compile(r"\b(?:for|of|with|to|about|from|on|in|by|at|behind|like|against) (?:it|them)\b")
_NOUN_PHRASE = re.compile(
    r"\b(?:an?|the|its|their|his|her|every|each|no|one|\d+|two|three|many|some|most) [\w-]+|\b[a-z]{3,}s\b"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must|should|shall)\b"
    r"|\b\w+(?:ed|es|s|en)\b|\b(?:said|made|gave|told|took|came|went|won|lost|cut|set|put|held|ran|rose|fell|grew|built"
    r"|sold|bought|paid|met|led|left|kept|got|saw|beat|hit|let|began|drew|spent|wrote|found|thought|sought|taught)\b"
)


def unfit(sentence: str, *, language: str) -> tuple[str, ...]:
    """Return why a sentence cannot be published alone, () where it can.

    Reasons: "opens_with_reference", "opens_with_connective", "dangling", "first_person", "boilerplate",
    "quote_open", "fragment", "speakerless", "label", "other_time". Pure; the caller looks after length and language.
    """
    body = sentence[dateline_end(sentence) :]
    reasons = _chinese(body) if language == "zh" or has_han(body) else _english(body)
    if not _balanced(sentence):
        reasons.append("quote_open")
    if len(re.sub(r"\bq\b|\W", "", outside_quotes(body))) < 2 and _QUOTED.search(body):
        reasons.append("speakerless")
    return tuple(dict.fromkeys(reasons))


def leans_on(sentence: str) -> tuple[str, ...]:
    """Return the stems one of which must have been told before: ("home",) for "The home said ...".

    () where the sentence brings its own subject: a name among its first words, "the price of an hour".
    """
    told = sentence[dateline_end(sentence) :]
    if has_han(told):
        topic = _TOPIC_ZH.match(told)
        return tuple(content_words(topic[0])) if topic else ()
    match = _DEFINITE.match(told)
    if match is None or _DEFINED.match(told) or _PROPER.search(" ".join(told.split()[:6])):
        return ()
    nouns = _FINITE.split(match[1], maxsplit=1)[0]
    return tuple(content_words(nouns)) or ("",)


def only_connective(reasons: tuple[str, ...]) -> bool:
    """Tell whether dropping the first word would cure it."""
    return reasons == ("opens_with_connective",)


def outside_quotes(sentence: str) -> str:
    """Return the sentence with what is quoted inside it replaced by a q."""
    return _QUOTED.sub(_PLACEHOLDER, sentence)


def _english(body: str) -> list[str]:
    reasons: list[str] = []
    told = outside_quotes(body).strip().replace("’", "'")
    if _is_boilerplate(body):
        reasons.append("boilerplate")
    if _CONNECTIVE.match(body):
        reasons.append("opens_with_connective")
    elif _OPENING_WORD.match(told) and not _EXPLETIVE.match(body):
        reasons.append("opens_with_reference")
    if _ELLIPTIC.match(told):
        reasons.append("opens_with_reference")
    if _dangles(told):
        reasons.append("dangling")
    reasons += _loose_ends(body, told)
    if _FIRST_PERSON.search(told):
        reasons.append("first_person")
    if body[:1].islower() or not _has_verb(body) or body.rstrip("\"”’'").endswith(("…", "...", ":", ";", ",")):
        reasons.append("fragment")
    return reasons


def _has_verb(body: str) -> bool:
    """Tell whether some word in lower case may be a verb; a list of names has none."""
    lowered = body[:1].lower() + body[1:]
    words = " ".join(w for w in lowered.split() if w[0].islower() and w.strip(",.") not in _SMALL)
    return _VERB.search(words) is not None


def _is_boilerplate(body: str) -> bool:
    if _BOILER_START.match(body):
        return True
    lowered = body.lower()
    return any(key in lowered for key in _BOILER_KEYS) and _BOILER_INSIDE.search(lowered) is not None


def _loose_ends(body: str, told: str) -> list[str]:
    reasons: list[str] = []
    thing = _OBJECT.search(told)
    if _ASIDE_SPEAKER.search(told):
        reasons.append("dangling")
    if _POINTING.search(told) or (thing and not _NOUN_PHRASE.search(told[: thing.start()])):
        reasons.append("dangling")
    other_time = _OTHER_TIME.search(told)
    if other_time and not find_dates(told[: other_time.start()]):
        reasons.append("other_time")
    label = _LABEL.match(body)
    if label and not _SAYS.search(label[0]):
        reasons.append("label")
    return reasons


def _dangles(told: str) -> bool:
    """Tell whether a pronoun or "the company" comes before anything it could stand for.

    A name anywhere before it in the sentence will do; so will a name within the
    first words ("The company's chief, Jane Roe, ..." still dangles: the company is not named).
    """
    match = _DANGLING.search(told)
    if match is None or _EXPLETIVE.match(told):
        return False
    before = told[: match.start()]
    if match[0].lower() in ("it", "its") and re.search(r"\b(?:a|an|the) [\w-]+", before, re.IGNORECASE):
        return False
    first = re.match(r"[A-Z][\w’'&.-]*", before)
    at_once = first is not None and before.strip() == first[0]
    named = _PROPER.search(before) is not None or (
        first is not None and not at_once and first[0].lower() not in _COMMON_STARTS
    )
    if match[0].lower().startswith("the "):
        return not named and match.start() < 60
    nouns = re.search(
        r"\b(?:people|workers|researchers|companies|users|officials|engineers|firms|models|the \w+s)\b", before
    )
    return not (named or (nouns is not None and match[0].lower() in ("they", "them", "their")))


_SMALL = frozenset("the and of a an in for or to at on by as its with from".split())
_COMMON_STARTS = frozenset(
    """the a an in on at for with when while after before since as if although though because until by from to of
    under over about according last this that these those more most many some few all every each no not what who
    how why where there here it he she they we you i and but or so yet one two three four five six seven eight
    nine ten""".split()
)


def _chinese(body: str) -> list[str]:
    reasons: list[str] = []
    told = outside_quotes(body).strip()
    if _BOILERPLATE_ZH.search(body):
        reasons.append("boilerplate")
    if _CONNECTIVE_ZH.match(body):
        reasons.append("opens_with_connective")
    elif _OPENING_ZH.match(told):
        reasons.append("opens_with_reference")
    label = _LABEL_ZH.match(body)
    if label and not _SAYS_ZH.search(label[0]):
        reasons.append("label")
    dangling = _DANGLING_ZH.search(told)
    if dangling and not re.search(r"[A-Za-z]{2,}|[\u4e00-\u9fff]{2,}", told[: dangling.start()]):
        reasons.append("dangling")
    if _FIRST_PERSON_ZH.search(told):
        reasons.append("first_person")
    if body.rstrip("”」』").endswith(("…", "：", "；", "，", "、")):
        reasons.append("fragment")
    return reasons


def _balanced(sentence: str) -> bool:
    pairs = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"), ("（", "）"), ("(", ")"), ("[", "]"))
    return all(sentence.count(a) == sentence.count(b) for a, b in pairs) and sentence.count('"') % 2 == 0
