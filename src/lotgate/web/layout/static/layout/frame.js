// What every page does: messages that can be closed, dialogs that are opened and closed by buttons, one menu open at a
// time, forms sent once, and answers of the server that are messages.

const messages = () => document.getElementById("messages");

/** Show `text` as a message; `kind` is info, success, warning or error. */
export function say(text, kind = "info") {
  const template = document.getElementById(`message-${kind}`) ?? document.getElementById("message-info");
  const message = template.content.firstElementChild.cloneNode(true);
  message.querySelector("p").textContent = text;
  messages().append(message);
  fade(message);
}

function fade(message) {
  // Errors stay until they are read and closed.
  if (message.matches(".error, .warning")) return;
  setTimeout(() => message.remove(), 6000);
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest("[data-close-message]")) target.closest(".message").remove();
  const opener = target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog)?.showModal();
  }
  if (target.closest("[data-close]") || target.matches("dialog")) {
    target.closest("dialog")?.close();
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || form.matches("[hx-post], [data-many]")) return;
  // A button that is disabled at once would not be sent with its form.
  setTimeout(() => form.querySelectorAll("button").forEach((button) => (button.disabled = true)));
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form button:disabled").forEach((button) => (button.disabled = false));
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// An error answered with HX-Retarget: #messages is a message, to be shown although its status says error.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Retarget") === "#messages") event.detail.shouldSwap = true;
});
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Retarget") !== "#messages") say(document.body.dataset.failed, "error");
});
document.addEventListener("htmx:sendError", () => say(document.body.dataset.unreachable, "error"));
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt.matches?.(".message")) fade(event.detail.elt);
});

document.querySelectorAll("#messages .message").forEach(fade);
