"""What an English sentence takes for granted: pronouns, definite nouns, times and places told elsewhere."""

from __future__ import annotations

import re

from byline.summary.boilerplate import is_boilerplate
from byline.summary.lexicon import HEADLINE_WORDS_EN
from byline.summary.trims import CONNECTIVES_EN
from byline.text.dates import find_dates
from byline.text.words import content_words, stem

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
    r"|^the (?:best|worst|first|second|third|last|rest|remaining|one|[a-z]{3,}est) (?:had|has|is|was|were|are"
    r"|could|can|will)\b"
    r"|^the \w+ one\b|^(?:all|both|most|many|some|none|one|each|another) (?:\w+ed|were|are|was|is|had|have|has"
    r"|did|do|said)\b"
    r"|^(?:one|each|another) (?!news|business|series)\w+s\b|^not because\b|^as promised\b",
    re.IGNORECASE,
)
_THAT_NOUN = re.compile(
    r"\b(?:inside|in|of|for|with|at|to|from|on|by|after|before|during|alongside|under|through|since|until"
    r"|despite|beyond"
    r"|around) that (?!(?:the|it|its|they|he|she|we|you|a|an|is|are"
    r"|was|were|has|have|had|can|will|could|would|may|might|much|many)\b)[a-z]+",
    re.IGNORECASE,
)
""" "in that pipeline": fine behind a name, a riddle in front of all of them."""
_OTHER_TIME = re.compile(
    r"\b(?:on the same day|that (?:day|week|month|year|evening|morning)|the (?:day|week|month|year) (?:before|after)"
    r"|the (?:next|following|previous|same) (?:day|week|month|year|evening|morning)|(?:a|one|two|three|four|five"
    r"|six|several|some)"
    r" (?:days?|weeks?|months?|hours?|years?) (?:earlier|later|before that|after that))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[A-Z][\w’'-]*(?:,? (?:& )?[\w’'-]+){0,4}: ")
_SAYS = re.compile(r"\b(?:said|says|told|wrote|asked|added|replied)\b[^:]*: $")
_EXPLETIVE = re.compile(
    r"^It (?:is|was|will be|has been|remains)(?! (?:\w+ )?(?:meant|set|due|able|unable|ready|likely|unlikely"
    r"|free|going|about"
    r"|built|made|designed|used|intended|supposed|expected|aimed|scheduled|planned|needed"
    r"|required) to\b) (?:\w+ ){1,2}(?:that|whether|if|to)\b|^There (?:is|are|was|were)\b"
)
_CONNECTIVE = re.compile(rf"^[\"“‘]?(?:{CONNECTIVES_EN})\b", re.IGNORECASE)
_DANGLING = re.compile(
    r"\b(?:he|she|him|his|her|they|them|their|it|its"
    r"|the (?:(?-i:[a-z][\w’'-]*|AI|U\.?S\.?|UK|EU|Chinese|American|Japanese|Korean|European|British|Indian) ){0,2}?"
    r"(?:company|firm"
    r"|start-?up|group|agency|outlet|lab|laboratory|bank|regulator|court|ministry|maker|giant|automaker|carmaker"
    r"|chipmaker|miner|retailer|insurer|airline|lender|developer|publisher|pair|two|latter|former|duo|trio|executive"
    r"|complaint|lawsuit|suit|filing|plaintiffs?|defendants?|authors?|researchers|judge|man|woman|victim|couple)\b"
    r"(?! (?:(?-i:[A-Z])|that\b|who\b|which\b|behind\b|of\b|between\b|in charge\b)))\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?:\b[Tt]he|^All|^Both) (?=((?:(?:\d[\d,.]*|[a-z][\w-]*)(?:['’]s?)? ?){1,4}))")
