// The list follows what is typed, a moment after the last key; never in the middle of an input method's word. The
// number keys open the tabs.

import { bind } from "../layout/keys.js";

const form = document.getElementById("asked");
const field = form.querySelector("[type=search]");
let waiting;
let sent = field.value;

function ask() {
  clearTimeout(waiting);
  if (field.value === sent) return;
  sent = field.value;
  form.requestSubmit();
}

field.addEventListener("input", (event) => {
  clearTimeout(waiting);
  if (!event.isComposing) waiting = setTimeout(ask, 200);
});
field.addEventListener("compositionend", () => {
  waiting = setTimeout(ask, 200);
});
form.addEventListener("submit", () => {
  sent = field.value;
  form.querySelector("details").open = false;
});

// Empty fields stay out of the address.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt !== form) return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});

// Nobody looks: the list need not ask how far the reading is.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.getAttribute("name") === "poll" && document.hidden) event.preventDefault();
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || event.isComposing) return;
  event.preventDefault();
  document.querySelector("#lots [data-open]")?.focus();
});

for (const key of "123456") {
  bind(key, () => document.querySelector(`[data-tab-key="${key}"]`)?.click());
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (row === null || event.target.closest("a, button, form") || getSelection().toString() !== "") return;
  const link = row.querySelector("[data-open]");
  if (link.href) link.click();
  else link.focus();
});
