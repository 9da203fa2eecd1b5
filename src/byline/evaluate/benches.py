"""The list of benches that `byline eval` runs, and the names of their figures in eval/results.json."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from byline.evaluate.suite import Bench

OG2021 = "clustering/og2021/og2021_titles.jsonl.gz"
CLUSTERS = ("bcubed_p", "bcubed_r", "bcubed_f1", "pair_f1", "ari", "tfidf.bcubed_f1", "tfidf.pair_f1")


def _sample(path: Path) -> dict[str, float]:
    from byline.evaluate.sample import run_sample

    del path
    return run_sample()


def _clusters(prefix: str) -> Callable[[Path], dict[str, float]]:
    def bench(path: Path) -> dict[str, float]:
        from byline.evaluate.clusters import run_clusters

        return _named(run_clusters(path), prefix, keep=CLUSTERS)

    return bench


def _og2021(prefix: str, embedder: str) -> Callable[[Path], dict[str, float]]:
    """All nine languages in one stream; English is that stream's English articles, not a run of its own."""

    def bench(path: Path) -> dict[str, float]:
        from byline.app.embedding import open_embedder
        from byline.evaluate.clusters import run_clusters

        figures = run_clusters(path, embedder=open_embedder(embedder))
        english = {
            f"{prefix}_en.{name.replace('tfidf.', 'tfidf_').replace('eng.', '')}": figures[name]
            for name in ("eng.bcubed_f1", "eng.pair_f1", "tfidf.eng.bcubed_f1", "tfidf.eng.pair_f1")
        }
        by_language = {f"{prefix}.{name}": value for name, value in figures.items() if _of_languages(name)}
        return {**_named(figures, prefix, keep=CLUSTERS), **english, **by_language}

    return bench


def _of_languages(name: str) -> bool:
    """Tell whether a figure is of one language or of a pair of them: "deu.bcubed_f1", "tfidf.deu+eng.bcubed_f1"."""
    languages, _, figure = name.removeprefix("tfidf.").rpartition(".")
    return bool(languages) and languages != "online" and figure in {"bcubed_f1", "pair_f1"}


def _roundups(path: Path) -> dict[str, float]:
    """Dated round-ups of editors: three outlets on one event each."""
    from byline.evaluate.clusters import cluster_figures
    from byline.evaluate.roundups import read_roundups

    return _named(cluster_figures(read_roundups(path)), "roundups", keep=CLUSTERS)


def _copies(prefix: str) -> Callable[[Path], dict[str, float]]:
    def bench(path: Path) -> dict[str, float]:
        from byline.evaluate.variants import run_variants

        return _named(run_variants(path), prefix, keep=("recall", "wrong_per_query", "docs_per_second"))

    return bench


def _verifier(name: str) -> Callable[[Path], dict[str, float]]:
    def bench(path: Path) -> dict[str, float]:
        from byline.evaluate.verifier import run_verifier

        figures = run_verifier(path)
        kept = {f"verifier.{kind}_{name}": figures[kind] for kind in ("trimmed_precision", "trimmed_yield")}
        return {**kept, "n": figures.get("n", 0)}

    return bench


def _edits(path: Path) -> dict[str, float]:
    from byline.evaluate.verifier import run_corruptions

    del path
    return _named(
        run_corruptions(), "verifier", keep=("corrupted_accepted", "held_out_corrupted_accepted", "faithful_accepted")
    )


def _summaries(prefix: str) -> Callable[[Path], dict[str, float]]:
    def bench(path: Path) -> dict[str, float]:
        from byline.evaluate.summaries import run_summaries

        figures = run_summaries(path, max_words=70)
        return _named(
            figures, prefix, keep=("rouge1", "rouge2", "rougel", "words", "citation_recall", "citation_precision")
        )

    return bench


def _named(figures: Mapping[str, float], prefix: str, *, keep: tuple[str, ...]) -> dict[str, float]:
    named = {f"{prefix}.{name.replace('tfidf.', 'tfidf_')}": figures[name] for name in keep if name in figures}
    return {**named, "n": figures.get("n", 0)}


def _ranking(path: Path) -> dict[str, float]:
    """Order against editors' picks; stories by words alone, since embedding seven weeks takes half an hour."""
    from byline.evaluate.ranking import run_ranking
    from byline.models.hashing import HashingEmbedder

    raw, editors = path / "raw_2026-04-25_2026-06-15.jsonl.gz", path / "editors_until_2026-06-15.jsonl.gz"
    figures = run_ranking(raw, editors, embedder=HashingEmbedder())
    return _named(figures, "rank", keep=("tldr_recall20", "tldr_lift20", "juya_recall20"))


STREAM = "eval/stories/2026-06-03.json"


def _stream(path: Path) -> dict[str, float]:
    """Two days of the field's own stream against the stories that a reader found in them."""
    from byline.evaluate.stream import read_labels, run_stream

    labels = Path(STREAM)
    figures = run_stream(labels, path / read_labels(labels).raw)
    kept = ("bcubed_p", "bcubed_r", "bcubed_f1", "pair_f1", "within.pair_f1", "across.pair_f1", "exact")
    return _named(figures, "stream", keep=kept)


def _injection(path: Path) -> dict[str, float]:
    """Measure on one short story: its few sentences make that writer quote planted words more than on real ones."""
    from byline.evaluate.injection import run_injection

    return _named(run_injection(path), "injection", keep=("changed", "quoted"))


BENCHES = [
    Bench(name="sample", needs="", run=_sample),
    Bench(name="edits", needs="", run=_edits, slow=True),
    Bench(name="copies", needs="clustering/wikinews_events/wikinews_big.jsonl.gz", run=_copies("copies")),
    Bench(name="copies_zh", needs="ainews/liandyao_zh/sample_4000.jsonl.gz", run=_copies("copies_zh")),
    Bench(name="og2021", needs=OG2021, run=_og2021("og2021", "e5-enzh")),
    Bench(name="og2021_all", needs=OG2021, embedder="e5-all", run=_og2021("og2021_all", "e5-all"), slow=True),
    Bench(name="uci", needs="clustering/uci_news_aggregator/uci_sample_6366.jsonl.gz", run=_clusters("uci")),
    Bench(name="wikinews_big", needs="clustering/wikinews_events/wikinews_big.jsonl.gz", run=_clusters("wikinews_big")),
    Bench(name="stream", needs="ainews", labels=STREAM, run=_stream),
    Bench(name="injection", needs="injection/injections_dev.json", run=_injection),
    Bench(name="handpicked", needs="clustering/wikinews_events/handpicked.jsonl.gz", run=_clusters("handpicked")),
    Bench(name="roundups", needs="summaries/neus/allsides_headline_roundups_506.jsonl.gz", run=_roundups, slow=True),
    Bench(name="dtels_dev", needs="clustering/dtels_zh/dev_150_topics.jsonl.gz", run=_clusters("dtels_dev"), slow=True),
    Bench(name="neus_val", needs="summaries/neus/neus_val.jsonl.gz", run=_summaries("neus_val")),
    Bench(name="qags", needs="verifier/pairs/qags_cnndm.jsonl.gz", run=_verifier("qags")),
    Bench(name="ranking", needs="ainews", run=_ranking, slow=True),
    Bench(name="rank19", needs="verifier/pairs/rank19.jsonl.gz", run=_verifier("rank19")),
]
"""In the order they run; later issues add theirs."""
