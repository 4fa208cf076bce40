// Enhancements only: every page works without this file. The drawer and filters are popovers, so the browser itself
// closes them on Escape and on a click outside.

// A form is sent once: a second click while the first request runs does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
});

// A drawer covers a phone's whole page: it closes when the keyboard goes on behind it, so that the focus is seen.
document.addEventListener("focusin", (event) => {
  const drawer = document.querySelector(".drawer:popover-open");
  if (drawer && !drawer.contains(event.target)) drawer.hidePopover();
});

// A page that comes back from the browser's history can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