_ENDS_NOUN = re.compile(
    r" ?\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did|will|would|can|could|may|might|must|should|said"
    r"|says|say|told|came|comes|went|made|makes|took|takes|gave|gives|and|or|but|to|at|by|as|from|with|than"
    r"|then|not|also"
    r"|now|just|only|still|already|even|when|while|where|after|before|since|because|if|so|it|its|their|his|her"
    r"|a|an|the|no|which|\w+ly"
    r"|(?<=\s)[a-z]{2,}ed|(?<=\s)[a-z]{3,}ing)\b.*"
)
_BOUND = re.compile(
    r" ?\b(?:of|for|behind|in|on|between|that|who|whose|where|under|about|against|to|by|from|with|at|near|among)\b"
)
_OPEN_BOUND = re.compile(
    r" ?\b\w+ (?:its|it|their|them|that|this|last|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|\d)\b| ?\b(?:about|at|by|from|to|in|on) [\d$£€]"
)
"""What follows without saying which one: "the version of July", "the robot weighs about 25 kilograms"."""
_COMMON_GROUND = frozenset(
    """world internet web market markets economy government public country nation industry field sun moon sea sky
    earth media press law police military future past present end beginning start first last next latest same best
    worst most least largest biggest smallest only number amount majority rest morning afternoon evening night day week
    month year decade century summer winter spring autumn fall weekend way case fact idea ability other others right
    left top bottom middle north south east west stock street city hall president state states poor rich young old
    cloud human brain mind body truth need use rise age era time hood line very more less fewer better higher lower
    race fight war question answer problem issue risk cost price value quality amounts numbers""".split()
)
"""Nouns and adjectives that everybody knows, or that make what follows known."""
_ONLY_LAST = frozenset("old young rich poor".split())
"""Known as people ("the old"), unknown in front of a thing ("the old card")."""
_UNPRICED = frozenset("price cost value number amount question answer problem issue risk".split())
"""Known with what they belong to ("the price of an hour"), unknown as the whole subject ("the price was")."""
_LOCAL = re.compile(r"^(city|town|village|county|state|street|hall|president|race|issue|body)['’]s\b")
"""Owners that are common ground themselves ("in the city") and do not tell which one owns the thing."""
_PARTICULAR = re.compile(
    r"(?:man|woman|boy|girl|couple|victims?|suspects?|attacks?|attackers?|hackers?|breach|intrusion|incident"
    r"|outage|crash"
    r"|accident|murder|killing|shooting|fire|leak|bug|flaw|vulnerability|exploit|complaint|lawsuit|suit|filing|petition"
    r"|verdict|ruling|sentence|jury|judge|court|jurors|lawyers?|plaintiffs?|defendants?|memo|letter|email|tweet"
    r"|video|clip"
    r"|photo|inscription|trophy|category|former|latter|duo|pair|trio|position|role|post|job|talks|offer|bid"
    r"|acquisition|merger"
    r"|purchase|takeover|round|move|measure|bill|vote|hearing|interview|podcast|episode|talk|speech|summit"
    r"|event|thread|stand)$"
)
""" "Acme confirmed the attack": a name in front does not tell which one."""
_COLLECTIVES = frozenset("Staff People Police Management Readers Critics".split())
_HEADLINE_STEMS = frozenset(stem(w) for w in HEADLINE_WORDS_EN)
_MODIFIERS = frozenset(
    "new old big small two three four five six seven eight nine ten second third whole full current recent total main"
    " major key entir larg long short".split()
)
"""Words in front of a noun that say nothing of what it is."""
_DEMONYM = re.compile(
    r"^(?:\w+(?:ese|ish|ean|ian|can|eli)|French|Dutch|Greek|Swiss|German|Thai|North|South|East|West|AI|A\.I\.|CEO|Inc)$"
)
_COMMENT = re.compile(
    r"^(?:maybe|perhaps|imagine|suppose|consider|picture this|think of|think about|spoiler|seriously|sadly|luckily"
    r"|thankfully|hopefully|surprisingly|admittedly|honestly|frankly|obviously|(?:sure|yes|no|well|okay|ok"
    r"|look)(?=,)|hey|wow"
    r"|hi|hello|enter|welcome|thanks|thank|fast forward|long story|little did|little to|speaking of|not to mention"
    r"|as (?:mentioned|noted|described|discussed|shown|seen|you)|remember|recall|note that|keep in mind|for now"
    r"|in short"
    r"|in summary|to summarize|to summarise|in conclusion|put simply|simply put|in some ways|on top of|on one hand"
    r"|seemingly|apparently|unsurprisingly|remarkably|ironically|tl;?dr|plus|optionally|what an?"
    r"|alternatively|to celebrate)\b(?!-)",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:use|take|make|try|check|add|keep|see|click|tap|download|install|open|follow|visit|learn|find|get|give"
    r"|let|ask|choose|pick|start|stop|stay|scroll|press|copy|paste|buy|save|enjoy|meet|turn|go|head|compare|explore"
    r"|discover|build|create|deploy|send|dictate|track|manage|connect|watch|write|listen|subscribe|join"
    r"|register|apply|skip)"
    r"(?: (?:a|an|the|your|it|them|one|this|that|every|each|any|some|in|into|on|to|out|up|all|our|my|more|no|not|new"
    r"|\d\S*|from|with|for|and|by|over|how|what|why)\b|, )",
    re.IGNORECASE,
)
_IMPERATIVE_OF = re.compile(
    r"^(?:put|set|read|run|cut) (?:a|an|the|your|it|them|this|every|each|any|some|all|one|several|multiple|two)\b",
    re.IGNORECASE,
)
_BASE_VERB = re.compile(
    r"^(?:accept|collaborate|schedule|publish|improve|automate|generate|convert|transform|monitor|edit|ship"
    r"|unlock|boost"
    r"|reduce|avoid|access|pick|run|cache|fetch|chain|remember|forget|wait|trust|measure|validate|configure|enable"
    r"|disable|define|select|replace|remove|import"
    r"|export|prepare|protect|simplify|streamline|integrate|combine|switch|upgrade|bring|tell|share|sync|browse"
    r"|query|drag"
    r"|type|clone|write|save|add|start|stop|use|keep|make|build|create|deploy|get|find|choose|ask|try)(?:,| [a-z\d])",
    re.IGNORECASE,
)
_NOT_TOLD = re.compile(
    r"^(?:inside|behind|beyond|introducing|meet|how|why|what happens|where) (?!\w+ (?:is|remains) (?:unclear|unknown))"
    r"(?:[^,]|,(?=\d))*$|^(?:how|why) |^no [a-z -]{3,40} (?:needed|required|necessary)\b",
    re.IGNORECASE,
)
_LIST_LINE = re.compile(
    rf"^(?:the |these |here are )?{_NUMBER} (?:more |key |big |quick |main )?(?:points?|things?|ways?|reasons?"
    r"|lessons?|takeaways?|notes?|questions?|tips?|steps?|facts?|numbers?|observations?|rules?|ideas?|examples?"
    r"|habits?) (?:follow |stand out |emerge )?(?:for|to|that|about|on|from|of|you|we)\b"
    r"|^\d{1,2}[:.]\d\d(?: ?(?:[ap]\.?m\.?|UTC|GMT|CET|[EP][DS]?T))?\s?[:–—-]|^(?:step|part"
    r"|figure|table|lesson|phase|tip|rule|option|method|scenario) \d"
    r"|^(?:(?:chapter|episode|volume) \d+|article \d+[a-z])\b(?! of\b|,)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:see|shown|listed|described|mentioned|outlined|linked|embedded|pictured|noted|discussed)"
    r" (?:above|below|earlier|here)"
    r"|\bin there\b|\b(?:above|below|inside|outside|here|there)\.$|\b(?:the following|as follows)\b|\bhere(?:['’]s)?\b"
    r"|\b(?:fig(?:ure)?|table|appendix)\.? \d",
    re.IGNORECASE,
)
_SOME_SAID = re.compile(
    r", (?:one|two|three|four|five|six|some|others|another|many|most|several|both|all) (?:said|say|says|added|told)\b"
    r"|\beach one\b",
    re.IGNORECASE,
)
_HEADING_FIRST = re.compile(r"^(?:[A-Z][\w’'.-]*:? (?:(?:of|the|a|an|and|for|in|with|to|from|on) ){0,2}){7}")
_DATE_FIRST = re.compile(r"^[A-Z][a-z]{2} \d{1,2}, \d{4} [A-Z]")
"""A heading or a date line that ran into the sentence."""
_ADVERBIAL_START = re.compile(r"[A-Z][a-z]+(?:ly|ing|ed)$")
_THING_ALONE = re.compile(
    r"^for [^,:.]{3,60}: [A-Z][\w-]*,|^an? (?:[\w-]+ ){0,3}?(?:guide|look|list|tool|library|framework"
    r"|collection|primer|tutorial|app|assistant|platform"
    r"|way|plugin|server|service|dataset|toolkit|overview|summary|comparison|harness) (?:to|at|of|for|with|that|—|–)\b"
    r"|^(?:works|runs|supports|comes|includes|features|lets|helps|offers|requires|gives)"
    r" (?:in|on|with|for|to|up|you|the|an?|every)\b"
    r"|^[a-z]+ed (?:for|by|with|to|in|from|on)\b[^,]*$",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"^(?:which|whose)\b[^?]*$|^not (?!all|every|only|even|long|many|much|an?\b|one|since|until|everyone)\w+"
    r"|^(?:close|good|fast|big|hard|small|cheap) enough\b|^(?:built|designed|made|powered|created) [^,]*, with [^,]*$"
    r"|^(?:for|to|with|by|from) [^,]*, not (?:just|only|merely) [^,]*$"
    r"|^(?:built|made|born) (?:for|by|with|to|in|from|on)\b[^,]*$|^(?:ideal|perfect|suitable|great) for\b"
    r"|^article \d+\w? (?:said|showed|declared|covered|built|introduced|explained|described)\b"
    r"|^(?:works|runs|supports) (?:via|across|natively|directly|locally|without)\b"
    r"|^(?-i:(?:Run|Use|Try|Deploy|Install|Download|Connect|Browse) [A-Z])",
    re.IGNORECASE,
)
_DOING_ALONE = re.compile(
    r"^(?:Explor|Introduc|Unpack|Revisit|Rethink|Unlock|Present|Announc|Investigat|Reveal|Show)ing"
    r" (?:one|an?|the|how|why|what)\b"
)
""" "Exploring one of the bottlenecks": nobody does it."""
_HEADING_WORDS = 12
_NEXT_WORDS = 20
"""Characters behind a long name in which its verb stands; behind a heading there is none."""
_VERB_BY = 60
"""Characters within which a sentence has its verb; in a list there is none."""
_MANY_COMMAS, _WORDS_AN_ITEM = 5, 4
_SUBORDINATE_ALONE = re.compile(r"^(?:while|although|though|whereas|because|of all)\b[^,—–]*$", re.IGNORECASE)
_THING_FOR_MAIN = re.compile(r"^An? [\w’'-]+ (?P<before>[^,.]*?)\b(?:that|which|who|where) (?P<after>.+)$")
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|says?|said|did|does|do)\b|[a-z]n't\b"
)
_FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|I’m|I've|I’ve|we|We|our|Our|us|my|My|me|myself|ours|ourselves|you|You|your|Your|yours)\b"
)
_CALENDAR = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    "|September"
    "|October|November|December"
)
_PROPER = re.compile(rf"(?<![.!?]\s)(?<!^)\b(?!(?:{_CALENDAR})\b)[A-Z][\w’'&.-]+")
_POINTING = re.compile(
    r"^(?:taken together|together|combined),? (?:they|it|these)\b|^(?:once|if|when) (?:enabled|installed"
    r"|activated|launched"
    r"|completed|approved|asked)\b|\b(?:brings?|makes?|closes?|gives?|uses?|solves?|fills?|addresses) that"
    r" (?!the\b|its?\b|they\b|an?\b)[a-z]+|\b(?:closes?|fills?|bridges?) the gap\b(?! (?:between|in)\b)|"
    r"^(?:speaking|talking|writing|posting|asked)\b[^,]*, (?:he|she|they|it)\b|"
    r"\b(?:this|these|those) (?!(?:year|week|month|summer|spring|autumn|winter|morning|time|who|that|of|in|with"
    r"|which)\b)[a-z]+"
    r"|\b(?:whether|how|once|until|why) that [a-z]+|^(?:today|now) that [a-z]+|\bat the time\b(?! of)"
    r"|^(?:as|in|with|to|for|on|at|by|from|after|before|while|when|if|once|unlike|despite)\b(?-i:[^,A-Z])*,"
    r" (?:it|they|he|she)\b"
    r"|\bthat (?:result|figure|deal|case|number|day|point|question|plan|decision|price|idea|kind|sort|pattern"
    r"|problem|as)\b"
    r"|\bwho (?:owns?|runs?|leads?|led|built|made|founded|manages?|heads?) (?:it|them)\b|\bis not one\b|\b(?:use"
    r"|uses|used|has|have|had|need|needs|want|wants|get|got|make|made|buy|bought) (?:one"
    r"|some)[,.;]"
    r"|(?:^|[,;:—–] |\b(?:and|but|so) )that(?:'s| is| was| means| makes| will| would| could)\b"
    r"|\b(?:for|of|with) one[.,]|\b(?:this|these|those)[.,;]|^(?:below|above|here) (?:are|is|were)\b"
    r"|^not \w+, (?:just|but)\b"
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
    r"|(?<!for )(?<!of )(?<!the )(?<! a )(?<! an )(?<!in )(?<!with )(?<!by )(?<!from )(?<!\w-)\b\w+(?:ed|en)\b"
    r"|\b(?:said|made|gave|told|took|came|went|won|lost|cut|set|put|held|ran|rose|fell|grew|built"
    r"|sold|bought|paid|met|led|left|kept|got|saw|beat|hit|let|began|drew|spent|wrote|found|thought|sought"
    r"|taught|struck"
    r"|became|broke|drove|fought|flew|froze|knew|lent|lay|rode|sang|sent|shot|shut|spoke|stood|stole|swore"
    r"|threw|understood"
    r"|woke|wore|felt|heard|meant|read|dealt|slid|sank|swept|tore|bet|bid|cost|quit|spread|split)\b"
)
_VERB_S = re.compile(
    r"(?<!and )(?<!or )(?<!the )(?<!of )(?<!its )(?<!their )(?<!new )(?<!all )(?<!\d )"
    r"\b[a-z]+[^\Wsui]s\b(?! (?:and|or|of)\b)(?= [\w“\"'$€£‘])"
)


