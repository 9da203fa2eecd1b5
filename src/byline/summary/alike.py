"""Groups sentences that say the same.

Sentences are compared by their common word stems (Dice), never by vectors: a
cosine cannot tell "rose 5 %" from "fell 7 %". Blocks come from shared rare stems
(exact prefix filter), groups are complete-link, so that a chain of half-likes
never becomes one claim.

**Source:** thresholds measured on 5,448 scored news pairs (docs/log.md); prefix
filtering: Bayardo, Ma and Srikant, "Scaling up all pairs similarity search".
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from byline.summary.rules import same_facts
from byline.summary.support import supports
from byline.summary.units import Unit, document_frequency

Pairs = dict[tuple[int, int], float]
"""Similarity by (smaller index, larger index)."""


def dice(first: frozenset[str], second: frozenset[str]) -> float:
    """Return twice the common stems over all stems (0 to 1)."""
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def near_pairs(units: Sequence[Unit], *, threshold: float) -> Pairs:
    """Return all pairs of one language whose Dice is at least the threshold, whatever their numbers."""
    frequency = document_frequency(list(units))
    index: dict[str, list[int]] = defaultdict(list)
    pairs: Pairs = {}
    for number, unit in enumerate(units):
        prefix = _prefix(unit.stems, frequency, threshold=threshold)
        for other in sorted({o for stem in prefix for o in index[stem]}):
            if units[other].language == unit.language:
                score = dice(unit.stems, units[other].stems)
                if score >= threshold:
                    pairs[other, number] = score
        for stem in prefix:
            index[stem].append(number)
    return pairs


def group(units: Sequence[Unit], pairs: Pairs, *, threshold: float) -> list[list[int]]:
    """Return groups of unit numbers, complete-link over the pairs that say the same.

    A pair does when it is alike enough and states the same facts, or when one of the
    two sentences carries the other. Singles included; ordered by their smallest number.
    """
    good = {p: s for p, s in pairs.items() if _says_the_same(units[p[0]], units[p[1]], score=s, threshold=threshold)}
    home = list(range(len(units)))
    groups = {i: [i] for i in range(len(units))}
    for (a, b), _score in sorted(good.items(), key=lambda item: (-item[1], item[0])):
        first, second = home[a], home[b]
        if first != second and all((min(x, y), max(x, y)) in good for x in groups[first] for y in groups[second]):
            for moved in groups[second]:
                home[moved] = first
            groups[first] = sorted(groups[first] + groups.pop(second))
    return [members for _first, members in sorted((min(m), m) for m in groups.values())]


def _says_the_same(first: Unit, second: Unit, *, score: float, threshold: float) -> bool:
    if score >= threshold and same_facts(first.bag, second.bag):
        return True
    ours, theirs = first.passage.quote, second.passage.quote
    return supports(ours, theirs) or supports(theirs, ours)


def _prefix(stems: frozenset[str], frequency: Counter[str], *, threshold: float) -> list[str]:
    """Return the rarest stems, enough that two alike sentences share one of them."""
    ordered = sorted(stems, key=lambda s: (frequency[s], s))
    needed = math.ceil(threshold / (2 - threshold) * len(ordered))
    return ordered[: len(ordered) - needed + 1]
