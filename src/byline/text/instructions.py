"""Finds sentences that talk to a language model instead of to a reader.

Pages carry such text to change what a summariser writes. This is a signal for
quarantine, not a defence: what is published rests on quoting and checking, and
a sentence found here is merely not quoted. Written against public collections
of injected texts; a new trick will pass it.

The patterns come in families: what came before shall not count (override), the
reader is told what it is (role), how its answer shall look (output), a task set
down in the middle of a page (task), and form (chat markup, filler, hidden
characters, encoded payloads).
"""

from __future__ import annotations

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE | re.MULTILINE)


_SENTENCE = re.compile(r"[^\n.!?。！？]*(?:[.!?](?![\s\"'”’)\]]|$)[^\n.!?。！？]*)*[.!?。！？]*[\"'”’)\]]*")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200c\u2060-\u2064\ufeff]")
_HIDDEN = re.compile(r"[\u200b\u200c\u2060-\u2064\u202a-\u202e\u2066-\u2069]{4}|[\U000e0000-\U000e007f]")
_FILLER = re.compile(r"(?<!\S)(\S{1,5}(?:[ \t]\S{1,3}){0,3})(?:[ \t]+\1){11,}|([^\s\w.*=_#~+-]{2,6})\2{11,}")
_SIGNS_IN_A_ROW = re.compile(r"[^\s\w.*=_#~+-]{24}")
_ENCODED = re.compile(
    r"(?<![\w/.=&-])(?=[\w+/]*\d)(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])[A-Za-z0-9+/]{48,}={0,2}(?![\w/.&-])"
)
_MARKUP = _any(
    r"<\|[a-z_]{2,20}\|?>?|\[/?INST\]|<</?SYS>>|\|endof|%%%|={3,}\s*(?:end|begin|start)\b",
    r"#{2,}\s*(?:instructions?|system|response|user|assistant)\b",
    r"<(?:a href|img|script|iframe)\b|</?(?:system|assistant|user|instructions?|prompt|important)>",
)

