/* What a page can do beyond being read. Every page works without this file. */
(function () {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const keys = one("#keys");
  const stops = all(".teaser .headline a, a[data-stop]");

  /* ---- single keys: j and k walk through the stories, o opens one, / searches, ? helps */

  let off = false;
  try { off = localStorage.getItem("byline-keys") === "off"; } catch { /* storage is not allowed: keys stay on */ }

  function walk(step) {
    const way = one(step > 0 ? ".neighbours .following" : ".neighbours .previous");
    if (!stops.length) { if (way) way.click(); return; }
    const now = stops.indexOf(document.activeElement);
    const next = stops[now < 0 ? (step > 0 ? 0 : -1) : now + step];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }

  function search() {
    const field = one("#q");
    if (field) { field.focus(); field.select(); } else { location.href = document.body.dataset.search; }
  }

  function open() {
    if (stops.includes(document.activeElement)) document.activeElement.click();
  }

  const actions = { j: () => walk(1), k: () => walk(-1), o: open, "/": search };

  function help() {
    if (keys && !keys.open) keys.showModal();
  }

  function quiet() {
    const slip = document.activeElement && document.activeElement.closest(".cite");
    if (slip) document.activeElement.blur();
    document.body.classList.add("quiet");
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") { quiet(); return; }
    if (event.target.closest("input, textarea, select, dialog")) return;
    if (event.key === "?") { event.preventDefault(); help(); return; }
    if (off || !Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (event.target.closest && !event.target.closest(".cite .card")) document.body.classList.remove("quiet");
    });
  }

  if (keys) {
    const box = keys.querySelector("input");
    box.checked = !off;
    box.addEventListener("change", () => {
      off = !box.checked;
      try { localStorage.setItem("byline-keys", off ? "off" : "on"); } catch { /* kept for this page only */ }
    });
    keys.querySelector("button").addEventListener("click", () => keys.close());
  }

  /* ---- slips: the lead's stand on the front page; those of the others come with the first number that is pointed at */

  const { slips: source, cite: label } = document.body.dataset;
  const bare = source ? all(".marks > .n") : [];
  let asked = null;

  function load() {
    asked ||= new Promise((done) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = script.onerror = done;
      document.head.append(script);
    });
    return asked;
  }

  for (const number of bare) number.ariaLabel = label.replace("0", number.textContent.slice(1, -1));

  if (bare.length) {
    for (const kind of ["pointerover", "focusin"]) {
      document.addEventListener(kind, (event) => { if (event.target.closest && event.target.closest(".n")) load(); });
    }
    document.addEventListener("click", (event) => {
      const number = event.target.closest(".marks > .n");
      if (!number || !event.detail || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      load().then(() => { const cite = number.closest(".cite"); if (cite) cite.focus(); else location.href = number.href; });
    });
  }
})();
