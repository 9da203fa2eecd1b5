/* Sharing a story: copying needs a script, a mail does not. */
(function () {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);

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
