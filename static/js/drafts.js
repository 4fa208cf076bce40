// Saves the text of the form as it is typed, of a new piece its title and type, too. The button saves the whole form.

const PAUSE = 2000; // after the last key
const AGAIN = 15000; // while it does not get through
const PATIENCE = 20000; // with one request

const standing = (field) =>
  "defaultValue" in field ? field.defaultValue : ([...field.options].find((option) => option.defaultSelected)?.value ?? "");

const settle = (field, value) => {
  if ("defaultValue" in field) field.defaultValue = value;
  else for (const option of field.options) option.defaultSelected = option.value === value;
};

for (const form of document.querySelectorAll("form[data-draft]")) {
  const { text, revision, draft } = form.elements;
  const isNew = draft && !draft.value;
  const fields = isNew ? [text, form.elements.title, form.elements.kind] : [text];
  const said = form.querySelector("[data-draft-said]");
  const trouble = form.querySelector("[data-draft-trouble]");
  let timer, saving, unanswered, stopped, compared;

  const tell = (sentence) => {
    if (trouble.textContent !== sentence) trouble.textContent = sentence;
  };

  const later = (wait) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait);
  };

  const typed = () => fields.map((field) => field.value);
  const isSaved = () => fields.every((field) => field.value === standing(field));
  const isBegun = () => !isNew || draft.value || text.value.trim();

  const send = (content) => {
    const body = new URLSearchParams(fields.map((field, at) => [field.name, content[at]]));
    for (const name of ["revision", "post_key", "csrfmiddlewaretoken"]) body.set(name, form.elements[name].value);
    const signal = AbortSignal.timeout(PATIENCE);
    return fetch(form.dataset.draft, { method: "POST", body, redirect: "manual", signal });
  };

  const save = () => {
    if (saving || stopped || form.dataset.sent || isSaved() || !isBegun()) return;
    saving = attempt().finally(() => (saving = undefined));
  };

  const attempt = async () => {
    // What may have arrived without an answer is sent again as it was: the same counts once.
    const content = (unanswered ??= typed());
    let wait = PAUSE;
    try {
      let response = await send(content);
      const refused = () => response.type === "opaqueredirect" || response.status === 403;
      if (refused() && (await renewToken())) response = await send(content);
      if (refused()) {
        tell("You are signed out. Sign in in another tab: your text stays here and is then saved.");
        wait = AGAIN;
      } else {
        take(content, response.status, await response.json());
      }
      unanswered = undefined;
    } catch {
      tell("Your text is not saved: the portal cannot be reached. It stays here, and we try again.");
      wait = AGAIN;
    }
    if (!isSaved()) later(wait);
  };

  const take = (content, status, answer) => {
    if (status === 200) {
      revision.value = answer.revision;
      fields.forEach((field, at) => settle(field, content[at]));
      said.textContent = `Last saved ${answer.saved}.`;
      tell("");
      if (isNew && !draft.value) begin(answer);
      form.dispatchEvent(new Event("change", { bubbles: true }));
      return;
    }
    stopped = true;
    tell(answer.said);
    if (answer.newer) {
      compared = true;
      revision.value = answer.revision;
      form.querySelector("[data-draft-newer]").innerHTML = answer.newer;
    }
  };

  // From now on the page is that of the draft, when it is opened again; its buttons still do what they say.
  const begin = (answer) => {
    draft.value = answer.draft;
    form.setAttribute("action", location.href);
    history.replaceState(history.state, "", answer.page);
  };

  for (const field of fields) field.addEventListener("input", () => later(PAUSE));
  document.addEventListener("visibilitychange", () => document.hidden && save());

  // The button waits for what is on its way, lest one page be two tabs to the portal.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) return;
    event.preventDefault();
    saving.then(() => compared || form.requestSubmit(event.submitter));
  });
}
