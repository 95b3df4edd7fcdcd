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
    document.querySelector("output").textContent = `${least.value}%`;
    for (const entry of entries) {
      const fits = (!verdict.value || entry.dataset.verdict === verdict.value)
        && (!kind.value || JSON.parse(entry.dataset.kinds).includes(kind.value))
        && (Number(least.value) === 0 || 100 * Number(entry.dataset.sure) >= Number(least.value));
      entry.hidden = !fits;
    }
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
  filter();
  count();
})();
