// Files and whole folders, dropped anywhere or chosen: three at a time, each with its progress and its answer.

const AT_ONCE = 3;
const panel = document.getElementById("uploads");
const list = panel.querySelector("ol");
const veil = document.getElementById("drop");
const chooser = document.getElementById("files");
const words = panel.dataset;
const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];

const queue = [];
let sending = 0;
let done = 0;
let all = 0;

function add(file, name) {
  const item = panel.querySelector("template").content.firstElementChild.cloneNode(true);
  item.querySelector(".name").textContent = name;
  item.querySelector(".name").title = name;
  const entry = { file, name, item };
  item.querySelector("[data-retry]").addEventListener("click", () => {
    done -= 1;
    wait(entry);
  });
  list.append(item);
  all += 1;
  panel.hidden = false;
  if (file.size <= Number(words.largest)) return wait(entry);
  done += 1;
  show(entry, "refused", words.large, null);
}

function wait(entry) {
  show(entry, "", words.waiting, 0);
  entry.item.querySelector("[data-retry]").hidden = true;
  queue.push(entry);
  panel.hidden = false;
  next();
}

function show({ item }, look, text, percent) {
  item.className = look;
  item.querySelector(".text").textContent = text;
  const bar = item.querySelector("progress");
  bar.hidden = percent === null;
  if (percent !== null) bar.value = percent;
  panel.querySelector("[data-count]").textContent = `${done} ${words.of} ${all}`;
}

function next() {
  while (sending < AT_ONCE && queue.length > 0) send(queue.shift());
}

function send(entry) {
  sending += 1;
  const body = new FormData();
  body.append("files", entry.file, entry.file.name);
  body.append("name", entry.name);
  const request = new XMLHttpRequest();
  request.open("POST", words.address);
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", token);
  request.upload.addEventListener("progress", (event) => {
    const percent = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
    show(entry, "", percent < 100 ? words.sending : words.taking, percent);
  });
  request.addEventListener("loadend", () => {
    sending -= 1;
    done += 1;
    const answer = request.status === 200 ? request.response?.files?.[0] : undefined;
    if (answer) show(entry, answer.result, answer.text, null);
    else {
      show(entry, "lost", request.status === 0 ? words.lost : words.failed, null);
      entry.item.querySelector("[data-retry]").hidden = false;
    }
    if (sending === 0 && queue.length === 0) finished();
    else if (done % 10 === 0) refresh();
    next();
  });
  request.send(body);
}

function refresh() {
  window.htmx.trigger("#lots", "refresh");
}

function finished() {
  refresh();
  // What needs no eyes goes away by itself.
  if (list.querySelector(".refused, .lost, .known") === null) setTimeout(close, 4000);
}

function close() {
  if (sending > 0 || queue.length > 0) return;
  panel.hidden = true;
  list.replaceChildren();
  done = all = 0;
}

async function walk(entry, path) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    add(file, path + file.name);
    return;
  }
  const reader = entry.createReader();
  // A reader gives at most a hundred entries at a time, until it gives none.
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const one of some) if (!one.name.startsWith(".")) await walk(one, `${path}${entry.name}/`);
  }
}

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
let depth = 0;

document.addEventListener("dragenter", (event) => {
  if (!carriesFiles(event)) return;
  depth += 1;
  veil.hidden = false;
});
document.addEventListener("dragleave", (event) => {
  if (!carriesFiles(event)) return;
  depth = Math.max(depth - 1, 0);
  veil.hidden = depth > 0 ? veil.hidden : true;
});
document.addEventListener("dragover", (event) => {
  if (carriesFiles(event)) event.preventDefault();
});
document.addEventListener("drop", async (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  depth = 0;
  veil.hidden = true;
  // Items die with the event: take them all before waiting for any.
  const items = [...event.dataTransfer.items].map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()]);
  for (const [entry, file] of items) {
    if (entry) await walk(entry, "");
    else if (file) add(file, file.name);
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-upload]")) {
    event.preventDefault();
    chooser.click();
  }
  if (event.target.closest("[data-close-uploads]")) close();
});
chooser.addEventListener("change", () => {
  for (const file of chooser.files) add(file, file.name);
  chooser.value = "";
});
window.addEventListener("beforeunload", (event) => {
  if (sending > 0 || queue.length > 0) event.preventDefault();
});
