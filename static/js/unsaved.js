// What was typed and not sent is said beside the button, and before the page is left.

const isChanged = (field) => {
  if (field.type === "hidden" || !field.name) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.files.length > 0;
  if (field.options) {
    const set = [...field.options].some((option) => option.defaultSelected);
    return [...field.options].some((option, at) => option.selected !== (set ? option.defaultSelected : at === 0));
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
};

// Forms of people who are signed in; a search is no loss, and a password is typed again.
const isKept = (form) => form.method === "post" && form.elements.post_key && !form.querySelector("[type=password]");
const hasChanged = (form) => isKept(form) && !form.dataset.sent && [...form.elements].some(isChanged);

const say = ({ target }) => {
  const form = target.form ?? target.closest?.("form");
  const button = form && isKept(form) && [...form.querySelectorAll("[type=submit]")].pop();
  if (!button) return;
  let note = form.querySelector("[data-unsaved]");
  if (!note) {
    note = document.createElement("span");
    note.className = "hint";
    note.dataset.unsaved = "";
    button.after(note);
  }
  note.textContent = hasChanged(form) ? "Not saved yet" : "";
};

document.addEventListener("input", say);
document.addEventListener("change", say);

window.addEventListener("beforeunload", (event) => {
  if ([...document.forms].some(hasChanged)) event.preventDefault();
});