def faults_en(body: str, told: str) -> list[str]:
    """Return why an English sentence cannot stand alone; `told` is the body with what it quotes taken out."""
    reasons: list[str] = []
    if is_boilerplate(body):
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
    if _is_comment(told) or told.rstrip().endswith("!"):
        reasons.append("comment")
    if body[:1].islower() or _is_fragment(body, told):
        reasons.append("fragment")
    return reasons


def _is_comment(told: str) -> bool:
    """Tell whether the writer turns to the reader: a comment in front, or a command."""
    if any(p.match(told) for p in (_COMMENT, _IMPERATIVE, _IMPERATIVE_OF)):
        return True
    command = _BASE_VERB.match(told)
    return command is not None and _AUXILIARY.search(told, command.end()) is None


def presumes(told: str) -> tuple[str, ...]:
    """Return the stems of the first definite noun that nothing in the sentence explains, () where there is none.

    "The campers worked on it": campers. A name before it explains ("Acme opened the plant"), unless the noun
    is a particular person or event ("Acme confirmed the attack"), and so does what follows it: "the price of an
    hour", "the man who".
    """
    named = _first_name(told)
    for match in _DEFINITE.finditer(told):
        phrase = _ENDS_NOUN.sub("", match[1])
        bound = _BOUND.search(phrase)
        noun = phrase[: bound.start()] if bound else phrase
        behind = told[match.start(1) + len(noun) :]
        words = [w for w in content_words(" ".join(noun.split()[:3])) if w not in _MODIFIERS and not w[0].isdigit()]
        owner = _LOCAL.match(noun)
        if match.start() > named and not (words and _PARTICULAR.match(noun.split()[-1])):
            continue
        if set(words) & set(content_words(told[: match.start()])):
            continue
        if owner or (words and not _is_known(noun, behind)):
            return tuple(content_words(owner[1]) if owner else words)
    return ()


