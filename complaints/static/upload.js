/* Sends files one by one, shows how far each is, tries again when the line breaks. */
"use strict";
{
  const form = document.querySelector("[data-upload]");
  const words = form.dataset;
  const make = (name, more) => Object.assign(document.createElement(name), more);

  const row = (file) => {
    const bar = make("progress", { max: 1, value: 0, ariaLabel: `${words.sending} ${file.name}` });
    const said = make("span");
    said.setAttribute("role", "status");
    const stop = make("button", { type: "button", className: "link", textContent: words.cancel });
    const item = make("li");
    item.append(make("bdi", { textContent: file.name }), ": ", bar, " ", said, " ", stop);
    const shown = { item, bar, stop, tell: (text) => { said.textContent = text; } };
    shown.end = (text) => { shown.tell(text); bar.remove(); stop.remove(); };
    stop.onclick = () => { shown.isStopped = true; shown.call?.abort(); shown.wake?.(); };
    return shown;
  };

  /* The answer; nothing when the connection broke. */
  const once = (file, shown) => new Promise((done) => {
    const data = new FormData(form);
    data.set("files", file);
    const call = shown.call = new XMLHttpRequest();
    call.open("POST", form.action);
    call.setRequestHeader("Accept", "application/json");
    call.responseType = "json";
    call.upload.onprogress = (event) => { shown.bar.value = event.loaded / event.total; };
    call.onload = () => done(call.response ?? {});
    call.onerror = call.onabort = () => done();
    call.send(data);
  });

  const send = async (file, shown) => {
    if (file.size > words.most) return shown.end(words.large);
    for (let attempt = 1; attempt < 5 && !shown.isStopped; attempt += 1) {
      shown.tell(words.sending);
      const answer = await once(file, shown);
      if (answer?.results) {
        for (const field of document.getElementsByName("page")) field.value = answer.page;
        const { kept, busy, words: why } = answer.results[0];
        if (!busy || attempt === 4) {
          shown.end(kept ? why : `${words.not} ${why}`);
          return kept;
        }
        shown.tell(why);
      } else if (answer) break;
      else if (!shown.isStopped) shown.tell(words.again);
      await new Promise((done) => {
        shown.wake = done;
        setTimeout(done, shown.isStopped ? 0 : attempt * (answer ? 10000 : 2000));
      });
    }
    return shown.end(shown.isStopped ? words.stopped : words.failed);
  };

  form.addEventListener("submit", async (event) => {
    const chosen = [...form.elements.files.files];
    if (!chosen.length) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const rows = chosen.map(row);
    const list = make("ul");
    list.append(...rows.map((shown) => shown.item));
    form.append(list);
    button.disabled = true;
    let all = true;
    for (const [at, file] of chosen.entries()) all = await send(file, rows[at]) && all;
    button.disabled = false;
    form.reset();
    const show = make("button", { className: "button", textContent: words.show, formAction: words.list });
    show.setAttribute("form", "carried");
    list.after(show);
    if (all) show.click();
    else show.focus();
  });
}
