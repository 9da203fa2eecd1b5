"""Train the weights that tell how likely a sentence does not stand alone; write src/byline/summary/standing.json.

    pip install scikit-learn==1.9.1
    python scripts/train_standalone.py --raw FILE [--raw FILE ...] [--labels eval/sentences/en.json] [--dry-run]

The labels name sentences by hashes, so the streams they were drawn from are needed. A label
"fails" counts 1, "weak" .4, "stands" 0; a sentence that the rules refuse or change today takes
no part, and one whose time has its date now counts .2. Printed is what comes out for sites
that were not trained on: the area under the curve, and for each share of sentences left
out how many of the rest fail. The threshold is chosen by that table and given by hand.

**Source:** grouped cross-validation by site; logistic regression with soft labels as weighted
pairs of examples.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from byline.evaluate.replay import Item
from byline.evaluate.rows import read_rows
from byline.records import Article, Assignment, Coverage, Kept, Member, Origin, Source, Story
from byline.summary.settings import SummarySettings
from byline.summary.speech import is_attributed
from byline.summary.standing import WEIGHTS, Weights, figures
from byline.summary.units import find_units
from byline.text.hashes import sha256_hex
from byline.text.html import clean_text
from byline.text.languages import language_of
from byline.text.sentences import sentence_spans
from byline.text.timewords import find_time_words
from byline.text.urls import url_key

Floats = NDArray[np.float64]

LABELS = Path("eval/sentences/en.json")
WEAK, DATED = 0.4, 0.2
STRICT = ("fp", "fd", "fe", "fc", "fq", "fg", "ft", "fx")
FOLDS, SEEDS, STIFF = 8, 3, 1.0
SHARES = (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


class Example(NamedTuple):
    """A labelled sentence that the rules would publish."""

    label: str
    site: str
    figures: dict[str, float]
    dated: bool
    """It failed for a time word that has its date in brackets now."""


def main() -> None:
    """Read, cross-validate, train, write."""
    arguments = _arguments()
    labels = _labels(arguments.labels)
    examples = list(_examples(arguments.raw, labels))
    print(f"{len(labels)} labels, {len(examples)} of them sentences that the rules would publish")
    names = sorted({name for e in examples for name in e.figures})
    table = np.array([[e.figures[name] for name in names] for e in examples])
    _print_curve(examples, _held_out(table, examples), threshold=arguments.vague)
    model = _fitted(table, examples)
    weights = Weights(
        weights={n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True)},
        bias=round(float(model.intercept_[0]), 4),
        trained_on=f"eval/sentences/{arguments.labels.name}: {len(examples)} sentences labelled by language models",
    )
    if not arguments.dry_run:
        WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, action="append", required=True, help="A stream, one item a line (gzip).")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--vague", type=float, default=0.38, help="Likelihood for which the table gives a row.")
    parser.add_argument("--dry-run", action="store_true", help="Print, write nothing.")
    return parser.parse_args()


def _labels(path: Path) -> dict[str, str]:
    """Return the code of each sentence by its hash."""
    found: dict[str, list[str]] = json.loads(path.read_bytes())["labels"]
    return {key: code for code, keys in found.items() for key in keys}


def _examples(raw: list[Path], labels: dict[str, str]) -> Iterator[Example]:
    """Yield the labelled sentences that the rules let through today, in the order of the streams."""
    seen: set[str] = set()
    for path in raw:
        for row in read_rows(path, Item):
            found = _keys(row) & labels.keys() - seen
            if found:
                seen |= found
                yield from _of_article(row, {key: labels[key] for key in found})
    print(f"{len(seen)} of {len(labels)} labelled sentences found", file=sys.stderr)


def _text(row: Item) -> tuple[str, str]:
    title = clean_text(row.title)
    return title, f"{title}\n\n{clean_text(row.summary or row.text or '')}".strip()


def _keys(row: Item) -> set[str]:
    text = _text(row)[1]
    spans = (s for s in sentence_spans(text, language="en") if s.kind == "sentence")
    address = url_key(row.url)
    return {sha256_hex(f"{address}\n{text[s.start : s.end]}")[:12] for s in spans}


def _of_article(row: Item, labels: dict[str, str]) -> Iterator[Example]:
    for unit in find_units(_coverage(row), settings=SummarySettings()):
        label = labels.get(sha256_hex(f"{url_key(row.url)}\n{unit.passage.quote}")[:12])
        if label is not None and not set(unit.reasons) - {"vague"} and not is_attributed(unit.text):
            found = figures(unit.text, title=unit.member.article.title, first=unit.position == 0)
            yield Example(label, row.site or row.source, found, label == "ft" and bool(find_time_words(unit.text)))


def _coverage(row: Item) -> Coverage:
    title, text = _text(row)
    published = _moment(row.published) or _moment(row.first_seen) or datetime(2026, 1, 1, tzinfo=UTC)
    article = Article(
        id=1, entry_id=0, source_id="s", url=row.url, url_key=url_key(row.url), title=title, text=text,
        text_hash=sha256_hex(text), language=language_of(text), published=published, seen_at=published,
    )  # fmt: skip
    member = Member(
        article=article,
        source=Source(id="s", name=row.source, site=""),
        kept=Kept(topics=()),
        origin=Origin(article_id=1, origin_id=1),
        assignment=Assignment(article_id=1, story_id=1),
    )
    return Coverage(story=Story(id=1, created=published, updated=published), members=(member,))


def _moment(value: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _aim(example: Example) -> float:
    if example.dated:
        return DATED
    return 1.0 if example.label[0] == "f" else WEAK if example.label == "w" else 0.0


def _fitted(table: Floats, examples: list[Example]) -> LogisticRegression:
    aims = np.array([_aim(e) for e in examples])
    model = LogisticRegression(C=STIFF, max_iter=2000)
    sides = np.r_[np.ones(len(aims)), np.zeros(len(aims))]
    return model.fit(np.vstack([table, table]), sides, sample_weight=np.r_[aims, 1 - aims])


def _held_out(table: Floats, examples: list[Example]) -> Floats:
    """Return the likelihood of each sentence by weights that its site had no part in, the mean of three divisions."""
    sites = sorted({e.site for e in examples})
    total = np.zeros(len(examples))
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(sites))
        fold_of = {sites[at]: n % FOLDS for n, at in enumerate(order)}
        folds = np.array([fold_of[e.site] for e in examples])
        for fold in range(FOLDS):
            ours = [e for e, f in zip(examples, folds, strict=True) if f != fold]
            model = _fitted(table[folds != fold], ours)
            total[folds == fold] += model.predict_proba(table[folds == fold])[:, 1]
    return total / SEEDS


def _print_curve(examples: list[Example], likely: Floats, *, threshold: float) -> None:
    fails = np.array([e.label[0] == "f" and not e.dated for e in examples])
    strict = np.array([e.label in STRICT and not e.dated for e in examples])
    stands = np.array([e.label == "s" or e.dated for e in examples])
    print(f"area under the curve: all failures {roc_auc_score(fails, likely):.3f}", end=", ")
    clear = fails | stands
    print(f"weak left out {roc_auc_score(fails[clear], likely[clear]):.3f}, strict {roc_auc_score(strict, likely):.3f}")
    order = np.argsort(-likely)
    shares = [*SHARES, float((likely >= threshold).mean())]
    for share in sorted(shares):
        kept = order[int(share * len(order)) :]
        lost = 1 - stands[kept].sum() / stands.sum()
        print(
            f"left out {share:.2f} (from {likely[order[int(share * len(order))]]:.2f}): fail {fails[kept].mean():.3f},"
            f" strict {strict[kept].mean():.3f}, of those that stand {lost:.2f} lost"
        )
    kept = likely < threshold
    codes = sorted({e.label for e in examples})
    for code in codes:
        of = np.array([e.label == code and not e.dated for e in examples])
        print(f"  {code}: {of.sum()} before, {(of & kept).sum()} behind the threshold")


if __name__ == "__main__":
    main()
