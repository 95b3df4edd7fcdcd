// Filters, and the list of pairs whose picture after becomes the reference.
"use strict";
(() => {
  const entries = [...document.querySelectorAll(".entry")];
  const verdict = document.querySelector(".verdicts");
  const kind = document.querySelector(".kinds");
  const least = document.querySelector(".least");
  const save = document.querySelector(".save");
  const boxes = [...document.querySelectorAll("[data-line]")];

  function filter() {
    let shown = 0;
    document.querySelector("output").textContent = `${least.value}%`;
    for (const entry of entries) {
      const fits = (!verdict.value || entry.dataset.verdict === verdict.value)
        && (!kind.value || JSON.parse(entry.dataset.kinds).includes(kind.value))
        && (Number(least.value) === 0 || 100 * Number(entry.dataset.sure) >= Number(least.value));
      entry.hidden = !fits;
      shown += fits;
    }
    document.querySelector(".shown").textContent = `${shown} of ${entries.length} shown`;
  }

  function count() {
    const accepted = boxes.filter((box) => box.checked).length;
    document.querySelector(".count").textContent = `${accepted} accepted`;
    save.disabled = accepted === 0;
  }

  for (const control of [verdict, kind, least]) control.addEventListener("input", filter);
  for (const box of boxes) box.addEventListener("change", count);
  document.querySelector(".every").addEventListener("click", () => {
    for (const box of boxes) if (!box.closest(".entry").hidden) box.checked = true;
    count();
  });
  save.addEventListener("click", () => {
    const lines = boxes.filter((box) => box.checked).map((box) => `${box.dataset.line}\n`);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
    link.download = "accepted.jsonl";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  // A reviewer's keys: j and k go through what is shown, a accepts, Enter on the sentence opens its page.
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("select, [type=range]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const shown = entries.filter((entry) => !entry.hidden);
    const at = shown.indexOf(document.activeElement.closest(".entry"));
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
      const next = shown[Math.min(Math.max(at + step, 0), shown.length - 1)];
      next?.querySelector("a, input")?.focus();
    } else if (event.key === "a" && at >= 0) {
      shown[at].querySelector("[data-line]")?.click();
    }
  });
  filter();
  count();
})();