def _first_name(told: str) -> int:
    """Return where the first name of the sentence ends, its length where there is none."""
    first = re.match(r"[A-Z][\w'-]*", told)
    if first and not _is_common(first[0]) and not _ADVERBIAL_START.match(first[0]):
        return first.end()
    found = (n for n in _PROPER.finditer(told) if n[0] == "AI" or not _DEMONYM.match(n[0].rstrip("'s.")))
    return next((n.start() for n in found), len(told))


def _is_common(word: str) -> bool:
    """Tell whether a sentence's first word is none that names: "Companies may", "The plan"."""
    if word.lower() in _COMMON_STARTS:
        return True
    if word in _COLLECTIVES:
        return True
    return word.endswith("s") and word.isalpha() and word[1:].islower() and stem(word.lower()) in _HEADLINE_STEMS


def _is_known(noun: str, behind: str) -> bool:
    """Tell whether a definite noun is common ground, or explained by what follows it."""
    words = noun.replace("’s", " ").replace("'s", " ").lower().split()
    if re.match(r" ?[A-Z]", behind):
        return True
    telling = words if len(words) == 1 else [w for w in words if w not in _ONLY_LAST]
    if any(w in _COMMON_GROUND or w.endswith("est") for w in telling):
        return words[0] not in _UNPRICED or len(words) > 1 or _BOUND.match(behind) is not None
    return _BOUND.match(behind) is not None and _OPEN_BOUND.match(behind) is None


