// The review of one lot: findings beside pages, by mouse or by keyboard. The server renders; after every change it sends
// the findings anew, and this script keeps the place: what was chosen stays chosen, or the next that wants a person is.

import { say } from "../layout/frame.js";
import { bind } from "../layout/keys.js";
import { Viewer } from "./viewer.js";

const page = document.getElementById("review");
const findings = document.getElementById("findings");
const dialog = document.getElementById("sign");
const tip = document.getElementById("pick-tip");
const folds = new Map();
let chosen = { name: null, index: 0, wanted: false };
let pending = Promise.resolve();
let waiting = 0;

const viewer = new Viewer(document.getElementById("pages"), {
  chosen: (key) => choose(document.getElementById(key), "page"),
  drawn: pick,
  zoomed: (zoom) => (document.getElementById("zoom-now").textContent = `${Math.round(zoom * 100)} %`),
  turned: (number) => (document.getElementById("page-now").textContent = number),
});

// ---- choosing -----------------------------------------------------------------------------------------------------

const all = () => [...findings.querySelectorAll("[data-point]")];
const shown = () => all().filter((line) => line.checkVisibility());
const current = () => findings.querySelector("[data-point][aria-current]");

function choose(line, from) {
  if (!line) return;
  all().forEach((other) => other.removeAttribute("aria-current"));
  line.setAttribute("aria-current", "true");
  const fold = line.closest("details");
  if (fold) fold.open = true;
  chosen = { name: line.dataset.name, index: all().indexOf(line), wanted: "wants" in line.dataset };
  if (from !== "line") bring(line);
  if (from === "key") line.querySelector(".pick").focus({ preventScroll: true });
  if (from === "page") viewer.light(line.dataset.point);
  else viewer.show(line.dataset.point);
}

// A phone: the findings scroll with the page, and the keyboard is not where the eyes are.
const narrow = () => getComputedStyle(findings).overflowY === "visible";

// Scrolls the findings only; on a phone they scroll with the page, under the pages that stay on top.
function bring(line) {
  const frame = findings.getBoundingClientRect();
  const place = line.getBoundingClientRect();
  if (narrow()) {
    line.scrollIntoView({ block: "nearest" });
  } else if (place.top < frame.top + 48 || place.bottom > frame.bottom - 16) {
    findings.scrollBy({ top: place.top - frame.top - Math.max((frame.height - place.height) / 3, 56) });
  }
}

function step(by) {
  const lines = shown();
  const now = lines.indexOf(current());
  const next = now < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(Math.max(now + by, 0), lines.length - 1);
  choose(lines[next], "key");
}

function chooseAgain() {
  const lines = all();
  const wanting = lines.filter((line) => "wants" in line.dataset);
  const same = lines.find((line) => line.dataset.name === chosen.name);
  if (same && (!chosen.wanted || "wants" in same.dataset)) return choose(same, "key");
  const next = wanting.find((line) => lines.indexOf(line) >= chosen.index) ?? wanting[0];
  if (next) return choose(next, "key");
  if (same) choose(same, "");
  document.querySelector("[data-decide]")?.focus({ preventScroll: true });
}

function redraw() {
  viewer.draw(JSON.parse(document.getElementById("boxes").textContent));
  for (const fold of findings.querySelectorAll("details[data-fold]")) {
    if (folds.has(fold.dataset.fold)) fold.open = folds.get(fold.dataset.fold);
  }
}

findings.addEventListener("click", (event) => {
  const line = event.target.closest("[data-point]");
  const summary = event.target.closest("summary");
  if (summary) folds.set(summary.parentElement.dataset.fold, !summary.parentElement.open);
  const act = event.target.closest("[data-act]");
  if (line && event.target.closest(".pick")) choose(line, "line");
  if (act) {
    choose(line, "line");
    ACTS[act.dataset.act]();
  }
  if (event.target.closest("[data-cancel]")) close();
});

page.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) open(opener.dataset.open, opener.dataset.query ?? "", opener.closest("[data-point]"));
});

// ---- changing -----------------------------------------------------------------------------------------------------

// One request after the other, so that what is sent next rests on what came back before.
function send(verb, address, options) {
  return wait(() => htmx.ajax(verb, address, { swap: "innerHTML", ...options }));
}

function wait(act) {
  waiting += 1;
  pending = pending.then(act).finally(() => (waiting -= 1));
  return pending;
}

// A form that was sent takes no more keys; those that follow are the page's again.
findings.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.matches("form")) return;
  event.target.inert = true;
  wait(() => new Promise((done) => document.addEventListener("htmx:afterRequest", done, { once: true })));
});
findings.addEventListener("htmx:afterRequest", (event) => (event.target.inert = false));

function addressOf(kind, query) {
  return page.dataset.edit.replace("KIND", kind) + (query ? `?${query}` : "");
}

async function open(kind, query, line) {
  close();
  const slot = line?.querySelector(".slot") ?? document.getElementById("slot-top");
  await send("GET", addressOf(kind, query), { target: slot });
}

const editor = () => document.getElementById("editor");

function close() {
  editor()?.remove();
  viewer.picking = false;
  tip.hidden = true;
}

function accept() {
  // On a button or a link, Enter is that button's or link's.
  if (document.activeElement?.matches("button:not(.pick), a, summary")) return false;
  const line = current();
  if (!line || editor() || waiting) return false; // what was not seen yet is not accepted
  const { remedy, point, basis, same } = line.dataset;
  if (remedy === "confirm" || remedy === "assign") {
    send("POST", page.dataset.edit.replace("edit/KIND", "confirm"), {
      target: findings,
      values: { point, basis: basis ?? "" },
    });
  } else if (remedy === "rule") {
    open("rule", `point=${point}`, line);
  } else if (remedy === "choose") {
    open("standard", "", line);
  } else if (same) {
    choose(document.getElementById(same), "key");
  } else {
    step(1);
  }
  return true;
}

