"""The quality page: our figures beside published ones, made by `byline eval --page`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from byline.evaluate.suite import Result

HEAD = """\
# Quality

Made by `make quality`. Every figure was measured by `byline eval` (docs/reference/evaluation.md) on data that is not
part of the project; the figures of others are as published by them, often on other data. "tune" marks sets that
thresholds were chosen on, so their figures flatter. OG2021 is a test set, but no clean one any more: steps of the
design were taken after looks at it, and its floors decided against one training of the scorer (docs/log.md).

| what | ours | n | others, and where from |
|---|---|---|---|
"""

ROWS = (
    ("sample.screen", "sample newsroom (tune): articles kept or dropped as known", "–"),
    ("sample.bcubed_f1", "sample newsroom (tune): stories, BCubed F1", "–"),
    ("sample.pair_f1", "sample newsroom (tune): stories, pair F1", "–"),
    ("sample.origins", "sample newsroom (tune): origin of each article right", "–"),
    ("sample.citation_recall", "sample edition: sentences with a citation", "1.0 by construction"),
    ("sample.citations_hold", "sample edition: citations whose span is in the stored text", "1.0 by construction"),
    (
        "og2021.bcubed_f1",
        "OG2021, nine languages, titles only (test; embedder knows two): stories, BCubed F1",
        "WAC, title and body .594; Event Registry .546; TF-IDF single pass .554",
    ),
    ("og2021.pair_f1", "the same, pair F1", "WAC .340 (another setting); Event Registry .220; TF-IDF .198"),
    (
        "og2021_all.bcubed_f1",
        "the same with the embedder of all languages (a package of its own), BCubed F1",
        "the same",
    ),
    ("og2021_all.pair_f1", "the same, pair F1", "the same"),
    (
        "og2021_en.bcubed_f1",
        "OG2021 English, titles only (test): stories, BCubed F1",
        "TF-IDF .733; Event Registry .644",
    ),
    ("og2021_en.pair_f1", "the same, pair F1", "–"),
    ("uci.bcubed_f1", "UCI headlines (tune): stories, BCubed F1", "TF-IDF single pass .616"),
    ("uci.pair_f1", "the same, pair F1", "TF-IDF single pass .593"),
    ("wikinews_big.bcubed_f1", "Wikinews events, full text (tune): stories, BCubed F1", "TF-IDF single pass .732"),
    ("wikinews_big.pair_f1", "the same, pair F1", "TF-IDF single pass .317"),
    (
        "stream.bcubed_f1",
        "AI news, 3 and 4 June 2026, labels by language models (test, seen): stories, BCubed F1",
        "none known",
    ),
    ("stream.pair_f1", "the same, pair F1", "–"),
    ("stream.across.pair_f1", "the same, pairs of an English and a Chinese item: F1", "–"),
    ("stream.exact", "the same, stories of two and more items found item by item", "–"),
    ("dtels_dev.bcubed_f1", "DTELS, Chinese, topic labels (tune): BCubed F1", "none known"),
    (
        "copies.recall",
        "copies, variants of English news texts (tune): recall",
        "verified MinHash .74 to .89; simhash .08 to .65",
    ),
    ("copies.wrong_per_query", "the same: wrong pairs a query", "verified MinHash .003 to .005"),
    (
        "copies_zh.recall",
        "copies, variants of Chinese news texts (tune): recall",
        "–",
    ),
    ("copies_zh.wrong_per_query", "the same: wrong pairs a query", "–"),
    (
        "neus_val.rouge1",
        "NeuS validation (tune), no language model, at most 70 words: ROUGE-1",
        "on its test set: LexRank 38.8; BART-CNN 37.7",
    ),
    ("neus_val.rouge2", "the same: ROUGE-2", "LexRank 16.6; BART-CNN 15.7"),
    ("neus_val.rougel", "the same: ROUGE-L", "LexRank 25.1; BART-CNN 26.0"),
    ("neus_val.citation_recall", "the same: citation recall", "ChatGPT .736 (ALCE, ASQA)"),
    ("neus_val.citation_precision", "the same: citation precision", "ChatGPT .725 (ALCE, ASQA)"),
    ("verifier.corrupted_accepted", "verifier: corrupted light edits accepted", "–"),
    ("verifier.faithful_accepted", "verifier: faithful light edits accepted", "–"),
    ("verifier.trimmed_precision_qags", "verifier, tier trimmed, QAGS-CNN (tune): precision", "share supported .74"),
    ("verifier.trimmed_precision_rank19", "verifier, tier trimmed, Rank19 (tune): precision", "share supported .57"),
    ("rank.tldr_recall20", "editors' picks of the next TLDR AI among our first 20 stories (tune)", "–"),
    ("rank.tldr_lift20", "the same: ratio to the best simple order", "two editors agree on 6 to 17 % of links"),
    ("rank.juya_recall20", "the same with a Chinese editor", "–"),
)


SPEED = """
## Speed and memory

`make bench`. Stages, shares and memory: real pages through the whole pipeline without network waiting, one worker,
SQLite on disk, the edition's files written. Stories and copies: one core, vectors given. API: 100,000 articles, one
connection, questions never asked before. Measured on two shared cores: read the shares, not the seconds. The floor of
extraction is trafilatura itself (half to three quarters of that stage), that of embedding one run of the bundled
network a text.

| what | figure |
|---|---|
"""


READ = """
## Judged by reading

By language models under written rules, not by people; one reading each, not checked by hand. The verdicts stand in
`eval/drawn` and `eval/sentences`, the kinds of errors in docs/log.md. Readers differ: a strict one finds twice as
much as a mild one.

| what | figure | n | when, and what came after |
|---|---|---|---|
"""


def write_page(results: Mapping[str, Result], path: Path, *, bench: Path, read: Path) -> None:
    """Write the table of what was measured, with speed (`bench`) and what readers found (`read`) where there is any.

    `bench`: a JSON object of figures by name. `read`: a JSON list of objects with the keys "what", "figure", "n"
    and "when". Figures without a row stand below the table.
    """
    lines = [_row(results[name], label, others) for name, label, others in ROWS if name in results]
    named = {name for name, _, _ in ROWS}
    rest = [f"- `{name}`: {results[name].value:g}" for name in sorted(results) if name not in named]
    body = HEAD + "\n".join(lines) + ("\n\nFurther figures:\n\n" + "\n".join(rest) if rest else "") + "\n"
    if read.is_file():
        rows: list[dict[str, str]] = json.loads(read.read_text("utf-8"))
        body += READ + "".join(f"| {r['what']} | **{r['figure']}** | {r['n']} | {r['when']} |\n" for r in rows)
    if bench.is_file():
        figures: dict[str, float] = json.loads(bench.read_text("utf-8"))
        body += SPEED + "".join(f"| {name} | {value:g} |\n" for name, value in figures.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, "utf-8")


def _row(result: Result, label: str, others: str) -> str:
    count = str(result.n) if result.n else "–"
    return f"| {label} | **{result.value:.3f}** | {count} | {others} |"