_ANSWER = r"(?:reply|replies|response|answer|output|message|completion|summary)"
_GIVEN = (
    r"(?:instructions?|instrucions|prompts?|rules?|directions?|directives?|commands?|inputs?|guidelines?|constraints?"
    r"|orders|everything|anything|contents?|context|data|info|information|text|messages?|statements?|lines?)"
)
_WHICH = (
    r"(?:previous|prior|above|below|following|earlier|preceding|past|other|all|any|every|these|those|this|your|the"
    r"|out of date|initial|original)"
)
_DROP = (
    r"(?:ignor(?:e|ing)|disregard(?:ing)?(?! for| of)|forg[eo]t"
    r"|override|overrule|bypass|(?:do not|don'?t) (?:follow|obey)"
    r"|stop following|cancel|void|delete|erase|discard|neglect|skip)"
)
_OVERRIDE = _any(
    rf"\b{_DROP}\b[^.!?\n]{{0,30}}\b{_WHICH}\b[^.!?\n]{{0,30}}\b{_GIVEN}\b",
    rf"\b(?:ignore|disregard|forget)\s+(?:{_GIVEN}\s+)?(?:above|below|everything|all of|instructions?)\b",
    r"\b(?:new|updated|revised|real|actual|secret|hidden|your|my|final|developer|current)\s+(?:system\s+)?"
    r"(?:instructions?|prompts?)\s*(?::|are\b|is\b|below|override)",
    r"\b(?:end|beginning|start|conclusion) of (?:the |all |my |your )?(?:user |system |above )?"
    r"(?:input|prompts?|instructions?|pass\s?phrase|passcode|simulation)\b",
    r"^\W*(?:end|start|begin|restart|reset|exit|resume)\s+(?:the\s+)?"
    r"(?:simulation|conversation|session|program|prompt|transcript|quiz)\b",
    r"\b(?:changed|replaced|updated) the (?:instructions|rules|prompt)\b[^.!?\n]{0,30}\b(?:you|your)\b",
    r"\b(?:developer|debug|god|DAN|jailbreak|maintenance|sudo) mode (?:enabled|activated|on|is)\b",
    "(?:忽略|无视|忘记|忘掉|不要理会|请勿遵循|放弃)[^。！？\\n]{0,12}(?:指令|提示|指示|规则|要求|设定|对话内容|命令)",
    r"(?:系统提示词?|系统指令|开发者模式)\s*[:：](?!\s?[“「])",
)
_ROLE = _any(
    r"\byou(?:'re| are| will be| shall be|'ll be) (?:now |currently |no longer |only |just |actually |hereby )*"
    r"(?:an? |the |my |in )?(?:[\w-]+ ){0,5}(?:AI|A\.I\.|LLM|chat\s?gpt|gpt\S*|assistant|chat\s?bot|bot|language model"
    r"|interpreter|terminal|compiler|simulator|entity|door|console|developer mode)\b(?! anymore)",
    r"\b(?:act|behave|respond|reply|answer|role-?play) as (?:if you|though you|an? (?:[\w-]+ ){0,3}"
    r"(?:interpreter|terminal|assistant|AI|bot|model|compiler|expert|character))\b",
    r"\bpretend (?:that )?(?:you(?:'re| are| were| have)|to be an? (?:[\w-]+ ){0,2}(?:AI|assistant|bot|model))\b",
    rf"\byour (?:sole|only|default|new|main|primary) (?:purpose|task|job|goal|function|role|instruction|{_ANSWER})\b",
    r"\bas an? (?:AI|large) (?:language )?(?:model|assistant)\b[^.!?\n]{0,40}\b(?:you|your|please|must|should)\b",
    r"^\W*(?:system|assistant|human|user|attacker input|instructions?|prompt|important (?:instruction|note))\s*\d*\s*"
    r"(?::|\t|->)",
    r"\b(?:from (?:now|here|this point) on|henceforth|hereafter)\b[^.!?\n]{0,40}\byou\b",
    r"\byou (?:have no knowledge|only (?:understand|know|speak|respond))\b",
    "(?:从现在(?:开始|起)|接下来)[，,]?\\s*你(?:是|将|要|必须|只能|就是|扮演)",
    "你(?:现在|将)?(?:是|扮演)(?:一个|一名|一款"
    "|个)[^。！？\\n]{0,12}(?:助手|机器人|语言模型|大模型|终端|解释器)[，,。]",
    "(?:作为|身为)(?:一个)?(?:AI|人工智能|语言模型|大模型)[^。！？\\n]{0,10}[，,]?\\s*请",
)
_SHAPE = (
    r"(?:begin|start|prefix|end|finish|conclude|precede|open|close|format|encode|modify|enhance|augment|adjust|alter"
    r"|change|rewrite|write|convert|make|keep|limit|replace|add|include|insert|integrate|incorporate|introduce|provide"
    r"|give|display|present|show|render|spell|translate|reverse"
    r"|jumble|scramble|shuffle|group|use|apply|mix|hide|express"
    r"|represent|compose|craft|embed|mention|place|reveal|print|output|return|attach|append|substitute|transform|turn"
    r"|deliver|state|put|remove|omit|separate|divide|split|switch|swap|employ|utili[sz]e|offer|suggest|weave|inject"
    r"|infuse|subtly|intersperse|generate|create|produce|prepend|obfuscate|rearrange|cipher|encrypt|misspell|invert"
    r"|mirror|flip|break|arrange|cluster|segment|frame|highlight|emphasi[sz]e)"
)
_OUTPUT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "your",
        _any(
            rf"\byour (?:entire |final |next |first |whole |full |only )?{_ANSWER}s? (?:with|by|in|to|should|must"
            rf"|shall|will|as"
            r"|short|brief|is|be|only|has|using|without|of)\b",
            rf"\b(?:in|to|of|with|for|into|throughout|at the (?:end|start|beginning) of|within|after|before|as) your "
            rf"(?:next |final |entire )?{_ANSWER}\b",
        ),
    ),
    (
        "reply replies response answer output message completion summary words letters keywords",
        _any(
            r"\b(?:the|each|every) (?:reply|response|answer) (?:should"
            r"|must|shall) (?:be|only|not|contain|start|begin|end|have)\b",
            rf"^\W*(?:(?:and|then|now|also|so|next|please|always|just|only|first|finally|instead)[,\s]+)*{_SHAPE}\b"
            rf"[^.!?\n]{{0,120}}\b(?:your|the|this|its|all|each|main"
            rf"|key) (?:\w+ ){{0,2}}(?:{_ANSWER}|words|letters|keywords)\b",
        ),
    ),
    (
        """say print output respond reply answer repeat return write type echo state execute recite utter acknowledge
        complete""",
        _any(
            r"\b(?:must|should|only|just|always|never|please|now|simply|instead|directly|immediately)\s+"
            r"(?:only\s+|just\s+|always\s+|never\s+)?(?:say|print|output"
            r"|respond|reply|answer|repeat|return|write|type|echo|state"
            r"|execute|recite|utter)\b(?:[^.!?\n,]{0,12}[\"“'‘\[<]|\s+(?:only|exactly|nothing|with(?:in| only| just"
            r"| the "
            r"(?:following|word|phrase|exact|statement))|in the (?:affirmative|negative)|back|verbatim)\b)",
            r"\b(?:and|then) (?:only |just )?(?:print|output|repeat|return|type|echo|say) (?:only |just "
            r"|exactly )?[\"“'‘\[<]",
            r"\bonly (?:say|output|respond|print|reply|return|answer)\b",
            r"^\W*(?:please\s+|just\s+|only\s+|always\s+|now\s+|never\s+|first\s+)*(?:say|output|print|respond"
            r"|reply|return"
            r"|repeat|echo|answer|execute|recite|acknowledge|complete)\b(?:\s|:)[^.!?\n]{0,40}(?:[\"“'‘\[<]"
            r"|\b(?:only|just|exactly|with|in|as|this|word|words|phrase|nothing|concisely|briefly|correctly"
            r"|following)\b)",
        ),
    ),
    (
        "repeat recite reveal print output display summarise summarize translate paraphrase rephrase spell",
        _any(
            r"\b(?:repeat|recite|reveal|print|output|display|summari[sz]e|translate|paraphrase|rephrase"
            r"|spell)\b[^.!?\n]{0,40}"
            r"\b(?:your|all|these|this|initial|system|my|above|previous|first|following|secret)\s(?:\w+ ){0,2}"
            r"(?:instructions?|prompt|rules|access code|password|pass\s?phrase|secret|sentence|paragraph|text"
            r"|words?)\b",
        ),
    ),
    (
        "any anything explanation explanations word words",
        _any(
            r"\b(?:do not|don'?t|never|without) (?:respond|reply|output|print|provid(?:e|ing)|giv(?:e|ing)|writ(?:e"
            r"|ing)"
            r"|add(?:ing)?|includ(?:e|ing)|say(?:ing)?|mention(?:ing)?|us(?:e|ing)|explain(?:ing)?)\b[^.!?\n]{0,20}"
            r"\b(?:with anything|any (?:explanations?|other words|punctuation)|explanations?|anything else"
            r"|the words?)\b",
            r"\bwithout any (?:commentary|explanations?)\b",
        ),
    ),
    (
        """user admin administrator attacker access accesscode pass passphrase secret security granted questioned asked
        prompted""",
        _any(
            r"\b(?:if|when|whenever|once) (?:the |a |any )?(?:user|admin|administrator|attacker)\b[^.!?\n]{0,80}"
            r"\b(?:say|says|enters?|types?|asks? for|respond|reply|output|print|return|refers|inputs?|access)\b",
            r"\b(?:access[ _-]?code|pass\s?phrase|secret (?:code|key|password)|security code)\b[^.!?\n]{0,60}"
            r"\b(?:correct|input|entered|accepted|verified|has been|typed|given|right|matches|grants)\b",
            r"\bthe user (?:has|have|then|said|entered|correctly|just|will|may|must)\b[^.!?\n]{0,40}"
            r"\b(?:access|code|password|request|authenticat\w+|author\w+)\b",
            r"\baccess granted\b|\bif (?:questioned|you are asked|you're asked|prompted),",
        ),
    ),
    (
        "you",
        _any(
            r"^\W*(?:remember|note|recall|attention|warning|important)\b[^.!?\n]{0,20}"
            r"\byou (?:must|should|are|can only|only|have to)\b",
            r"\byou (?:must|should|shall|are (?:to|only|not) (?:allowed|permitted|instructed|required)?)\s*"
            r"(?:now |only |always |never |not |to |just |no longer )*"
            r"(?:say|respond|reply|output|print|return|repeat|obey|comply|ignore|disregard)\b",
        ),
    ),
    (
        "malicious safe benign trustworthy best",
        _any(
            r"\bthis (?:domain|site|page|candidate|file|content|document|article|email) is (?:clearly |definitely "
            r"|completely )"
            r"(?:not malicious|safe|benign|trustworthy|the best)\b",
        ),
    ),
    (
        "",
        _any(
            "^\\W*(?:请|你必须|必须|只需|务必)?[^。！？\\n]{0,4}(?:只|仅"
            '|直接)?(?:回复|输出|回答|打印|重复|返回)(?:以下|下面|：|:|“|「|"|如下)',
            "你的(?:回复|回答|输出|总结|摘要)(?:中|里|必须|应|要|开头|结尾|只)",
        ),
    ),
)
"""How the answer shall look: each pattern with the words of which it needs one; the last is for Chinese alone."""
# What a summary is to say, told to whoever makes it: the page speaks of its own summary.
_MAKER = r"(?:AI|A\.I\.|LLMs?|(?:large )?language models?|assistants?|chat\s?bots?|summari[sz]ers?|models?)"
_SUMMARY = _any(
    rf"\b{_MAKER}\b[^.!?\n]{{0,60}}\b(?:summari[sz]\w+|read(?:s|ing)?|process\w*|this (?:article|page|text|story))\b"
    r"[^.!?\n]{0,60}\b(?:must|should|shall|are to|is to|please|need to|have to)\b",
    r"^\W*(?:notes?|message|attention|instructions?|reminder)\b[^.!?\n]{0,20}\b(?:to|for)\b[^.!?\n]{0,20}"
    rf"\b{_MAKER}\b",
    rf"^\W*{_MAKER}\s*[:,][^.!?\n]{{0,40}}\b(?:include|say|state|report|write|mention|add|note|remember|always"
    rf"|please)\b",
    r"\b(?:include|mention|state|add|put|report|say)\b[^.!?\n]{0,80}"
    r"\bin (?:every|each|any|your|all|the) summar(?:y|ies)\b",
    r"\bas an? (?:AI|(?:large )?language model|assistant)\b[^.!?\n]{0,20}\byou\b",
    "(?:助手|模型|AI|人工智能|机器人)[^。！？\\n]{0,10}(?:总结|摘要|概括|归纳|阅读)[^。！？\\n]{0,12}(?:必须|应当?|务必|请|需要?)",
    "(?:请|必须|务必|应)[^。！？\\n]{0,8}(?:在|于)?(?:总结|摘要|概括)(?:中|里)?[^。！？\\n]{0,4}(?:注明|写明|说明|加入|提到|包含)",
    "(?:助手|模型|AI|人工智能)[^。！？\\n]{0,6}请[^。！？\\n]{0,12}(?:注明|写明|写道|说明|加入|提到|包含|回复|输出)",
)
# A task in the middle of a page: short, imperative or asking the reader to work, with nobody quoted.
_TASK = _any(
    r"^\W*(?:please\s+)?(?:explain|describe|define|summari[sz]e|list|outline|compare|classify|calculate|compute|write"
    r"|provide|give me|tell me|compose|draft|generate|translate"
    r"|convert|rewrite|solve|recommend|suggest|show me|rank|teach me)"
    r"\b(?=[^.!?\n]{0,90}\b(?:sentence|poem|story|script|essay|song"
    r"|haiku|command|program|function|email|letter|query|recipe"
    r"|joke|reminder|process|concept|differences?|in simple terms"
    r"|book|tips|theory|findings|causes|principles?|sentiment"
    r"|tweet|review|phrase|following|paragraph|headline|slogan|list|french|spanish|english|german|chinese|dialogue)\b)"
    r"[^.!?\n]{5,110}[.:]?\W*$",
    r"^\W*(?:how (?:do|can|should|would) i|could you|would you|will you please)\b[^.!?\n]{5,100}\?\W*$",
    r"^\W*can you (?:use|explain|translate|classify|write|provide|summari[sz]e|help|give|tell|list|recommend|suggest"
    r"|describe|generate|create)\b[^?\n]{5,160}\?\W*$",
    r"^\W*(?:what (?:is|are|does)|who (?:wrote|invented|discovered|painted)|how do you say)\b[^.!?\n]{3,70}"
    r"\b(?:in (?:english|french|spanish|german|chinese|japanese"
    r"|italian|russian)|primary|main|called)\b[^.!?\n]{0,60}\?\W*$",
    r"^\W*who (?:wrote|invented|discovered|painted) the\b[^.!?\n]{3,70}\?\W*$",
    r"^\W*is this (?:feedback|review|comment|statement|text|tweet|sentence)\b[^\n]{3,160}$",
)
_WORD = re.compile(r"[a-z]+")
_DOTTED = str.maketrans("ıİ", "ii")
"""Letters that patterns without case take for an i, and folding does not."""
_HAN_CUE = re.compile("[你请忽略无视忘掉放弃作身为回复输出打印系统开发]")
_CUES = (
    # A family is only tried where one of its words stands: nearly all news sentences are done after this.
    (
        """ignore ignoring disregard disregarding forget forgot override overrule bypass follow following obey cancel
        void delete erase discard neglect skip instruction instructions prompt prompts input passphrase passcode pass
        simulation conversation session program transcript quiz rules mode""",
        _OVERRIDE,
    ),
    (
        """you your pretend act behave roleplay role respond reply answer assistant interpreter terminal system human
        user instruction instructions prompt attacker important""",
        _ROLE,
    ),
)
# The last family is the slowest and has the most common words, so each part of it has some of its own, too.
_OUTPUT_CUES = frozenset(
    """reply replies response responses answer answers output outputs message messages completion summary say print
    respond repeat return write type echo state execute recite utter acknowledge complete reveal display summarize
    summarise translate paraphrase rephrase spell words letters keywords explanation explanations commentary user
    admin administrator attacker access passphrase code password asked questioned prompted malicious safe benign
    trustworthy providing giving writing adding including saying mentioning using explaining remember note recall
    attention warning important obey comply ignore disregard best""".split()
)
_MARKUP_SIGNS = frozenset("<[|%=#")
_LONG = re.compile(r"[A-Za-z0-9+/]{48}")
_SUMMARY_CUES = frozenset(
    """ai i llm llms model models assistant assistants bot bots chatbot chatbots summarizer summarizers summariser
    summarisers summary summaries""".split()
)
_HAN = re.compile("[\u4e00-\u9fff]")
_FAMILIES = tuple((frozenset(words.split()), family) for words, family in _CUES)
_ALL = (*_FAMILIES, *((frozenset(words.split()), part) for words, part in _OUTPUT))


