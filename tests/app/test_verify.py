"""A second check of a published edition: a changed digit anywhere is found, and located."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from byline.app.published import Evidence, find_published
from byline.app.verify import Problem, Verification, difference, verify_edition
from byline.errors import ConfigError
from byline.evaluate.sample import SampleRun
from byline.publish.site import edition_json
from byline.records import Article, Citation, Edition, Sentence, Summary, Tier
from byline.text.hashes import format_id


def verify(demo: SampleRun, edition: Edition) -> Verification:
    return verify_edition(edition, origin="test", text_of=Evidence(demo.newsroom.store).text_of)


def with_sentence(edition: Edition, change: object) -> tuple[Edition, str]:
    """Return the edition with the first quoted sentence that has a digit changed by `change`, and its story."""
    for at, story in enumerate(edition.stories):
        for section_at, section in enumerate(story.summary.sections):
            for place, sentence in enumerate(section.sentences):
                if sentence.tier is Tier.VERBATIM and re.search(r"\d\d", sentence.text):
                    new = change(sentence)  # type: ignore[operator]
                    told = (*section.sentences[:place], new, *section.sentences[place + 1 :])
                    sections = list(story.summary.sections)
                    sections[section_at] = msgspec.structs.replace(section, sentences=told)
                    summary = msgspec.structs.replace(story.summary, sections=tuple(sections))
                    return with_summary(edition, at, summary), format_id(story.coverage.story.id)
    raise AssertionError("the sample has a sentence with a number")


def with_summary(edition: Edition, at: int, summary: Summary) -> Edition:
    stories = list(edition.stories)
    stories[at] = msgspec.structs.replace(stories[at], summary=summary)
    return msgspec.structs.replace(edition, stories=tuple(stories))


def next_digit(text: str) -> str:
    return re.sub(r"(\d)(\d)", lambda m: f"{m[1]}{(int(m[2]) + 1) % 10}", text, count=1)


def in_sentence(sentence: Sentence) -> Sentence:
    return msgspec.structs.replace(sentence, text=next_digit(sentence.text))


def in_quote(sentence: Sentence) -> Sentence:
    def changed(citation: Citation) -> Citation:
        passage = msgspec.structs.replace(citation.passage, quote=next_digit(citation.passage.quote))
        return msgspec.structs.replace(citation, passage=passage)

    return msgspec.structs.replace(sentence, citations=tuple(changed(c) for c in sentence.citations))


def in_both(sentence: Sentence) -> Sentence:
    return in_quote(in_sentence(sentence))


def kinds(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.kind for problem in problems}


def test_an_edition_as_it_was_made_has_no_failure(demo: SampleRun) -> None:
    result = verify(demo, demo.edition)
    assert result.problems == ()
    assert result.unchecked == {}
    assert result.sentences > 100
    assert result.citations >= result.sentences


def test_a_changed_digit_in_a_sentence_is_located(demo: SampleRun) -> None:
    edition, story = with_sentence(demo.edition, in_sentence)
    (problem,) = verify(demo, edition).problems
    assert (problem.kind, problem.story) == ("sentence", story)
    assert "numbers" in problem.what or "dates" in problem.what
    assert re.search(r"\d", problem.differs)
    assert " against " in problem.differs


def test_a_changed_digit_in_a_quote_is_located(demo: SampleRun) -> None:
    edition, story = with_sentence(demo.edition, in_quote)
    problems = verify(demo, edition).problems
    assert {"quote", "sentence"} == kinds(problems)
    assert {problem.story for problem in problems} == {story}


def test_a_digit_changed_in_sentence_and_quote_alike_is_found_in_the_evidence(demo: SampleRun) -> None:
    edition, story = with_sentence(demo.edition, in_both)
    problems = verify(demo, edition).problems
    assert kinds(problems) == {"quote"}
    assert {(problem.story, bool(problem.article), bool(problem.number)) for problem in problems} == {
        (story, True, True)
    }


def test_a_changed_digit_in_the_stored_evidence_is_located(demo: SampleRun) -> None:
    wanted = demo.edition.stories[0].coverage.members[0].article

    def tampered(article: Article) -> Article | None:
        stored = demo.newsroom.store.article(article.id)
        assert stored is not None
        text = next_digit(stored.text) if article.id == wanted.id else stored.text
        return msgspec.structs.replace(stored, text=text)

    problems = verify_edition(demo.edition, origin="test", text_of=tampered).problems
    evidence = [problem for problem in problems if problem.kind == "evidence"]
    assert [problem.article for problem in evidence] == [format_id(wanted.id)]
    assert wanted.url in evidence[0].what


def test_a_tier_that_promises_too_much_and_a_wrong_count_are_found(demo: SampleRun) -> None:
    edition, _story = with_sentence(demo.edition, lambda s: msgspec.structs.replace(s, tier=Tier.TRIMMED))
    checks = msgspec.structs.replace(edition.ledger.checks, dropped=99)
    edition = msgspec.structs.replace(edition, ledger=msgspec.structs.replace(edition.ledger, checks=checks))
    assert kinds(verify(demo, edition).problems) == {"tier", "counts"}


def test_an_exported_folder_without_its_newsroom_says_what_could_not_be_checked(demo: SampleRun) -> None:
    (published,) = find_published(str(demo.newsroom.site), store=None)
    result = verify_edition(published.edition, origin="site", text_of=Evidence(None).text_of, folder=published.folder)
    assert result.problems == ()
    assert result.texts == 0
    assert result.unchecked == {"citations: the text of the article is not at hand": result.citations}
    edition, _story = with_sentence(published.edition, in_sentence)
    assert kinds(verify_edition(edition, origin="x", text_of=Evidence(None).text_of).problems) == {"sentence"}


def test_a_file_with_full_texts_needs_no_newsroom(demo: SampleRun, tmp_path: Path) -> None:
    file = tmp_path / "edition.json"
    edition, _story = with_sentence(demo.edition, in_both)
    for one, expected in ((demo.edition, set()), (edition, {"quote"})):
        file.write_bytes(edition_json(one, full_texts=True))
        (published,) = find_published(str(file), store=None)
        result = verify_edition(published.edition, origin=published.origin, text_of=Evidence(None).text_of)
        assert (kinds(result.problems), result.unchecked) == (expected, {})


def test_a_file_of_an_older_version_with_integers_for_ids_is_checked_the_same(demo: SampleRun, tmp_path: Path) -> None:
    file = tmp_path / "edition.json"
    found = []
    for body in (msgspec.json.encode(demo.edition), edition_json(demo.edition, full_texts=True)):
        file.write_bytes(body)
        (published,) = find_published(str(file), store=None)
        found.append(verify_edition(published.edition, origin="x", text_of=Evidence(None).text_of))
    assert found[0] == found[1]
    assert found[0].problems == ()


def test_a_digit_changed_on_a_page_is_found(demo: SampleRun, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(demo.newsroom.site, site)
    page = next(
        p for p in sorted(site.glob("*/story/*.html")) if re.search(r'class="text"[^>]*>[^<]*\d\d', p.read_text())
    )
    body = re.sub(
        r'(class="text"[^>]*>[^<]*\d)(\d)', lambda m: f"{m[1]}{(int(m[2]) + 1) % 10}", page.read_text(), count=1
    )
    page.write_text(body)
    (published,) = find_published(str(site), store=None)
    result = verify_edition(published.edition, origin="site", text_of=Evidence(None).text_of, folder=published.folder)
    (problem,) = result.problems
    assert (problem.kind, problem.place) == ("page", f"story/{page.name}")
    assert problem.differs


def test_what_is_no_edition_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "edition.json").write_text("{}", "utf-8")
    for wanted in ("1999-01-01", str(tmp_path / "edition.json")):
        with pytest.raises(ConfigError):
            list(find_published(wanted, store=None))


@pytest.mark.parametrize(
    ("ours", "theirs", "shown"),
    [
        ("It has 41 billion parts.", "It has 40 billion parts.", "41"),
        ("芯片有41亿个晶体管。", "芯片有40亿个晶体管。", "1"),
        ("same text", "same text", ""),
    ],
)
def test_a_difference_is_shown_with_its_surroundings(ours: str, theirs: str, shown: str) -> None:
    assert shown in difference(ours, theirs)
    assert bool(difference(ours, theirs)) is bool(shown)


def test_the_command_exits_with_1_and_names_the_sentence(demo: SampleRun, tmp_path: Path) -> None:
    edition, story = with_sentence(demo.edition, in_sentence)
    file = tmp_path / "edition.json"
    file.write_bytes(edition_json(edition, full_texts=False))
    flags = ("--set", f"newsroom.folder={demo.newsroom.folder}")

    def byline(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "byline", "verify", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)

    good = byline(demo.edition.id, *flags)
    assert (good.returncode, "0 failures" in good.stdout) == (0, True), good.stderr
    bad = byline(str(file), *flags)
    assert bad.returncode == 1
    assert f"FAILED in story {story}" in bad.stdout
    (result,) = json.loads(byline(str(file), *flags, "--json").stdout)
    assert [problem["story"] for problem in result["problems"]] == [story]
    alone = byline(str(file), "--set", f"newsroom.folder={tmp_path / 'none'}")
    assert "not checked" in alone.stdout
    assert not (tmp_path / "none").exists()
