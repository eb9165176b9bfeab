/* Small comforts. Every page works whole without this file. */
"use strict";
{
  const all = (selector) => document.querySelectorAll(selector);
  const one = (selector) => document.querySelector(selector);
  const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

  /* The list of errors is read first. */
  one("[data-focus]")?.focus();

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  /* Leave without this page staying behind the back button; Escape three times does the same. */
  const leave = one("[data-leave]");
  if (leave) {
    const go = () => { document.body.hidden = true; window.location.replace(leave.href); };
    leave.addEventListener("click", (event) => { event.preventDefault(); go(); });
    /* Brought back by the Back button, what was left is asked for anew and not shown from memory. */
    addEventListener("pageshow", (event) => { if (event.persisted && document.body.hidden) location.reload(); });
    let presses = [];
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") { presses = []; return; }
      presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
      if (presses.length >= 3) go();
    });
  }

  /* Characters left, said politely after a pause. */
  for (const area of all("textarea[data-most]")) {
    const note = document.getElementById(`${area.id}-most`);
    const number = new Intl.NumberFormat(document.documentElement.lang);
    let later;
    note.setAttribute("aria-live", "polite");
    const tell = () => {
      const left = Number(area.dataset.most) - [...area.value].length;
      note.classList.toggle("over", left < 0);
      note.textContent = `${left < 0 ? note.dataset.over : note.dataset.left} ${number.format(Math.abs(left))}`;
    };
    area.addEventListener("input", () => { clearTimeout(later); later = setTimeout(tell, 400); });
  }

  /* Keys of the queue. */
  const keys = one("[data-keys]");
  if (keys) {
    one("[data-keys-hint]").hidden = false;
    const rows = [...all("[data-queue] tbody tr")];
    let here = -1;
    const move = (by) => {
      if (!rows.length) return;
      rows[here]?.classList.remove("is-here");
      here = Math.min(Math.max(here + by, 0), rows.length - 1);
      rows[here].classList.add("is-here");
      rows[here].querySelector("a").focus();
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || keys.open) return;
      if (event.key === "j") move(1);
      else if (event.key === "k") move(-1);
      else if (event.key === "?") keys.showModal();
      else if (event.key === "/") { const search = one("[data-search] input, input[type=search]"); if (!search) return; search.focus(); }
      else return;
      event.preventDefault();
    });
  }
}
