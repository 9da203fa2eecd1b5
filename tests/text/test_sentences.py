import itertools

from hypothesis import given
from hypothesis import strategies as st

from byline.text.sentences import sentence_spans, sentences


def kinds(text: str, language: str = "en") -> list[str]:
    return [s.kind for s in sentence_spans(text, language=language)]


def test_a_sentence_ends_at_its_mark_and_not_at_an_abbreviation() -> None:
    text = "Acme Inc. paid the U.S. government $1.5 billion. Dr. Roe signed."
    assert sentences(text) == ["Acme Inc. paid the U.S. government $1.5 billion.", "Dr. Roe signed."]


def test_a_sentence_never_crosses_a_blank_line() -> None:
    assert sentences("One half.\n\nOther half.") == ["One half.", "Other half."]
    assert kinds("No end mark\n\nA sentence.") == ["heading", "sentence"]


def test_hard_wrapped_lines_are_one_sentence() -> None:
    text = "Acme said on Monday that it\nwould ship the chip. It did."
    assert sentences(text)[0] == "Acme said on Monday that it\nwould ship the chip."


def test_an_english_quotation_keeps_its_speaker() -> None:
    text = "“We are ready. We will go,” said Jane Roe. “It’s big.” She said so twice."
    assert sentences(text)[0] == "“We are ready. We will go,” said Jane Roe."
    assert sentences("“Is it?” asked Mary. “No!” they said.") == ["“Is it?” asked Mary.", "“No!” they said."]


def test_a_chinese_quotation_keeps_its_speaker() -> None:
    assert sentences("“我们准备好了。”张三说。公司没有回应。", language="zh") == [
        "“我们准备好了。”张三说。",
        "公司没有回应。",
    ]
    assert sentences("“真的吗？”李四道。", language="zh") == ["“真的吗？”李四道。"]
    assert sentences("你读过《人工智能》吗？读过。", language="zh")[0] == "你读过《人工智能》吗？"


def test_a_dot_within_a_name_ends_no_chinese_sentence() -> None:
    text = "晨星汽车开启 ORCA.OS 5.1.2 的推送。李四用 GPT-5. 然后去吃饭。"
    assert sentences(text, language="zh") == ["晨星汽车开启 ORCA.OS 5.1.2 的推送。", "李四用 GPT-5.", "然后去吃饭。"]


def test_headings_and_list_items_are_not_sentences() -> None:
    assert kinds("## What happened\n\n- First point.\n- Second point.\n\nA sentence.") == [
        "heading",
        "bullet",
        "bullet",
        "sentence",
    ]


def test_offsets_count_code_points_beyond_the_basic_plane() -> None:
    text = "😀 Fine. 𠮷 is a character.\n\nNext."
    assert [text[s.start : s.end] for s in sentence_spans(text)] == ["😀 Fine.", "𠮷 is a character.", "Next."]


@given(st.text(alphabet="ab AB.!?\n“”\"'，。！？说道。《》- 1😀", max_size=120), st.sampled_from(["en", "zh"]))
def test_spans_are_in_order_disjoint_and_lose_nothing(text: str, language: str) -> None:
    spans = sentence_spans(text, language=language)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in spans)
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())


def test_an_hour_keeps_its_time_zone() -> None:
    text = "The talk starts at 10 a.m. PT at the park. It ends at noon."
    assert sentences(text) == ["The talk starts at 10 a.m. PT at the park.", "It ends at noon."]
