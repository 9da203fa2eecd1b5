"""The language of a text: Chinese by its characters, English by its words, others by py3langid."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from byline.text.words import STOPWORDS_EN

_SAMPLE = 1_500
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9f]")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ']+")

# A Chinese report on AI is full of Latin names; below this share of letters the Han are quotes in another language.
# A Han character carries about as much as three Latin letters.
_MIN_HAN = 0.15
_MIN_KANA = 0.08
_ENGLISH_SHARE = 0.2
_MIN_LETTERS = 3
_SHORT_LETTERS = 40
_SHORT_CERTAINTY = 0.8


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, "und" where it is too short to tell.

    Chinese from 15 % Han characters among its letters (Japanese where kana stand between them), English
    from 20 % function words, everything else by py3langid on the first 1,500 characters.
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if letters == 0:
        return "und"
    script = _by_script(sample, letters=letters)
    if script:
        return script
    if letters < _MIN_LETTERS:
        return "und"
    words = [word.lower() for word in _LATIN_WORD.findall(sample)]
    known = sum(word in STOPWORDS_EN for word in words)
    if words and known >= 2 and known / len(words) >= _ENGLISH_SHARE and sample.isascii():
        return "en"
    return _by_model(sample, letters=letters)


def _by_script(sample: str, *, letters: int) -> str:
    han, kana, hangul = (len(pattern.findall(sample)) for pattern in (_HAN, _KANA, _HANGUL))
    if kana / letters >= _MIN_KANA:
        return "ja"
    if hangul / letters >= _MIN_HAN:
        return "ko"
    return "zh" if han / letters >= _MIN_HAN else ""


def _by_model(sample: str, *, letters: int) -> str:
    code, certainty = _identifier().classify(sample)
    if letters < _SHORT_LETTERS and certainty < _SHORT_CERTAINTY:
        return "und"
    return str(code)


@cache
def _identifier() -> Any:
    """Return py3langid's model, loaded on first use (Any: the library has no types)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def feed_language(code: str) -> str:
    """Return ISO 639-1 of a declared language ("en-US" -> "en", "zh_Hans" -> "zh"), "und" for anything else."""
    primary = re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]
    return primary if re.fullmatch(r"[a-z]{2}", primary) else _THREE.get(primary, "und")


_THREE = {"eng": "en", "zho": "zh", "chi": "zh", "cmn": "zh", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr"}