def find_instructions(text: str) -> list[tuple[int, int]]:
    """Return the spans of sentences that instruct a model, in order, half-open, in code points.

    A signal, not a proof: it finds about nine in ten of the injected strings it
    was written against, and about one news sentence in a thousand. O(n) for usual text.
    """
    spans = [
        (m.start(), m.end()) for m in _SENTENCE.finditer(text) if m[0].strip() and _instructs(_INVISIBLE.sub("", m[0]))
    ]
    for pattern in (_HIDDEN, _FILLER) if _may_be_filled(text) else (_HIDDEN,):
        spans += [(m.start(), m.end()) for m in pattern.finditer(text)]
    return _merged(spans)


def _may_be_filled(text: str) -> bool:
    """Tell whether filler is worth a search: some words stand again one to four words on, or signs in a row.

    Filler repeats at least ten whole units, so one word in ten is looked at.
    """
    words = text.split()
    again = any(
        words[i] == w for p in range(1, 5) for i, w in zip(range(0, len(words), 10), words[p::10], strict=False)
    )
    return again or _SIGNS_IN_A_ROW.search(text) is not None


def _instructs(sentence: str) -> bool:
    """Tell whether a sentence instructs; it holds no line break, so a task can only stand at its start."""
    if _TASK.match(sentence) or (_LONG.search(sentence) and _ENCODED.search(sentence)):
        return True
    if not _MARKUP_SIGNS.isdisjoint(sentence) and _MARKUP.search(sentence):
        return True
    words = set(_WORD.findall(sentence.translate(_DOTTED).casefold()))
    plain = sentence.isascii()
    if (not _SUMMARY_CUES.isdisjoint(words) or (not plain and _HAN.search(sentence))) and _SUMMARY.search(sentence):
        return True
    chinese = not plain and _HAN_CUE.search(sentence) is not None
    families = _ALL if chinese or not _OUTPUT_CUES.isdisjoint(words) else _FAMILIES
    return any((chinese or not cues.isdisjoint(words)) and family.search(sentence) for cues, family in families)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
