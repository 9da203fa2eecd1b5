"""Train the weights that tell how likely a sentence does not stand alone; write src/byline/summary/standing.json.

    pip install scikit-learn==1.9.1
    python scripts/train_standalone.py --raw FILE [--raw FILE ...] [--labels eval/sentences] [--dry-run]

The labels name sentences by hashes, so the streams they were drawn from are needed. A label
"fails" counts 1, "weak" .4, "stands" 0; a sentence that the rules refuse or change today takes
no part, and one whose time has its date now counts .2. The later draws count twice: their readers
were stricter, and saw what today's rules leave. Printed is what comes out for articles
that were not trained on: the area under the curve, and for each share of sentences left
out how many of the rest fail. The threshold is chosen by that table and given by hand.

**Source:** grouped cross-validation by article; logistic regression with soft labels as weighted
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
from byline.summary.boilerplate import bare_span
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

LABELS = Path("eval/sentences")
FIRST_DRAW, LATER_COUNTS = "en", 2.0
LANGUAGES = ("en", "zh")
WEAK, DATED = 0.4, 0.2
STRICT = ("fp", "fd", "fe", "fc", "fq", "fg", "ft", "fx")
FOLDS, SEEDS, STIFF = 8, 3, 1.0
SHARES = (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


class Example(NamedTuple):
    """A labelled sentence that the rules would publish."""

    label: str
    article: str
    figures: dict[str, float]
    dated: bool
    """It failed for a time word that has its date in brackets now."""
    counts: float


class Label(NamedTuple):
    """What a reader said of a sentence."""

    code: str
    draw: str
    """Name of the file it stands in."""


def main() -> None:
    """Read, cross-validate, train, write."""
    arguments = _arguments()
    weights = {language: _trained(language, arguments) for language in LANGUAGES}
    if not arguments.dry_run:
        WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")


def _trained(language: str, arguments: argparse.Namespace) -> Weights:
    labels = _labels(arguments.labels, language)
    examples = list(_examples(arguments.raw, labels, language=language))
    print(f"{language}: {len(labels)} labels, {len(examples)} of them sentences that the rules would publish")
    names = sorted({name for e in examples for name in e.figures})
    table = np.array([[e.figures[name] for name in names] for e in examples])
    _print_curve(examples, _held_out(table, examples), threshold=arguments.vague)
    model = _fitted(table, examples)
    return Weights(
        weights={n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True)},
        bias=round(float(model.intercept_[0]), 4),
        trained_on=f"eval/sentences/{language}*.json: {len(examples)} sentences labelled by language models",
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, action="append", required=True, help="A stream, one item a line (gzip).")
    parser.add_argument("--labels", type=Path, default=LABELS, help="Folder of files en*.json and zh*.json.")
    parser.add_argument("--vague", type=float, default=0.35, help="Likelihood for which the table gives a row.")
    parser.add_argument("--dry-run", action="store_true", help="Print, write nothing.")
    return parser.parse_args()


def _labels(folder: Path, language: str) -> dict[str, Label]:
    """Return the label of each sentence by its hash; files whose use is a test take no part."""
    labels: dict[str, Label] = {}
    for path in sorted(folder.glob(f"{language}*.json")):
        told = json.loads(path.read_bytes())
        if not told.get("test"):
            labels |= {key: Label(code, path.stem) for code, keys in told["labels"].items() for key in keys}
    return labels


def _examples(raw: list[Path], labels: dict[str, Label], *, language: str) -> Iterator[Example]:
    """Yield the labelled sentences that the rules let through today, in the order of the streams."""
    seen: set[str] = set()
    for path in raw:
        for row in read_rows(path, Item):
            found = _keys(row, language) & labels.keys() - seen
            if found:
                seen |= found
                yield from _of_article(row, {key: labels[key] for key in found}, language=language)
    print(f"{len(seen)} of {len(labels)} labelled sentences found", file=sys.stderr)


def _text(row: Item) -> tuple[str, str]:
    title = clean_text(row.title)
    return title, f"{title}\n\n{clean_text(row.summary or row.text or '')}".strip()


def _keys(row: Item, language: str) -> set[str]:
    text, address = _text(row)[1], url_key(row.url)
    spans = (s for s in sentence_spans(text, language=language) if s.kind == "sentence")
    quotes = (text[s.start : s.end] for s in spans)
    bare = (quote[slice(*bare_span(quote))] for quote in quotes)
    return {sha256_hex(f"{address}\n{quote}")[:12] for quote in bare}


def _of_article(row: Item, labels: dict[str, Label], *, language: str) -> Iterator[Example]:
    for unit in find_units(_coverage(row), settings=SummarySettings()):
        if unit.language != language:
            continue
        label = labels.get(sha256_hex(f"{url_key(row.url)}\n{unit.passage.quote}")[:12])
        weighed = unit.language == "zh" or not is_attributed(unit.text)
        if label is not None and weighed and not set(unit.reasons) - {"vague"}:
            yield Example(
                label.code,
                row.url,
                figures(unit.text, title=unit.member.article.title, position=unit.position, language=unit.language),
                label.code == "ft" and bool(find_time_words(unit.text)),
                1.0 if label.draw == FIRST_DRAW else LATER_COUNTS,
            )


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
    counts = np.array([e.counts for e in examples])
    sides = np.r_[np.ones(len(aims)), np.zeros(len(aims))]
    return model.fit(np.vstack([table, table]), sides, sample_weight=np.r_[counts * aims, counts * (1 - aims)])


def _held_out(table: Floats, examples: list[Example]) -> Floats:
    """Return the likelihood of each sentence by weights without its article, the mean of three divisions."""
    articles = sorted({e.article for e in examples})
    total = np.zeros(len(examples))
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(articles))
        fold_of = {articles[at]: n % FOLDS for n, at in enumerate(order)}
        folds = np.array([fold_of[e.article] for e in examples])
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
