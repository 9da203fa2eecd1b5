"""How much of one source a summary may quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from byline.records import Coverage, Passage
from byline.summary.lengths import count_words
from byline.summary.settings import SummarySettings
from byline.summary.verify import normalise


class Budget:
    """Counts the words quoted from each independent source; copies of one origin count together, once."""

    def __init__(self, coverage: Coverage, *, settings: SummarySettings) -> None:
        """Nothing is spent yet."""
        self._witness = {m.article.id: coverage.witness(m) for m in coverage.members}
        longest: dict[str, float] = defaultdict(float)
        for member in coverage.members:
            witness = self._witness[member.article.id]
            longest[witness] = max(longest[witness], count_words(member.article.text))
        self._limit = {
            w: min(settings.max_quoted_words, max(settings.always_quoted_words, settings.max_quoted_share * n))
            for w, n in longest.items()
        }
        self._quoted: dict[str, dict[str, float]] = defaultdict(dict)

    def fits(self, passages: Iterable[Passage]) -> bool:
        """Tell whether these passages can be quoted as well."""
        added: dict[str, dict[str, float]] = defaultdict(dict)
        for passage in passages:
            witness = self._witness[passage.article_id]
            text = normalise(passage.quote)
            if text not in self._quoted[witness]:
                added[witness][text] = count_words(passage.quote)
        return all(sum(new.values()) + self.spent(w) <= self._limit[w] for w, new in added.items())

    def spend(self, passages: Iterable[Passage]) -> None:
        """Count these passages as quoted."""
        for passage in passages:
            self._quoted[self._witness[passage.article_id]][normalise(passage.quote)] = count_words(passage.quote)

    def spent(self, witness: str) -> float:
        """Return how many words of a witness are quoted."""
        return sum(self._quoted[witness].values())

    def affordable(self, passages: Iterable[Passage]) -> tuple[Passage, ...]:
        """Return the passages to cite: the first of every witness, as copies of one text add nothing.

        Further ones are left out where their source's limit is reached; () where the first one's is.
        """
        first: dict[str, Passage] = {}
        for passage in passages:
            witness = self._witness[passage.article_id]
            if witness not in first and self.fits((passage,)):
                first[witness] = passage
            elif not first:
                return ()
        return tuple(first.values())
