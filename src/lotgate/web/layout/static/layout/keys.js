// The keyboard, the same on every page. Keys are declared where they act:
//   <a data-key="u" href="…">, <button data-key="1">   pressing the key clicks it
//   <input data-key="/">                                pressing the key goes into it
//   <table data-rows> with <tr data-row><a data-open>   j and k move, Enter opens
// A page's script binds what has no element with bind(). `?` lists the page's keys: those of elements by their
// data-key-label, accessible name or text; the others from the page's {% block keys %}.

const bound = new Map();

/** Call `act(event)` when `key` (KeyboardEvent.key) is pressed outside of a field. The last binding of a key counts. */
export function bind(key, act) {
  bound.set(key, act);
}

/** Whether somebody is writing: then no key is ours. Keys of an input method never are. */
export function writing(event) {
  const target = event.target;
  if (event.isComposing || event.keyCode === 229) return true;
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

const seen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

function declared(key) {
  const scope = document.querySelector("dialog[open]") ?? document;
  return [...scope.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key && seen(element));
}

function act(element) {
  if (element.matches("input, textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function move(step) {
  const links = [...document.querySelectorAll("[data-rows] [data-open]")].filter(seen);
  if (links.length === 0) return;
  const now = links.findIndex((link) => link.closest("[data-row]")?.contains(document.activeElement));
  const next = now < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(now + step, 0), links.length - 1);
  links[next].focus();
  links[next].closest("[data-row]").scrollIntoView({ block: "nearest" });
}

function nameOf(element) {
  return element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim() || element.placeholder;
}

function line(keys, label) {
  const item = document.createElement("li");
  const text = document.createElement("span");
  text.textContent = label;
  item.append(text);
  for (const key of keys) {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    item.append(cap);
  }
  return item;
}

function help() {
  const dialog = document.getElementById("keys-help");
  if (dialog === null || dialog.open || document.querySelector("dialog[open]")) return;
  const list = dialog.querySelector("[data-keys-of-page]");
  list.querySelectorAll("[data-found]").forEach((item) => item.remove());
  const everywhere = list.querySelector("[data-keys-everywhere]");
  const known = new Set();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (known.has(element.dataset.key) || !seen(element)) continue;
    known.add(element.dataset.key);
    const item = line([element.dataset.key], nameOf(element));
    item.dataset.found = "";
    list.insertBefore(item, everywhere);
  }
  list.querySelectorAll("[data-for]").forEach((item) => {
    item.hidden = document.querySelector(item.dataset.for) === null;
  });
  dialog.showModal();
}

bind("?", help);
bind("j", () => move(1));
bind("k", () => move(-1));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && writing(event) && !event.isComposing && !event.target.closest("dialog")) {
    event.target.blur();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || writing(event)) return;
  const element = declared(event.key);
  if (element !== undefined) {
    event.preventDefault();
    act(element);
    return;
  }
  const action = document.querySelector("dialog[open]") ? undefined : bound.get(event.key);
  if (action !== undefined && action(event) !== false) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-open]")) help();
});
