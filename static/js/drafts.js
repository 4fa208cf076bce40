// Saves the text of the form as it is typed. The button saves it, too, and everything else on the form.

const PAUSE = 2000; // after the last key
const AGAIN = 15000; // while it does not get through

for (const form of document.querySelectorAll("form[data-draft]:not([data-draft=''])")) {
  const { text, revision } = form.elements;
  const said = form.querySelector("[data-draft-said]");
  const trouble = form.querySelector("[data-draft-trouble]");
  let timer, saving, stopped;

  const tell = (sentence) => {
    if (trouble.textContent !== sentence) trouble.textContent = sentence;
  };

  const later = (wait) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait);
  };

  const send = (content) => {
    const body = new URLSearchParams({ text: content, revision: revision.value });
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return fetch(form.dataset.draft, { method: "POST", body, redirect: "manual" });
  };

  const save = async () => {
    if (saving || stopped || form.dataset.sent || text.value === text.defaultValue) return;
    saving = true;
    const content = text.value;
    try {
      let response = await send(content);
      const refused = () => response.type === "opaqueredirect" || response.status === 403;
      if (refused() && (await renewToken())) response = await send(content);
      if (refused()) {
        tell("You are signed out. Sign in in another tab: your text stays here and is then saved.");
        later(AGAIN);
      } else {
        take(content, response.status, await response.json());
      }
    } catch {
      tell("Your text is not saved: the portal cannot be reached. It stays here, and we try again.");
      later(AGAIN);
    }
    saving = false;
    if (!stopped && text.value !== content) later(PAUSE);
  };

  const take = (content, status, answer) => {
    if (status === 200) {
      revision.value = answer.revision;
      text.defaultValue = content;
      said.textContent = `Last saved ${answer.saved}.`;
      tell("");
      form.dispatchEvent(new Event("change", { bubbles: true }));
      return;
    }
    stopped = true;
    tell(answer.said);
    if (answer.newer) {
      revision.value = answer.revision;
      form.querySelector("[data-draft-newer]").innerHTML = answer.newer;
    }
  };

  text.addEventListener("input", () => later(PAUSE));
  document.addEventListener("visibilitychange", () => document.hidden && save());
}
