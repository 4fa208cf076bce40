// Sends each chosen file by itself, with its progress; a file that is refused or cancelled holds up no other.

const form = document.querySelector("form[data-uploads]");
const said = document.querySelector("[data-uploads-said]");
const list = document.querySelector("[data-uploads-list]");
const arrived = new Set(); // the addresses of the pieces: a file that is sent again leads to the same
let refused = 0;

const SIGNED_OUT = "You are signed out. Sign in in another tab, then try again here.";

const element = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });

const button = (label, about, act) => {
  const made = element("button", label);
  made.type = "button";
  made.className = "button button-quiet button-small";
  const hidden = element("span", ` ${about}`);
  hidden.className = "visually-hidden";
  made.append(hidden);
  made.addEventListener("click", act);
  return made;
};

const summary = () => {
  const files = arrived.size === 1 ? "1 file has arrived" : `${arrived.size} files have arrived`;
  return refused ? `${files}, ${refused} did not.` : `${files}.`;
};

// What the form holds when sending begins; the key counts a repeated file once.
const bodyFor = (file, fields) => {
  const body = new FormData();
  for (const [name, value] of fields) body.set(name, value);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value); // renewed, perhaps
  body.set("files", file);
  return body;
};

const reason = (request) => {
  if (request.status === 422) return JSON.parse(request.response).said;
  if (request.status === 403) return SIGNED_OUT;
  if (request.status === 413) return "The file is too large.";
  return "It did not get through. Try again.";
};

const send = (file, fields, row) => {
  const line = element("p");
  const progress = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  const request = new XMLHttpRequest();
  progress.setAttribute("aria-label", file.name);
  line.append(element("b", file.name), " is being sent");
  row.replaceChildren(line, progress, button("Cancel", file.name, () => request.abort()));

  return new Promise((done) => {
    const failed = (why) => {
      refused += 1;
      line.replaceChildren(element("b", file.name), ` was not added. ${why}`);
      row.replaceChildren(line, button("Try again", file.name, async () => {
        refused -= 1;
        row.replaceChildren(line); // one click is enough
        await renewToken().catch(() => false);
        await send(file, fields, row);
      }));
      said.textContent = `${file.name} was not added. ${why} ${summary()}`;
      done();
    };
    request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = (100 * loaded) / total));
    request.addEventListener("abort", () => failed("You cancelled it."));
    request.addEventListener("error", () => failed("The portal cannot be reached. Try again."));
    request.addEventListener("load", () => {
      const led = new URL(request.responseURL);
      if (request.status !== 200) return failed(reason(request));
      if (!/\/evidence\/[0-9a-f-]{36}\/$/.test(led.pathname)) {
        return failed(SIGNED_OUT);
      }
      if (arrived.has(led.pathname)) {
        row.remove();
        said.textContent = `${file.name} had arrived before and counts once. ${summary()}`;
        return done();
      }
      arrived.add(led.pathname);
      const link = element("a", file.name);
      link.href = led.pathname;
      line.replaceChildren(link, " is added");
      row.replaceChildren(line);
      said.textContent = summary();
      done();
    });
    request.open("POST", form.action);
    request.setRequestHeader("X-Upload", "one");
    request.send(bodyFor(file, fields));
  });
};

form.addEventListener("submit", async (event) => {
  const files = [...form.elements.files.files];
  if (!files.length || !form.elements.kind.value) return; // the page says what is missing
  event.preventDefault();
  const fields = [...new FormData(form)].filter(([name]) => name !== "files");
  form.elements.files.value = "";
  form.elements.files.dispatchEvent(new Event("change", { bubbles: true }));
  const rows = files.map((file) => {
    const row = element("li", `${file.name} waits`);
    list.append(row);
    return row;
  });
  for (const [at, file] of files.entries()) await send(file, fields, rows[at]);
});