def _is_fragment(body: str, told: str) -> bool:
    """Tell whether a line is no whole sentence: no verb, none but in a "that" clause, the head of a list."""
    if body.rstrip("\"”’'").endswith(("…", "...", ":", ";", ",")) or body[:1] in "—–-" or not _has_verb(body):
        return True
    if any(p.match(told) for p in (_LIST_LINE, _NOT_TOLD, _SUBORDINATE_ALONE, _DATE_FIRST)):
        return True
    if _THING_ALONE.match(told) and not _AUXILIARY.search(told):
        return True
    if _NO_SUBJECT.match(told) or (_DOING_ALONE.match(told) and not _AUXILIARY.search(told)):
        return True
    words = told.split()
    heading = _HEADING_FIRST.match(told)
    if heading and _AUXILIARY.search(told, 0, heading.end() + _NEXT_WORDS) is None:
        return True
    if sum(w[0].isupper() for w in words[:_HEADING_WORDS]) >= _HEADING_WORDS - 2 or _is_list(told, len(words)):
        return True
    thing = _THING_FOR_MAIN.match(told)
    if thing is None or _AUXILIARY.search(thing["before"]) or _VERB.search(thing["before"]):
        return False
    return not (_AUXILIARY.search(thing["after"]) or _VERB.search(thing["after"]))


