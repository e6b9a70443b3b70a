// The standard's form: rows that are added, opened and struck, faults marked at their fields, Save sent as a page.

const form = document.getElementById("standard");
const sheet = form.querySelector("table.sheet");
const problems = document.getElementById("problems");

const rows = () => [...sheet.querySelectorAll("[data-characteristic]")];

// The last row is always an empty one, which also serves as the pattern of the next.
const pattern = rows().at(-1).cloneNode(true);
const first = Number(pattern.querySelector("input").name.split("-")[1]);
let next = first + 1;

function add() {
  const row = pattern.cloneNode(true);
  for (const element of row.querySelectorAll("[id], [name], [for], [aria-controls]")) {
    for (const name of ["id", "name", "for", "aria-controls"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(`c-${first}-`, `c-${next}-`));
    }
  }
  row.id = "";
  next += 1;
  sheet.append(row);
  row.querySelector("input").focus();
}

form.addEventListener("click", (event) => {
  if (event.target.closest("[data-add]")) add();
  const more = event.target.closest("[data-more]");
  if (more) {
    const part = document.getElementById(more.getAttribute("aria-controls"));
    part.hidden = !part.hidden;
    more.setAttribute("aria-expanded", String(!part.hidden));
  }
});

form.addEventListener("change", (event) => {
  if (event.target.name?.endsWith("-gone")) {
    event.target.closest("[data-characteristic]").classList.toggle("struck", event.target.checked);
  }
});

// A field that a fault names is opened when its link is followed.
problems.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const more = field.closest("tr.more");
  if (more) more.hidden = false;
  field.focus();
});

function mark() {
  const wrong = new Set([...problems.querySelectorAll("[data-field]")].map((item) => item.dataset.field));
  for (const field of form.querySelectorAll("input[id], select[id]")) {
    if (wrong.has(field.id)) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === problems) mark();
});
for (const more of form.querySelectorAll("[data-more]")) {
  more.setAttribute("aria-expanded", String(!document.getElementById(more.getAttribute("aria-controls")).hidden));
}
mark();

// htmx asks on every input; the form itself goes to its own page.
form.addEventListener("htmx:confirm", (event) => {
  if (event.detail.triggeringEvent?.type === "submit") event.preventDefault();
});
