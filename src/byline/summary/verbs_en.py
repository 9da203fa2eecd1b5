"""Whether an English line has a verb that carries it, told by the shape and the neighbours of its words.

No tagger: a noun in the plural and a participle look like verbs ("insights on costs associated with tools"),
so a word counts only where what stands around it speaks for a verb.
"""

from __future__ import annotations

import re

from byline.summary.names_en import COMMON_STARTS

ROOTS = """accept accuse achieve acquire adapt add address adopt age agree aim align allow analyse analyze
    announce answer anticipate apologise apologize appear apply appoint approve argue arrest
    arrive ask assess assume attack attract attribute automate avoid back balance ban barrel base
    beat become begin believe belong bet blame block book boost borrow break bring build buy call
    cancel cap capture carry cause challenge change characterise characterize charge choose cite
    claim clear climb close collaborate combine come compare compete complain complete confirm
    connect consider consist construct contain continue contribute control convert correlate cost
    cover crack create criticise criticize cut debut decide decline deepen defend define defy
    degrade delay deliver demand demonstrate deny depend depict deploy derive describe deserve
    design detail detect determine develop differ disclose discover discuss dismiss dominate
    double draw drive drop earn eliminate embrace emerge emphasise emphasize employ enable encode
    encourage end enhance enlist ensure enter equal establish estimate evaluate evolve examine
    exceed excel exhibit exist expand expect experience explain exploit explore expose extend face
    fail fall favor favour fear feature feel fight file fill find fine finish fire flag flip focus
    follow force forecast form fuel fund gain generate get give go govern grant grow guide hack
    halt handle happen have hear help highlight hinder hinge hint hire hit hold hope host hunt
    hurt identify ignore illustrate imply impose improve include incorporate increase indicate
    induce infer influence inform inherit integrate intend introduce invest investigate invite
    invoke involve join judge jump keep kill know lack land lash last launch lay lead leak learn
    leave let leverage lie lift like limit link list live lobby look lose love lower maintain make
    manage mark match matter mean measure merge mimic mislead miss mix monitor motivate mount move
    name need neglect notch offer open operate oppose order organise organize outline outpace
    outperform overlook overtake own participate partner pass pause pay peak penalise penalize
    perform permit persist pick plan play pledge plot plummet poach point pose position post power
    predict prefer prepare present press prevent prioritise prioritize probe process produce
    promise promote propose protect prove provide publish pull purchase push put quantify quit
    raise range rank reach react read rebound recall receive recognise recognize recommend record
    recover reduce refer reflect refuse register regulate reject relate release rely remain
    remember remove render replace report represent require rescue resemble resign resist resolve
    respond rest restore restrict result retain retract retrieve return reveal reverse rise rival
    roll rule run saturate save say scale scan score scrap see seek seem sell send separate serve
    set settle shape share shed shift ship show shrink shut side sign signal simplify simulate sit
    slam slash slip slow slump soar solve sound span speak specify spend split stand start state
    stay steal stem step stop store strike struggle study sue suffer suggest summarise summarize
    support surge surpass suspend switch tackle take talk tap target team tell tend test testify
    think threaten top touch tout trace track trade trail train transform translate travel treat
    trigger triple trust try tumble turn undermine underperform understand unify unveil update
    upgrade urge use utilise utilize validate value vary verify veto view visit vote vow wait walk
    want warn watch weigh win wish withdraw work worry write yield""".split()
"""Verbs of news and of research, in the form of a dictionary."""
IRREGULAR_PAST = """became beat began bet bought broke brought built came cost cut drew drove fell fought found gave
    got grew held hit kept knew laid led left lost made met paid put quit ran rose said sank saw
    sent set shot showed shut slid sold sought spent split spoke stole stood struck taught thought
    threw told took went won wrote heard felt caught chose flew fled lent meant shook swept stuck withdrew understood
    wore ate hid""".split()
_MOVED = frozenset(
    """agreed appeared applied argued arrived asked averaged belonged called climbed clashed closed collapsed competed
    complained consisted contributed crashed debuted declined decreased depended died doubled dropped emerged
    ended evolved expanded failed finished focused formed gathered happened improved increased joined jumped
    landed lasted launched listened lived looked merged moved occurred opened participated partnered paused
    peaked pleaded plummeted plunged pointed pulled pushed rallied ranged ranked reacted refused relied remained
    replied resigned responded resulted retired returned rolled settled shifted sided slipped slumped soared
    started stayed stemmed stopped succeeded surged switched talked teamed testified totaled totalled travelled
    tripled tumbled turned voted waited walked warned worked""".split()
)
"""Forms in -ed that stand behind their subject even with a preposition behind them: "prices dropped by half"."""
_NO_PAST = frozenset(
    """need speed feed seed weed breed deed indeed exceed proceed succeed hundred embed red bed led fed shed
    unprecedented so-called related detailed sophisticated dedicated supposed""".split()
)
_AUXILIARY = frozenset(
    """is are was were has have had will would can could may might must should shall does do did isn't aren't wasn't
    weren't hasn't haven't hadn't won't wouldn't can't cannot couldn't doesn't don't didn't isn’t aren’t wasn’t
    weren’t hasn’t haven’t hadn’t won’t wouldn’t can’t couldn’t doesn’t don’t didn’t remains remain became
    becomes""".split()
)
_OPENS_CLAUSE = frozenset(
    """that which who whose where as while when because if although though whereas since so what how why whether
    once""".split()
)
_BEFORE_NOUN = frozenset(
    """& without within amid than more fewer less the a an of for in with by from to its their his her our your my
    all some many most no new other these those and or into on at as between through via under over across
    about against""".split()
)
_BEHIND_NOUN = frozenset(
    """in on of for to with from at by as into against about between through via under over across using and or than
    amid within without around toward towards during after before""".split()
)
_PARTICIPLES = frozenset("taken given made built done seen shown known written drawn driven run held sent".split())
_PREPOSITION = frozenset("by for using through via with as around".split())
_WORD = re.compile(r"[A-Za-z][\w’'-]*|\d[\w.,%-]*|[&,;:—–()“”\"]|(?<= )-(?= )")


