// The keys of the desk. The page lists them, each with the element that it acts on: what is not listed does not act, so
// single keys can be turned off, and without this file the page shows no list and works by links and buttons.

const listed = [...document.querySelectorAll("[data-key]")];

for (const list of document.querySelectorAll("[data-keys]")) list.hidden = false;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat || event.altKey) return;
  const held = event.ctrlKey || event.metaKey;
  if (!held && writing(event.target)) return;
  const pressed = (held ? "control+" : "") + event.key.toLowerCase();
  const entry = listed.find((one) => one.dataset.key === pressed);
  if (entry && act(entry.dataset, event.target)) event.preventDefault();
});

// Whether letters typed here are text.
function writing(element) {
  return element.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
}

// Go to, choose or send the target; false where there is none.
function act({ target, step }, from) {
  if (step) return go(document.querySelectorAll(target), Number(step));
  const found = document.querySelector(target);
  if (!found) return false;
  if (found.matches("form")) return send(found, from);
  found.focus();
  if (found.matches("a, [type=radio]")) found.click();
  return true;
}

// Send the form, unless something is being typed in another one.
function send(form, from) {
  if (from.form && from.form !== form) return false;
  form.requestSubmit();
  return true;
}

// Go to the next or previous of the parts of the page that these links lead to.
function go(links, step) {
  const places = [...links].map((link) => link.hash);
  const to = places[places.indexOf(location.hash) + step];
  if (to) location.hash = to;
  return Boolean(to);
}