function edit() {
  const line = current();
  if (line?.dataset.item) open("item", `item=${line.dataset.item}`, line);
  else if (line?.dataset.field) open("header", `field=${line.dataset.field}&position=${line.dataset.position}`, line);
  else return false;
}

function onItem(kind) {
  const line = current();
  if (!line?.dataset.item || "struck" in line.dataset) return false;
  open(kind, `item=${line.dataset.item}`, line);
}

function add() {
  const line = current();
  const missing = line && !line.dataset.item ? (line.dataset.characteristic ?? "") : "";
  open("add", missing ? `characteristic=${encodeURIComponent(missing)}` : "", null);
}

const allowed = (act) => () => (findings.querySelector("#undo") ? act() : false);
const ACTS = {
  Enter: accept,
  e: edit,
  x: () => onItem("strike"),
  a: () => onItem("assign"),
  n: add,
};
bind("j", () => step(1));
bind("k", () => step(-1));
bind("Enter", () => (findings.querySelector("#undo") ? accept() : false));
for (const key of ["e", "x", "a", "n"]) bind(key, allowed(ACTS[key]));
bind("c", allowed(() => open("column", "", null)));
bind("u", allowed(() => findings.querySelector("#undo").click()));
bind("d", () => document.querySelector("[data-decide]")?.click());
bind("]", () => document.querySelector("[data-next]")?.click());
bind("z", () => viewer.zoomToValue());
bind("+", () => viewer.zoomIn());
bind("=", () => viewer.zoomIn());
bind("-", () => viewer.zoomOut());
bind("0", () => viewer.fit());

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && editor() && !event.isComposing && !document.querySelector("dialog[open]")) {
    close();
    current()?.querySelector(".pick").focus({ preventScroll: true });
  }
});

for (const button of document.querySelectorAll("[data-zoom]")) {
  const acts = { in: "zoomIn", out: "zoomOut", fit: "fit", value: "zoomToValue" };
  button.addEventListener("click", () => viewer[acts[button.dataset.zoom]]());
}

// ---- filling fields from the page -----------------------------------------------------------------------------------

let field = null;

findings.addEventListener("focusin", (event) => {
  if (event.target.matches("#editor [data-pick]")) field = event.target;
});

function prepare(form) {
  const column = form.dataset.kind === "column";
  const pickable = column || form.querySelector("[data-pick]") !== null;
  viewer.picking = pickable;
  tip.hidden = !pickable;
  field = form.querySelector(".wrong [data-pick]") ?? form.querySelector("[data-pick]");
  if (column && form.elements.column_at.value) {
    const [number, box] = form.elements.column_at.value.split(":");
    const [x0, top, x1, bottom] = box.split(",").map(Number);
    viewer.mark(number, [x0, top, x1 - x0, bottom - top]);
  }
  const first = form.querySelector(".wrong input, .wrong select") ?? form.querySelector(".first, [data-pick], select");
  const target = first ?? form.elements.reason;
  target.focus({ preventScroll: true });
  if (target.dataset.pick) target.select();
  form.scrollIntoView({ block: "nearest" });
}

async function pick({ page: number, box }) {
  const form = editor();
  if (!form) return;
  const at = `${number}:${box.map((value) => value.toFixed(1)).join(",")}`;
  const [x0, top, x1, bottom] = box;
  if (form.dataset.kind === "column") {
    form.elements.column_at.value = at;
    viewer.mark(number, [x0, top, x1 - x0, bottom - top]);
    form.elements.role.focus({ preventScroll: true });
    return;
  }
  if (!field?.isConnected) return;
  const filled = field;
  const answer = await fetch(`${page.dataset.words}?at=${at}`, { headers: { accept: "application/json" } });
  if (!answer.ok) return say(document.body.dataset.failed, "error");
  const found = await answer.json();
  if (found.text) filled.value = found.text;
  else say(page.dataset.noWords, "info");
  form.elements[`${filled.dataset.pick}_at`].value = at;
  filled.closest(".control").querySelector(".spot").textContent = `${page.dataset.pageWord.replace("#", number)} ✓`;
  viewer.mark(number, found.at ?? [x0, top, x1 - x0, bottom - top]);
  const next = [...form.querySelectorAll("[data-pick]")].find((one) => one.value === "");
  if (form.dataset.kind === "add" && next && found.text) next.focus({ preventScroll: true });
}

// ---- what comes from the server --------------------------------------------------------------------------------------

document.addEventListener("htmx:afterSwap", (event) => {
  htmx.process(event.detail.target); // now, not after the settling: keys may follow at once
  if (event.detail.target === findings) {
    close();
    redraw();
    chooseAgain();
  } else if (editor() && findings.contains(event.detail.target)) {
    prepare(editor());
  } else if (event.detail.target === dialog) {
    if (!dialog.open) dialog.showModal();
    const wrong = dialog.querySelector(".wrong input, .wrong textarea");
    const reason = dialog.querySelector("[name=meaning]:checked, [name=meaning][type=hidden]")?.value !== "accept";
    (wrong ?? dialog.querySelector(reason ? "[name=reason]" : "[name=password]"))?.focus();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sign]");
  if (button) send("GET", button.dataset.sign, { target: dialog });
});

redraw();
const first = findings.querySelector("[data-wants]") ?? findings.querySelector(".point.fail");
const linked = document.getElementById(location.hash.slice(1));
if (linked?.matches("[data-point]")) choose(linked, "key");
else if (first?.checkVisibility()) choose(first, narrow() ? "line" : "key");
