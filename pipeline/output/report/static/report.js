// Phrases, boxes, facts and graph nodes light each other up; two pictures are laid over each other.
"use strict";
(() => {
  const LINKED = "[data-lights]";

  function start(report) {
    if (report.dataset.started) return;
    report.dataset.started = "yes";
    let pinned = null;

    function light(source) {
      const keys = new Set(source ? source.dataset.lights.split(" ") : []);
      for (const one of report.querySelectorAll("[data-key]")) one.classList.toggle("lit", keys.has(one.dataset.key));
      report.classList.toggle("some-lit", keys.size > 0);
    }

    function pin(source) {
      pinned = pinned === source ? null : source;
      for (const one of report.querySelectorAll("[aria-pressed]")) one.setAttribute("aria-pressed", String(one === pinned));
      light(pinned);
    }

    const linked = (event) => event.target instanceof Element ? event.target.closest(LINKED) : null;
    for (const name of ["pointerover", "focusin"]) {
      report.addEventListener(name, (event) => { if (linked(event)) light(linked(event)); });
    }
    for (const name of ["pointerout", "focusout"]) {
      report.addEventListener(name, (event) => { if (linked(event)) light(pinned); });
    }
    report.addEventListener("click", (event) => { if (linked(event)) pin(linked(event)); });
    report.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && pinned) pin(pinned);
      if ((event.key === "Enter" || event.key === " ") && linked(event) === event.target) {
        event.preventDefault();
        pin(event.target);
      }
    });

    const stack = report.querySelector(".stack");
    if (!stack) return;
    const range = report.querySelector(".range");
    // The seam moves with the handle: at 0 the picture before is hidden, at 100 the one after.
    const move = () => {
      const onion = stack.dataset.mode === "onion";
      stack.style.setProperty("--at", `${onion ? range.value : 100 - range.value}%`);
    };
    range.addEventListener("input", move);
    for (const choice of report.querySelectorAll("[name=mode]")) {
      choice.addEventListener("change", () => { stack.dataset.mode = choice.value; move(); });
    }
    move();
  }

  // As in the list of pairs: j and k go to the next and the previous one.
  document.addEventListener("keydown", (event) => {
    const typed = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (typed || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { j: "next", k: "prev" }[event.key];
    if (way) document.querySelector(`a[rel=${way}]`)?.click();
  });

  window.spotItReports = (root) => root.querySelectorAll(".report").forEach(start);
  window.spotItReports(document);
})();
