/* Search over all editions, in the browser: each month's stories are a script of their own, so that it works from disk. */
(function () {
  "use strict";
  const form = document.querySelector("form.find");
  const field = document.querySelector("#q");
  const list = document.querySelector("#found");
  const count = document.querySelector("#count");
  const waiting = form.dataset.months.split(" ").filter(Boolean);
  const stories = [];
  const known = new Set();
  const MOST = 60;
  let loading = false;

  document.querySelector(".without").hidden = true;

  /* Letters without accents, in lower case; everything else a space, so that a term is found where a word begins. */
  const fold = (text) => " " + text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim() + " ";

  /* Latin words are found by their beginning; Chinese, which has no spaces, by pairs of characters. */
  function terms(query) {
    const found = [];
    for (const word of query.split(/\s+/).filter(Boolean)) {
      for (const part of word.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) || []) {
        if (/\p{Script=Han}/u.test(part)) {
          const letters = [...fold(part).trim()];
          if (letters.length < 3) found.push(letters.join(""));
          else for (let at = 0; at + 1 < letters.length; at += 1) found.push(letters[at] + letters[at + 1]);
        } else if (fold(part).trim()) {
          found.push(fold(part).trimEnd());
        }
      }
    }
    return found;
  }

  function score(story, wanted) {
    let sum = 0;
    for (const term of wanted) {
      const weight = story.fields.findIndex((text) => text.includes(term));
      if (weight < 0) return 0;
      sum += [4, 2, 1][weight];
    }
    return sum;
  }

  function row(story) {
    const item = document.createElement("li");
    const about = document.createElement("p");
    const time = document.createElement("time");
    const title = document.createElement("p");
    const link = document.createElement("a");
    about.className = "day";
    title.className = "headline";
    time.dateTime = time.textContent = story.date;
    link.href = `${story.edition}/story/${story.slug}.html`;
    link.textContent = story.headline;
    link.dir = "auto";
    if (story.language) link.lang = story.language;
    about.append(time);
    title.append(link);
    item.append(about, title);
    if (story.deck) {
      const deck = document.createElement("p");
      deck.dir = "auto";
      deck.textContent = story.deck;
      item.append(deck);
    }
    return item;
  }

  function show() {
    const wanted = terms(field.value);
    try { history.replaceState(null, "", field.value ? `#q=${encodeURIComponent(field.value)}` : location.pathname); } catch { /* not allowed here */ }
    if (!wanted.length) { list.replaceChildren(); count.textContent = ""; return; }
    const hits = stories.map((story) => [score(story, wanted), story]).filter(([points]) => points > 0);
    hits.sort(([a, one], [b, other]) => b - a || other.date.localeCompare(one.date));
    list.replaceChildren(...hits.slice(0, MOST).map(([, story]) => row(story)));
    const words = form.dataset;
    const told = hits.length === 0 ? words.none : hits.length === 1 ? words.one : words.some.replace("0", String(hits.length));
    const rest = hits.length > MOST ? " " + words.more.replace("0", String(MOST)) : "";
    count.textContent = (loading && !hits.length ? "" : told + rest) + (loading ? " " + words.reading : "");
  }

  function load() {
    const month = waiting.shift();
    loading = month !== undefined;
    if (!loading) { show(); return; }
    const script = document.createElement("script");
    script.src = `search/${month}.js`;
    script.onload = script.onerror = () => { show(); load(); };
    document.head.append(script);
  }

  window.bylineMonth = (month, rows) => {
    for (const [edition, date, slug, headline, language, deck, words, independent] of rows) {
      if (known.has(slug)) continue;
      known.add(slug);
      stories.push({ edition, date, slug, headline, language, deck, independent, fields: [headline, deck, words].map(fold) });
    }
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  field.addEventListener("input", () => { if (loading || !waiting.length) show(); else load(); });
  const asked = new URLSearchParams(location.hash.slice(1)).get("q");
  if (asked) { field.value = asked; load(); }
})();
