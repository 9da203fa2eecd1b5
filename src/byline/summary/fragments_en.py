"""Which English lines are no whole sentences: headings, items of lists, lines of product pages."""

from __future__ import annotations

import re

from byline.summary.glued_en import is_blurb, is_glued
from byline.summary.names_en import AUXILIARY
from byline.summary.verbs_en import ROOTS, has_main_verb

NUMBER = (
    r"(?:\d[\d,.]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|two|three|four|five|six"
    r"|seven|eight|nine"
    r"|ten|eleven|twelve|\w+teen)"
)
_NOT_TOLD = re.compile(
    r"^(?:inside|behind|beyond|introducing|meet|how|why|what happens|where) (?!\w+ (?:is|remains) (?:unclear|unknown))"
    r"(?:[^,]|,(?=\d))*$|^(?:how|why) |^no [a-z -]{3,40} (?:needed|required|necessary)\b",
    re.IGNORECASE,
)
_LIST_LINE = re.compile(
    rf"^(?:the |these |here are )?{NUMBER} (?:more |key |big |quick |main )?(?:points?|things?|ways?|reasons?"
    r"|lessons?|takeaways?|notes?|questions?|tips?|steps?|facts?|numbers?|observations?|rules?|ideas?|examples?"
    r"|habits?) (?:follow |stand out |emerge )?(?:for|to|that|about|on|from|of|you|we)\b"
    r"|^\d{1,2}[:.]\d\d(?: ?(?:[ap]\.?m\.?|UTC|GMT|CET|[EP][DS]?T))?\s?[:–—-]|^(?:step|part"
    r"|figure|table|lesson|phase|tip|rule|option|method|scenario) \d"
    r"|^(?:(?:chapter|episode|volume) \d+|article \d+[a-z])\b(?! of\b|,)",
    re.IGNORECASE,
)
_HEADING_FIRST = re.compile(r"^(?:[A-Z][\w’'.-]*:? (?:(?:of|the|a|an|and|for|in|with|to|from|on) ){0,2}){7}")
_DATE_FIRST = re.compile(r"^\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4} [A-Z]|^[A-Z][a-z]{2} \d{1,2}, \d{4} [A-Z]")
"""A heading or a date line that ran into the sentence."""
_THING_ALONE = re.compile(
    r"^for [^,:.]{3,60}: [A-Z][\w-]*,|^an? (?:[\w-]+ ){0,3}?(?:guide|look|glimpse|list|tool|library|framework"
    r"|collection|primer|tutorial|app|assistant|platform"
    r"|way|plugin|server|service|dataset|toolkit|overview|summary|comparison|harness) (?:to|into|at"
    r"|of|for|with|that|—|–)\b"
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
_PARTICIPLE = re.compile(
    r"^(?:Designed|Built|Made|Powered|Created|Written|Backed|Developed|Engineered|Optimi[sz]ed|Tailored|Aimed|Inspired"
    r"|Featuring|Announcing|Including|Offering|Allowing|Supporting|Unified|Improved|Added|Fixed|Updated|Enhanced"
    r"|Redesigned|Reduced|Simplified|Integrated|Launched|Released|Available|Compatible|Equipped"
    r"|Combined)\b(?! by [A-Z]\w+,)"
)
_MAIN_CLAUSE = re.compile(
    r", (?:the|an?|its|their|it|they|he|she|this|these|[A-Z][\w’'.-]*)"
    r" (?:[\w’'.-]+ ){0,5}?(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must"
    r"|should|said|[a-z]+[^s\W]s"
    r"|[a-z]+ed)\b"
)
"""What must follow a participle: "Built in Porto, the Orca sells well"."""
_OWNED_THING = re.compile(
    r"^(?:[A-Z][\w.&-]*|The [a-z]+)['’]s (?:[a-z-]+ ){0,3}[a-z]+s (?:in|on|of|for|to|with|over|amid|against|from|as) "
)
""" "Acme's competitive struggles in the market." """
_THING_THAT = re.compile(
    r"^(?:[\w’'+&./-]+ ){1,9}?(?:app|tool|server|library|framework|agent|platform|assistant|plugin|extension|service"
    r"|interface|dashboard|client|engine|editor|browser|bot|kit|SDK|CLI|package|workflow|harness|wrapper|script|API"
    r"|layer|app store|marketplace|workspace) (?:that|which|for|to|with) (?P<after>.+)$"
)
""" "Tiny menu bar app that keeps limits visible.": what a page says under its name."""
_LIST_OF_ORDERS = re.compile(
    r"^[A-Z][a-z]+(?:, [a-z]+)+,? (?:or|and) [a-z]+ (?:[A-Z]\w+|the|an?|your|any|all|[a-z]+s)\b"
)
""" "Point, draw, or narrate changes in the browser." """
_CAPTION = re.compile(r", on (?:how|why|what|where|\w+ing)\b[^,.]*\.$")
_GLUED = re.compile(r"(?<=[a-z] )(?:The|This|These|Those|It|We|When|While|What|If|In|There|Our|You) [a-z]+ ")
"""A heading in front of its first sentence: "stopped predicting the bill The comparison everyone made"."""
_COUNTS_OFF = re.compile(r": \d\.?$")
_SAYS_OF_ITSELF = re.compile(
    r"^(?:Supports|Explores|Examines|Covers|Describes|Discusses|Explains|Introduces|Presents|Highlights|Reveals|Provides"
    r"|Allows|Enables|Includes|Requires|Generates|Handles|Lets|Helps|Gives|Brings|Adds|Makes|Keeps|Turns|Raises|Offers"
    r"|Details|Shares|Delivers|Combines|Automates|Integrates|Tracks|Shows|Uses|Connects|Creates|Converts|Transforms"
    r"|Builds)"
    r" (?!(?:in|on|of|at|about|for|from|by|with|to|were|was|are|rose|fell)\b)(?=[a-z\d]|[A-Z][\w.]*['’]s )"
)
""" "Supports input of 4.5k tokens.": a page of what it sells."""
_BASE = frozenset((*ROOTS, "draw", "narrate", "drag", "swipe", "click", "tap", "ask"))
_HEADING_WORDS = 12
_NEXT_WORDS = 20
"""Characters behind a long name in which its verb stands; behind a heading there is none."""
_VERB_BY = 60
"""Characters within which a sentence has its verb; in a list there is none."""
_MANY_COMMAS, _WORDS_AN_ITEM = 5, 4
_SUBORDINATE_ALONE = re.compile(r"^(?:while|although|though|whereas|because|of all)\b[^,—–]*$", re.IGNORECASE)
_THING_FOR_MAIN = re.compile(r"^An? [\w’'-]+ (?P<before>[^,.]*?)\b(?:that|which|who|where) (?P<after>.+)$")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must|should|shall)\b"
    r"|(?<!for )(?<!of )(?<!the )(?<! a )(?<! an )(?<!in )(?<!with )(?<!by )(?<!from )"
    r"(?<!\w-)\b(?!(?:when|then|often|even|seven|eleven|ten|between|women"
    r"|men|children|citizen|token|kitchen|garden|screen|green|speed|feed|seed|hundred|indeed|open|gen)\b)\w+(?:ed|en)\b"
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
_ASIDE = re.compile(r"\s*\([^()]*\)")


