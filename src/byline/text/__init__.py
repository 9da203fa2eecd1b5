"""Pure helpers on text: words, sentences, numbers, languages, addresses, HTML, hashes."""
