// The pages of a document: pictures under a layer of boxes. Zooms, pans, shows a value's place, and lets people draw a
// box on a page. Lengths are points from the page's top left corner, as in the boxes themselves.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 2;
const SMALLEST = 2;
const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5];
const CLOSE = 2.5;
const smooth = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");

export class Viewer {
  /** `chosen(key)` is called when somebody clicks a box, `drawn({page, box})` when somebody drew one. */
  constructor(scroller, { chosen, drawn, zoomed, turned }) {
    this.scroller = scroller;
    this.sheets = scroller.querySelector(".sheets");
    this.on = { chosen, drawn, zoomed, turned };
    this.zoom = 1;
    this.key = null;
    this.watchPointer();
    scroller.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    scroller.addEventListener("scroll", () => this.turn(), { passive: true });
  }

  sheet(page) {
    return this.sheets.querySelector(`.sheet[data-page="${page}"]`);
  }

  /** Put `boxes` in the place of those that are there. */
  draw(boxes) {
    this.sheets.querySelectorAll("svg").forEach((layer) => layer.replaceChildren());
    for (const { key, look, title, page, at } of boxes) {
      const layer = this.sheet(page)?.querySelector("svg");
      if (!layer) continue;
      const rect = rectangle(at, MARGIN);
      rect.dataset.key = key;
      rect.classList.add(look);
      const tip = document.createElementNS(SVG, "title");
      tip.textContent = title;
      rect.append(tip);
      layer.append(rect);
    }
    if (this.key) this.light(this.key);
  }

  rects(key) {
    return [...this.sheets.querySelectorAll("rect[data-key]")].filter((rect) => rect.dataset.key === key);
  }

  light(key) {
    this.key = key;
    this.sheets.querySelectorAll("rect.on").forEach((rect) => rect.classList.remove("on"));
    const rects = this.rects(key);
    rects.forEach((rect) => rect.classList.add("on"));
    return rects;
  }

  /** Light the boxes of `key` and bring the first of them into view. */
  show(key) {
    const [first] = this.light(key);
    if (first) this.reveal(first);
  }

  reveal(rect) {
    const frame = this.scroller.getBoundingClientRect();
    const place = rect.getBoundingClientRect();
    const room = Math.min(48, frame.height / 6);
    const seen =
      place.top >= frame.top + room && place.bottom <= frame.bottom - room &&
      place.left >= frame.left && place.right <= frame.right;
    if (seen) return;
    const behavior = Math.abs(place.top - frame.top) > 2 * frame.height ? "instant" : smooth();
    this.scroller.scrollBy({
      top: place.top - frame.top - (frame.height - place.height) * 0.4,
      left: place.left - frame.left - (frame.width - place.width) / 2,
      behavior,
    });
  }

  /** Zoom to `zoom` times the width of the pane; `at` (client coordinates) stays where it is. */
  zoomTo(zoom, at) {
    const frame = this.scroller.getBoundingClientRect();
    const x = (at?.x ?? frame.left + frame.width / 2) - frame.left;
    const y = (at?.y ?? frame.top + frame.height / 2) - frame.top;
    const across = (this.scroller.scrollLeft + x) / this.scroller.scrollWidth;
    const down = (this.scroller.scrollTop + y) / this.scroller.scrollHeight;
    this.zoom = Math.min(Math.max(zoom, STEPS[0]), STEPS.at(-1));
    this.sheets.style.setProperty("--zoom", this.zoom);
    this.scroller.scrollLeft = across * this.scroller.scrollWidth - x;
    this.scroller.scrollTop = down * this.scroller.scrollHeight - y;
    this.on.zoomed(this.zoom);
  }

  zoomIn() {
    this.zoomTo(STEPS.find((step) => step > this.zoom + 0.01) ?? STEPS.at(-1));
  }

  zoomOut() {
    this.zoomTo(STEPS.findLast((step) => step < this.zoom - 0.01) ?? STEPS[0]);
  }

  fit() {
    this.zoomTo(1);
  }

  /** Close to the lit value, or back to the whole width. */
  zoomToValue() {
    if (this.zoom > 1.01) {
      this.fit();
    } else {
      this.zoomTo(CLOSE);
    }
    const [first] = this.key ? this.rects(this.key) : [];
    if (!first) return;
    const frame = this.scroller.getBoundingClientRect();
    const place = first.getBoundingClientRect();
    this.scroller.scrollBy({
      top: place.top - frame.top - (frame.height - place.height) / 2,
      left: place.left - frame.left - (frame.width - place.width) / 2,
      behavior: "instant",
    });
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoomTo(this.zoom * Math.exp(-event.deltaY / 400), { x: event.clientX, y: event.clientY });
  }

