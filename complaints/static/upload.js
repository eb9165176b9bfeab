/* Sends chosen files one by one, says how far each is, tries again when the connection breaks. The form works without. */
"use strict";
{
  const form = document.querySelector("[data-upload]");
  const words = form.dataset;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  const row = (file) => {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    const bar = document.createElement("progress");
    const said = document.createElement("span");
    const stop = document.createElement("button");
    name.textContent = file.name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `${words.sending} ${file.name}`);
    said.setAttribute("role", "status");
    stop.type = "button";
    stop.className = "link";
    stop.textContent = words.cancel;
    item.append(name, " ", bar, " ", said, " ", stop);
    const tell = (text) => { said.textContent = text; };
    const end = (text) => { tell(text); bar.remove(); stop.remove(); };
    return { item, bar, stop, tell, end };
  };

  const once = (file, shown) => new Promise((answer) => {
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file);
    const call = new XMLHttpRequest();
    call.open("POST", form.action);
    call.setRequestHeader("Accept", "application/json");
    call.responseType = "json";
    call.upload.onprogress = (event) => { shown.bar.value = (100 * event.loaded) / event.total; };
    call.onload = () => answer(call.response);
    call.onerror = () => answer("broken");
    call.onabort = () => answer("stopped");
    shown.stop.onclick = () => call.abort();
    call.send(data);
  });

  const send = async (file, shown) => {
    if (file.size > Number(words.most)) { shown.end(words.large); return false; }
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      shown.tell(words.sending);
      const answer = await once(file, shown);
      if (answer === "stopped") { shown.end(words.stopped); return false; }
      if (answer && answer.results) {
        for (const field of document.querySelectorAll("[name=page]")) field.value = answer.page;
        shown.end(answer.results[0].words);
        return answer.results[0].kept;
      }
      if (answer !== "broken") break;
      shown.tell(words.again);
      await pause(attempt * 2000);
    }
    shown.end(words.failed);
    return false;
  };

  form.addEventListener("submit", async (event) => {
    const chosen = [...form.elements.files.files];
    if (!chosen.length) return;
    event.preventDefault();
    const button = form.querySelector("button:not([type=button])");
    const list = document.createElement("ul");
    const rows = chosen.map(row);
    list.append(...rows.map((shown) => shown.item));
    form.append(list);
    button.disabled = true;
    let all = true;
    for (const [at, file] of chosen.entries()) all = await send(file, rows[at]) && all;
    button.disabled = false;
    form.elements.files.value = "";
    const show = document.createElement("button");
    show.className = "button";
    show.setAttribute("form", "carried");
    show.formAction = words.list;
    show.textContent = words.show;
    list.after(show);
    if (all) show.click(); else show.focus();
  });
}