def _is_list(told: str, words: int) -> bool:
    """Tell whether a line is an enumeration: many commas, few words between them, no verb to carry them."""
    commas = told.count(",")
    listed = commas >= _MANY_COMMAS and words < _WORDS_AN_ITEM * commas
    return listed and _AUXILIARY.search(told) is None and _VERB_S.search(told, 0, _VERB_BY) is None


_ASIDE = re.compile(r"\s*\([^()]*\)")


def _has_verb(body: str) -> bool:
    """Tell whether some word in lower case may be a verb; a list of names has none."""
    body = _ASIDE.sub("", body)
    lowered = body if re.match(r"\w+ [A-Z]", body) else body[:1].lower() + body[1:]
    words = " ".join(w if w == "&" or (w[0].islower() and "-" not in w) else "X" for w in lowered.split())
    return _VERB.search(words) is not None or _VERB_S.search(words) is not None


def _loose_ends(body: str, told: str) -> list[str]:
    reasons: list[str] = []
    thing = _OBJECT.search(told)
    if _ASIDE_SPEAKER.search(told):
        reasons.append("dangling")
    points = any(pattern.search(told) for pattern in (_POINTING, _ELSEWHERE, _SOME_SAID))
    that = _THAT_NOUN.search(told)
    points = points or (that is not None and _PROPER.search(told, 0, that.start()) is None)
    if points or (thing and not _stood_for(thing[0], told[: thing.start()])):
        reasons.append("dangling")
    other_time = _OTHER_TIME.search(told)
    if other_time and not find_dates(told[: other_time.start()]):
        reasons.append("other_time")
    label = _LABEL.match(body)
    if label and not _SAYS.search(label[0]):
        reasons.append("label")
    return reasons


def _stood_for(pronoun: str, before: str) -> bool:
    """Tell whether something before "for it" can be meant: a noun with its article, or a second name."""
    plural = pronoun.endswith("them")
    if _NOUN_PHRASE.search(before) and (plural or not re.match(r"[A-Z]\S* [a-z]+s? [a-z]{0,4}$", before.strip())):
        return True
    return len(_PROPER.findall(before)) > 0


_SETTING = re.compile(r"(?:At|In|During|On|By|Since|After|Before) (?:(?:[A-Z\d]|the )[^,]{1,40}), ")
""" "At Build 2026, the company": a place or a day is no company."""


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
    if match[0].lower() == "them" and not re.search(
        r"\b[A-Za-z][a-z]{2,}s\b| and [A-Z]|people|children|women|men\b", before
    ):
        return True
    names = [n for n in _PROPER.findall(before) if not _DEMONYM.match(n.rstrip("’'s."))]
    named = bool(names) or (
        first is not None
        and not at_once
        and first[0].lower() not in _COMMON_STARTS
        and _ADVERBIAL_START.match(first[0]) is None
    )
    if match[0].lower().startswith("the "):
        if _SETTING.fullmatch(before) and not re.search(r"['’]s?\b", before):
            return True
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
    nine ten right currently suddenly today yesterday soon even without during before despite
    across through among once only just per recently previously initially meanwhile still also other unlike like
    using given nobody everybody everyone someone somebody anybody anyone both such another each""".split()
)
