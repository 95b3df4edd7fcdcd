// Pictures are dropped, pasted or chosen; the report comes without leaving the page.
"use strict";
(() => {
  const form = document.querySelector(".ask");
  const result = document.querySelector(".result");
  const problem = document.querySelector(".problem");
  const drops = [...document.querySelectorAll(".drop")];
  const go = document.querySelector(".go");
  const pack = document.querySelector("[name=pack]");
  const stages = document.querySelector(".stages");
  const offered = JSON.parse(form.dataset.stages);

  const say = (text) => { problem.textContent = text; problem.hidden = !text; };

  function show(drop) {
    const [file] = drop.querySelector("input").files;
    const preview = drop.querySelector(".preview");
    drop.classList.toggle("filled", Boolean(file));
    preview.hidden = !file;
    if (!file) return;
    drop.querySelector(".hint").textContent = file.name;
    URL.revokeObjectURL(preview.src);
    preview.src = URL.createObjectURL(file);
    preview.onerror = () => { preview.hidden = true; };
  }

  function give(drop, file) {
    const held = new DataTransfer();
    held.items.add(file);
    drop.querySelector("input").files = held.files;
    show(drop);
  }

  for (const drop of drops) {
    drop.querySelector("input").addEventListener("change", () => { say(""); show(drop); });
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
    }
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      const pictures = [...event.dataTransfer.files];
      if (pictures.length > 1) drops.forEach((one, k) => give(one, pictures[k]));
      else if (pictures.length) give(drop, pictures[0]);
    });
  }
  document.addEventListener("paste", (event) => {
    const file = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    if (file) give(drops.find((one) => !one.querySelector("input").files.length) || drops[1], file);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = drops.map((drop) => drop.querySelector("input").files[0]);
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > Number(form.dataset.most)) {
      say(`The pictures are too large: together they may have ${Math.floor(form.dataset.most / 2 ** 20)} MB.`);
      return;
    }
    say("");
    go.disabled = true;
    go.textContent = "Looking…";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (said.report) {
        const report = new DOMParser().parseFromString(said.report, "text/html").querySelector(".report");
        result.replaceChildren(document.importNode(report, true));
        window.spotItReports(result);
        document.title = said.caption;
        document.querySelectorAll(".welcome, .lead-in, .examples").forEach((one) => one.remove());
        result.scrollIntoView({ behavior: "instant", block: "start" });
      } else {
        say(said.error || `There is no answer (status ${answer.status}).`);
      }
    } catch {
      say("The server does not answer. Is it still running?");
    } finally {
      go.disabled = false;
      go.textContent = "Spot it";
    }
  });

  // Which stages there are depends on the world; where the pictures choose it, there is nothing to exchange yet.
  function offer() {
    const known = offered[pack.value] || {};
    stages.hidden = !Object.keys(known).length;
    stages.querySelector(".choices").replaceChildren(...Object.entries(known).map(([stage, [own, ...others]]) => {
      const label = document.createElement("label");
      const choice = document.createElement("select");
      choice.name = "stage";
      choice.append(new Option(`${own} (its own)`, ""), ...others.map((name) => new Option(name, `${stage}=${name}`)));
      label.append(stage, choice);
      return label;
    }));
  }
  pack.addEventListener("change", offer);
  offer();

  for (const example of document.querySelectorAll(".example")) {
    example.addEventListener("click", async () => {
      for (const drop of drops) {
        const name = `${example.dataset.name}-${drop.dataset.side}.webp`;
        const answer = await fetch(`examples/${name}`);
        give(drop, new File([await answer.blob()], name, { type: "image/webp" }));
      }
      form.requestSubmit();
    });
  }
  document.querySelectorAll(".examples").forEach((one) => { one.hidden = false; });

  const camera = document.querySelector(".camera");
  const video = camera.querySelector("video");
  let shot = null;
  for (const shoot of document.querySelectorAll(".shoot")) {
    shoot.hidden = !navigator.mediaDevices;
    shoot.addEventListener("click", async () => {
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
      } catch {
        say("The camera is not to be had: none is there, or this page may not use it.");
        return;
      }
      shot = drops.find((drop) => drop.dataset.side === shoot.dataset.side);
      camera.showModal();
    });
  }
  camera.querySelector(".take").addEventListener("click", () => {
    if (!video.videoWidth) return;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext("2d").drawImage(video, 0, 0);
    const name = `camera-${shot.dataset.side}.png`;
    canvas.toBlob((blob) => { give(shot, new File([blob], name, { type: "image/png" })); camera.close(); }, "image/png");
  });
  camera.querySelector(".close").addEventListener("click", () => camera.close());
  camera.addEventListener("close", () => {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  });
})();
