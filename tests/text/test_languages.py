from __future__ import annotations

import pytest

from byline.text.languages import feed_language, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The laboratory released a model on Monday, and it said that the price was open.", "en"),
        ("OpenAI 发布 GPT-5 模型，参数达到一万亿", "zh"),
        ("该公司表示，模型将于周一发布。", "zh"),
        ("今日は新しいモデルが発表されました。", "ja"),
        ("오늘 새로운 모델이 공개되었다.", "ko"),
        ("Le laboratoire a publié lundi un nouveau modèle, et la société a indiqué que le prix restait à fixer.", "fr"),
        (
            "Das Labor hat am Montag ein neues Modell veröffentlicht, und die Firma nannte noch keinen Preis dafür.",
            "de",
        ),
        ("The minister quoted the proverb 塞翁失马 in his speech, and said that it was apt for the occasion.", "en"),
        ("", "und"),
        ("12 345 -- !!", "und"),
        ("x", "und"),
    ],
)
def test_the_language_of_a_text(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("code", "language"),
    [("en-US", "en"), ("zh_Hans", "zh"), ("DE", "de"), ("eng", "en"), ("", "und"), ("english", "und")],
)
def test_declared_languages(code, language):
    assert feed_language(code) == language