def is_fragment(body: str, told: str) -> bool:
    """Tell whether a line is no whole sentence: no verb, none but in a "that" clause, the head of a list."""
    if body.rstrip("\"”’'").endswith(("…", "...", ":", ";", ",")) or body[:1] in "—–-":
        return True
    if any(p.match(told) for p in (_LIST_LINE, _NOT_TOLD, _SUBORDINATE_ALONE, _DATE_FIRST, _SAYS_OF_ITSELF)):
        return True
    return is_glued(told) or is_blurb(told) or _lacks_verb(told)


def _lacks_verb(told: str) -> bool:
    if _THING_ALONE.match(told) and not AUXILIARY.search(told):
        return True
    if _NO_SUBJECT.match(told) or (_DOING_ALONE.match(told) and not AUXILIARY.search(told)):
        return True
    words = told.split()
    heading = _HEADING_FIRST.match(told)
    if heading and AUXILIARY.search(told, 0, heading.end() + _NEXT_WORDS) is None:
        return True
    if sum(w[0].isupper() for w in words[:_HEADING_WORDS]) >= _HEADING_WORDS - 2 or _is_list(told, len(words)):
        return True
    if _GLUED.search(told) or _COUNTS_OFF.search(told):
        return True
    if _is_page_line(told) or not has_main_verb(_ASIDE.sub("", told)):
        return True
    thing = _THING_FOR_MAIN.match(told)
    if thing is None or AUXILIARY.search(thing["before"]) or _VERB.search(thing["before"]):
        return False
    return not (AUXILIARY.search(thing["after"]) or _VERB.search(thing["after"]))


def _is_page_line(told: str) -> bool:
    """Tell whether a line of a product's page or a caption has no main clause."""
    if _PARTICIPLE.match(told) and _MAIN_CLAUSE.search(told) is None:
        return True
    if told.split(",", maxsplit=1)[0].lower() in _BASE and _LIST_OF_ORDERS.match(told):
        return True
    verbs = AUXILIARY.search(told) is not None
    if not verbs and (_OWNED_THING.match(told) or _CAPTION.search(told)):
        return _VERB.search(told) is None
    thing = _THING_THAT.match(told)
    if thing is None or verbs:
        return False
    before = told[: thing.start("after")]
    return _VERB.search(before) is None and _VERB_S.search(before) is None and _VERB.search(thing["after"]) is None


def _is_list(told: str, words: int) -> bool:
    """Tell whether a line is an enumeration: many commas, few words between them, no verb to carry them."""
    commas = told.count(",")
    listed = commas >= _MANY_COMMAS and words < _WORDS_AN_ITEM * commas
    return listed and AUXILIARY.search(told) is None and _VERB_S.search(told, 0, _VERB_BY) is None