  turn() {
    const middle = this.scroller.getBoundingClientRect().top + this.scroller.clientHeight / 2;
    const sheets = [...this.sheets.querySelectorAll(".sheet")];
    const now = sheets.findLast((sheet) => sheet.getBoundingClientRect().top <= middle) ?? sheets[0];
    if (now) this.on.turned(Number(now.dataset.page));
  }

  /** Whether dragging draws a box (true) or moves the pages (false). */
  set picking(on) {
    this.scroller.classList.toggle("picking", on);
    if (!on) this.mark(null);
  }

  get picking() {
    return this.scroller.classList.contains("picking");
  }

  /** Show what was picked: `at` is [x0, top, width, height]. */
  mark(page, at) {
    this.sheets.querySelectorAll("rect.picked, rect.drawing").forEach((rect) => rect.remove());
    if (page === null) return;
    const rect = rectangle(at, 1);
    rect.classList.add("picked");
    this.sheet(page)?.querySelector("svg").append(rect);
  }

  watchPointer() {
    let drag = null;
    this.scroller.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.target.closest(".sheet")) return;
      if (this.picking) {
        drag = this.beginDrawing(event);
      } else if (event.pointerType === "mouse") {
        drag = this.beginPanning(event);
      }
    });
    this.scroller.addEventListener("pointermove", (event) => drag?.move(event));
    const end = (event) => {
      const done = drag;
      drag = null;
      done?.end(event);
    };
    this.scroller.addEventListener("pointerup", end);
    this.scroller.addEventListener("pointercancel", () => {
      drag?.cancel?.();
      drag = null;
    });
    this.scroller.addEventListener("click", (event) => {
      if (this.moved) return;
      const rect = event.target.closest("rect[data-key]");
      if (rect && !this.picking) this.on.chosen(this.keyAt(rect));
    });
  }

  // Several findings can rest on one place: a second click goes to the next of them.
  keyAt(rect) {
    const place = (one) => ["x", "y", "width", "height"].map((name) => one.getAttribute(name)).join();
    const here = [...rect.parentNode.querySelectorAll("rect[data-key]")].filter((one) => place(one) === place(rect));
    const keys = here.map((one) => one.dataset.key).reverse();
    return keys[(keys.indexOf(this.key) + 1) % keys.length];
  }

  beginPanning(start) {
    const { scrollLeft, scrollTop } = this.scroller;
    this.moved = false;
    return {
      move: (event) => {
        const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
        if (!this.moved && Math.hypot(x, y) < 4) return;
        if (!this.moved) this.scroller.setPointerCapture(start.pointerId);
        this.moved = true;
        this.scroller.classList.add("panning");
        this.scroller.scrollTo({ left: scrollLeft - x, top: scrollTop - y, behavior: "instant" });
      },
      end: () => {
        this.scroller.classList.remove("panning");
        setTimeout(() => (this.moved = false));
      },
    };
  }

  beginDrawing(start) {
    start.preventDefault(); // the field that is being filled keeps the focus
    const sheet = start.target.closest(".sheet");
    const from = point(sheet, start);
    const rect = rectangle([from.x, from.y, 0, 0], 0);
    rect.classList.add("drawing");
    this.mark(null);
    sheet.querySelector("svg").append(rect);
    this.scroller.setPointerCapture(start.pointerId);
    const box = (event) => {
      const to = point(sheet, event);
      return [Math.min(from.x, to.x), Math.min(from.y, to.y), Math.max(from.x, to.x), Math.max(from.y, to.y)];
    };
    return {
      move: (event) => {
        const [x0, top, x1, bottom] = box(event);
        place(rect, [x0, top, x1 - x0, bottom - top], 0);
      },
      end: (event) => {
        rect.remove();
        const [x0, top, x1, bottom] = box(event);
        if (x1 - x0 < SMALLEST || bottom - top < SMALLEST) return;
        this.on.drawn({ page: Number(sheet.dataset.page), box: [x0, top, x1, bottom] });
      },
      cancel: () => rect.remove(),
    };
  }
}

function rectangle(at, margin) {
  const rect = document.createElementNS(SVG, "rect");
  place(rect, at, margin);
  return rect;
}

function place(rect, [x, y, width, height], margin) {
  const numbers = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
  for (const [name, value] of Object.entries(numbers)) rect.setAttribute(name, value.toFixed(2));
}

function point(sheet, event) {
  const frame = sheet.querySelector("svg").getBoundingClientRect();
  const within = (value) => Math.min(Math.max(value, 0), 1);
  return {
    x: within((event.clientX - frame.left) / frame.width) * Number(sheet.dataset.width),
    y: within((event.clientY - frame.top) / frame.height) * Number(sheet.dataset.height),
  };
}