def third_person(root: str) -> str:
    """Return the form for he, she and it: "launches"."""
    if root.endswith(("s", "sh", "ch", "x", "o")):
        return f"{root}es"
    return f"{root[:-1]}ies" if re.search(r"[^aeiou]y$", root) else f"{root}s"


def past(root: str) -> str:
    """Return the regular past: "launched"."""
    if root.endswith("e"):
        return f"{root}d"
    return f"{root[:-1]}ied" if re.search(r"[^aeiou]y$", root) else f"{root}ed"


THIRD_PERSON = frozenset(third_person(r) for r in ROOTS)
"""Forms like "launches"; some are nouns as well."""
_PAST = frozenset(IRREGULAR_PAST)


def moved() -> frozenset[str]:
    """Return the forms in -ed that are verbs even with a preposition behind them."""
    return _MOVED


def has_main_verb(told: str) -> bool:
    """Tell whether some word may be the verb of the sentence.

    That is the first one outside a "that" or "as" clause, or the second one inside. A clause
    ends at the next mark. What was quoted (a "q") may hold the verb. O(n).
    """
    words = _WORD.findall(told)
    clause = told_in_clause = plural = False
    marks = 0
    for place, word in enumerate(words):
        if word == "q" or (place == 0 and word.lower() in _AUXILIARY):
            return True
        if word == "&":
            continue
        if not word[0].isalnum():
            clause = told_in_clause = False
            marks += 1
        elif place and _opens_clause(words, place):
            clause = True
        elif told_in_clause and words[place - 1].lower() in _AUXILIARY:
            continue
        elif place and _is_verb(words, place, plural=plural):
            joined = told_in_clause and words[place - 1].lower() in {"and", "or"}
            if not (clause or joined or (marks == 1 and words[place - 1] == "," and word.endswith("ed"))):
                return True
            clause, told_in_clause = False, clause or joined
        plural = plural or _is_plural(word) or word == "and"
    return False


def _opens_clause(words: list[str], place: int) -> bool:
    word, behind = words[place].lower(), words[place + 1] if place + 1 < len(words) else ""
    if word not in _OPENS_CLAUSE or words[place - 1].lower() in {"a", "of", "by", "like"}:
        return False
    return behind != "to" and (word != "since" or behind[:1].islower())


def _is_verb(words: list[str], place: int, *, plural: bool) -> bool:
    word, before = words[place], words[place - 1]
    behind = words[place + 1] if place + 1 < len(words) else ""
    lower = word.lower()
    if lower in _AUXILIARY:
        return True
    if word[0].isupper() or "-" in word or before.lower() in _BEFORE_NOUN - _SUBJECTS:
        return False
    if lower in _PAST:
        return True
    if lower.endswith("ed") and lower not in _NO_PAST:
        return _is_past(words, place)
    if lower in THIRD_PERSON and before.lower() not in _SUBJECTS:
        return not (
            not behind[:1].isalnum() or behind in {"of", "and", "or"} or (behind.endswith("ed") and before[0].islower())
        )
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        done = behind.endswith(("ed", "ing")) or behind in _PARTICIPLES or behind in _AUXILIARY
        return not (behind in _BEHIND_NOUN or not behind[:1].isalnum() or done)
    return lower in _BASE and _is_many(before, plural=plural)


def _is_many(before: str, *, plural: bool) -> bool:
    """Tell whether a verb without an ending may follow: "models need", "often need", "models by Acme need"."""
    lower = before.lower()
    if lower in _SUBJECTS or _is_plural(before):
        return True
    return plural and (lower in _ADVERBS or lower.endswith("ly") or before.lower() != before or not before[0].isalnum())


def _is_past(words: list[str], place: int) -> bool:
    before, behind = words[place - 1], words[place + 1] if place + 1 < len(words) else ""
    if words[place].lower() in _MOVED or before.lower() in _ADVERBS:
        return True
    if behind == "by":
        return False
    named = before[0].isupper() and before.lower() not in COMMON_STARTS
    if place == 1 and _ADJECTIVE.search(before):
        return False
    if place > 1 and words[place - 2].lower() == "to" and before.isalpha():
        return False
    return named or not (behind in _PREPOSITION or behind == "to")


def _is_plural(word: str) -> bool:
    return (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word.lower() in {"people", "children"}


_BASE = frozenset(ROOTS)
_SUBJECTS = frozenset("some many others most few both all they we people several who".split())
_ADVERBS = frozenset("also often already still now never just even always then both rarely usually soon".split())
_ADJECTIVE = re.compile(r"(?:ly|al|ive|ory|ary|ic|ous|able|ible|ful|less)$|^New$")
