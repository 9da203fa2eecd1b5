/* Shows how far a run is. The page is complete without this file. */
(function () {
  "use strict";
  const line = document.querySelector("#run");
  const bar = document.querySelector("#bar");
  const fresh = document.querySelector("#fresh");
  if (!line || !window.EventSource) return;
  const events = new EventSource(line.dataset.events);
  events.addEventListener("run", (event) => {
    const run = JSON.parse(event.data);
    line.textContent = run.line;
    bar.hidden = run.state !== "running" || !run.total;
    if (run.total) { bar.max = run.total; bar.value = run.done; }
  });
  events.addEventListener("edition", () => { fresh.hidden = false; });
  addEventListener("pagehide", () => events.close());
})();
