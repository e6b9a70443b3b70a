"use strict";
(() => {
  const rows = [...document.querySelectorAll("[id][tabindex='0']")];
  const boxesOf = (row) => document.querySelectorAll(`rect[data-row~="${row.id}"]`);
  const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  let current = null;

  // Scrolls only the pane that holds the element, so that the other side stays where the reader left it.
  function reveal(element) {
    const pane = element.closest(".pages");
    if (!pane || getComputedStyle(pane).overflowY === "visible") {
      element.scrollIntoView({ block: "nearest", behavior: smooth });
      return;
    }
    const place = element.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    pane.scrollBy({ top: place.top - frame.top - (frame.height - place.height) / 2, behavior: smooth });
  }

  function select(row, from) {
    document.querySelectorAll(".on").forEach((element) => element.classList.remove("on"));
    current = row;
    row.classList.add("on");
    const boxes = [...boxesOf(row)];
    boxes.forEach((box) => box.classList.add("on"));
    row.closest("details")?.setAttribute("open", "");
    if (from !== "row") row.scrollIntoView({ block: "nearest", behavior: smooth });
    if (from !== "box" && boxes.length) reveal(boxes[0]);
  }

  function step(by) {
    const shown = rows.filter((row) => row.offsetParent !== null);
    const next = shown[Math.min(Math.max(shown.indexOf(current) + by, 0), shown.length - 1)];
    if (next) { select(next, "key"); next.focus({ preventScroll: true }); }
  }

  rows.forEach((row) => {
    row.addEventListener("click", () => select(row, "row"));
    row.addEventListener("keydown", (event) => { if (event.key === "Enter") select(row, "row"); });
  });
  document.querySelectorAll("rect[data-row]").forEach((box) =>
    box.addEventListener("click", () => {
      // Several findings can rest on one place: a second click goes to the next of them.
      const here = ["x", "y", "width", "height"].map((name) => box.getAttribute(name)).join();
      const same = [...box.parentNode.children].filter((other) =>
        ["x", "y", "width", "height"].map((name) => other.getAttribute(name)).join() === here);
      const keys = same.flatMap((other) => other.dataset.row.split(" "));
      const next = keys[(keys.indexOf(current?.id) + 1) % keys.length];
      select(document.getElementById(next), "box");
    }));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
  if (location.hash && document.getElementById(location.hash.slice(1))?.matches("[tabindex]"))
    select(document.getElementById(location.hash.slice(1)), "hash");
})();
