/* Puts a slip beside each number of the front page that has none. An edition's slips.js ends with a call of this. */
const bylineSlips = (passages, relations, marks, open) => {
  "use strict";

  function element(name, text, kind) {
    const made = document.createElement(name);
    made.textContent = text || "";
    if (kind) made.className = kind;
    return made;
  }

  function slip(passage, relation, open) {
    const [, quote, language, outlet, country, iso, day, spoken, url] = passage;
    const card = element("span", "", "card");
    const words = element("span", quote, "quote");
    const origin = element("span", "", "origin");
    const time = element("time", day);
    const name = element("b");
    name.append(element("bdi", outlet));
    time.dateTime = iso;
    words.dir = "auto";
    if (language) words.lang = language;
    card.setAttribute("role", "note");
    origin.append(name, ...[country && element("span", country), time, spoken && element("span", spoken), element("span", relation)].filter(Boolean));
    if (url) {
      const link = element("a", open);
      link.href = url;
      link.rel = "noopener noreferrer";
      origin.append(link);
    }
    card.append(words, origin);
    return card;
  }

  document.querySelectorAll(".marks > .n").forEach((number, at) => {
    const passage = marks[at] && passages[marks[at][0]];
    if (!passage || !number.getAttribute("href").endsWith(passage[0])) return;
    const had = number === document.activeElement;
    const cite = element("span", "", "cite");
    cite.tabIndex = -1;
    number.replaceWith(cite);
    cite.append(number, slip(passage, relations[marks[at][1]], open));
    if (had) number.focus();
  });
};
