"""Which definite nouns of an English sentence must have been told before: "the campers", "the attack"."""

from __future__ import annotations

import re

from byline.summary.names_en import first_name
from byline.summary.verbs_en import ROOTS, THIRD_PERSON
from byline.text.words import content_words

_DEFINITE = re.compile(
    r"(?:\b[Tt]he|^All|^Both) (?=((?:(?:\d[\d,.]*|[a-z][\w-]*|(?:AI|LLM|GPU|US|U\.S\.|EU"
    r"|UK)(?= [a-z]))(?:['’]s?)? ?){1,4}))"
)
_ENDS_NOUN = re.compile(
    r" ?\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did|will|would|can|could|may|might|must|should|said"
    r"|says|say|told|came|comes|went|made|makes|took|takes|gave|gives|and|or|but|to|at|by|as|from|with|than"
    r"|then|not|also|soon|again|today|tomorrow|yet|too|later|here|there"
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
_COMPARED = frozenset("larger bigger smaller wider broader newer older latter former".split())
""" "The larger case": than which?"""
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
    r"|event|thread|stand|keynote|stream|dispute|standoff|controversy|decision|announcement|claim|outcome|study|paper|report|survey|work|research|training|trials?|issue|problem|slot|gap|glitch|error|mistake|user|driver|student|owner|customer|employee|worker)$"
)
""" "Acme confirmed the attack": a name in front does not tell which one."""
_NAMED_BEHIND = re.compile(r" ?[A-Z]|,? (?:called|named|dubbed) [A-Z“\"]|, (?!The\b|But\b|And\b|In\b)[A-Z][\w.-]*,")
""" "The Orca chip", "the model, called Orca", "the model, Orca, has"."""
_REPORTS = re.compile(r"\b(?:says?|said|that|because|adds?|added|noted|claims?|claimed) (?:the )?$", re.IGNORECASE)
_DOES = re.compile(r" (?:is|are|was|were|will|would|has|have|had|can|could|may|might)\b")
_BODIES = frozenset(
    """company firm startup start-up lab group agency bank court government administration judge country state city
    world industry market economy regulator ministry automaker carmaker chipmaker maker developer team university public
    president ai technology""".split()
)
"""What a name in front does tell: "Acme said the company"."""
_NOUNS_TOO = re.compile(
    r"(?:plans|costs|talks|tests|uses|moves|calls|claims|results|orders|offers|sales|shares|updates|deals|rules"
    r"|limits|links|models|designs|features|prices|launches|releases|changes|works|needs|hopes|fears|records|rivals"
    r"|partners|leads|leaks|cuts|views|votes|walks|values|ranges|drops|gains|fights|targets|teams|tools|systems|charges"
    r"|answers|demands|measures|marks|posts|notes|names|signs|sides|hits|experiences|probes|risks|bets|stakes|stores"
    r"|attacks|battles|benefits|controls|covers|debuts|defects|deposits|forecasts|grants|jumps|lifts|matches|permits"
    r"|points|projects|promises|protests|requests|responses|returns|stops|studies|supports|surges|tracks|trades|trains"
    r"|visits|warnings|wins|waits|processes|states|scores|scales|roles|researches|searches|supplies|files|funds|fires"
    r"|forms|groups|hosts|jobs|judges|loads|losses|looks|loves|lows|brands|breaks|builds|buys|campaigns)$"
)
"""Forms that stand as often for things: "the models", "the talks"."""
_BASE = frozenset(ROOTS)
_NOUNS_BARE = frozenset("show team deal plan report rule test talk use work market".split())
_ADJECTIVES = frozenset(
    "new old big small first last next same main major key recent current total social humanoid open large long".split()
)
_MODIFIERS = frozenset(
    "new old big small two three four five six seven eight nine ten second third whole full current recent total main"
    " major key entir larg long short".split()
)
"""Words in front of a noun that say nothing of what it is."""


def presumes(told: str) -> tuple[str, ...]:
    """Return the stems of the first definite noun that nothing in the sentence explains, () where there is none.

    "The campers worked on it": campers. A name before it explains ("Acme opened the plant"), unless the noun
    is a particular person or event ("Acme confirmed the attack"), and so does what follows it: "the price of an
    hour", "the man who".
    """
    named = first_name(told)
    for match in _DEFINITE.finditer(told):
        phrase = _without_verb(_ENDS_NOUN.sub("", match[1]))
        bound = _BOUND.search(phrase)
        noun = phrase[: bound.start()] if bound else phrase
        behind = told[match.start(1) + len(noun) :]
        words = [w for w in content_words(" ".join(noun.split()[:3])) if w not in _MODIFIERS and not w[0].isdigit()]
        owner = _LOCAL.match(noun)
        if match.start() > named and not (words and _is_particular(noun, told[: match.start()], behind)):
            continue
        if set(words) & set(content_words(told[: match.start()])):
            continue
        if owner or (words and not _is_known(noun, behind)):
            return tuple(content_words(owner[1]) if owner else words)
    return ()


def also_noun(word: str) -> bool:
    """Tell whether a form in -s stands as often for things: "plans", "models"."""
    return word.endswith("issues") or _NOUNS_TOO.match(word) is not None


def _is_particular(noun: str, before: str, behind: str) -> bool:
    """Tell whether a name in front does not tell which one: "Acme confirmed the attack", "Acme says the new system"."""
    if _PARTICULAR.match(noun.rsplit(maxsplit=1)[-1]):
        return True
    if _REPORTS.search(before) and _DOES.match(behind) and noun not in _BODIES:
        return True
    return noun.startswith(("new ", "latest ")) and _BOUND.match(behind) is None and not _NAMED_BEHIND.match(behind)


def _without_verb(phrase: str) -> str:
    """Return the phrase up to a verb: "technology" of "technology hinges on a"."""
    words = phrase.split()
    end = next((i for i in range(1, len(words)) if _is_verb(words, i)), len(words))
    return " ".join(words[:end]) if end < len(words) else phrase


def _is_verb(words: list[str], place: int) -> bool:
    """Tell whether a word behind a noun is its verb: "the system consumes data", "the discoveries add to"."""
    word, before = words[place], words[place - 1]
    many = before.endswith("s") and not before.endswith(("ss", "us", "is"))
    if many:
        return word in _BASE and word not in _NOUNS_BARE
    if word in THIRD_PERSON and not _NOUNS_TOO.match(word):
        return True
    ends = word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))
    return ends and place + 1 < len(words) and before not in _ADJECTIVES and not _NOUNS_TOO.match(word)


def _is_known(noun: str, behind: str) -> bool:
    """Tell whether a definite noun is common ground, or explained by what follows it."""
    words = noun.replace("’s", " ").replace("'s", " ").lower().split()
    if _NAMED_BEHIND.match(behind):
        return True
    if words[0] in _COMPARED:
        return _BOUND.match(behind) is not None
    telling = words if len(words) == 1 else [w for w in words if w not in _ONLY_LAST]
    if any(w in _COMMON_GROUND or w.endswith("est") for w in telling):
        return words[0] not in _UNPRICED or len(words) > 1 or _BOUND.match(behind) is not None
    return _BOUND.match(behind) is not None and _OPEN_BOUND.match(behind) is None
