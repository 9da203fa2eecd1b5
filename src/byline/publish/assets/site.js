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

  /* ---- sharing */

  const plain = (text) => text.replace(/[\\`*_[\]<>#|~&]/g, "\\$&").replace(/\s+/g, " ").trim();
  const text = (element) => (element ? element.textContent : "");

  function sentence(holder) {
    const speaker = text(holder.querySelector(".speaker, .kicker"));
    const said = text(holder.querySelector(".text, .headline"));
    const numbers = [...holder.querySelectorAll(".n")].map((n) => `[^${text(n).replace(/\D/g, "")}]`).join("");
    return (speaker ? `${plain(speaker)}: ` : "") + plain(said) + numbers;
  }

  function markdown() {
    const lines = [`# ${sentence(one(".head .title"))}`];
    for (const part of all(".head .deck, .group h2, .group .s")) {
      lines.push(part.matches("h2") ? `## ${plain(text(part))}` : sentence(part));
    }
    lines.push(location.protocol === "file:" ? "" : `<${location.href.split("#")[0]}>`);
    for (const item of all(".sources li")) {
      const link = item.querySelector(".origin a[rel]");
      const origin = `${plain(text(item.querySelector("b")))}, ${plain(text(item.querySelector("time")))}`;
      lines.push(`[^${item.value}]: ${plain(text(item.querySelector("blockquote")))} (${origin}) ${link ? `<${link.href}>` : ""}`.trim());
    }
    return lines.filter(Boolean).join("\n\n") + "\n";
  }

  for (const button of all("button[data-copy]")) {
    const status = one(".share [role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy === "link" ? location.href.split("#")[0] : markdown());
        status.textContent = status.dataset.done;
      } catch {
        status.textContent = status.dataset.failed;
      }
    });
  }
  for (const mail of all("a.mail")) {
    if (location.protocol !== "file:") mail.href += encodeURIComponent(`\r\n\r\n${location.href.split("#")[0]}`);
  }
})();
