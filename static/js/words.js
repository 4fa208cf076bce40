// Counts the words of a statement while it is typed, as cmiportal/documents/words.py counts them when it is saved.

const IDEOGRAPH =
  "\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff" +
  "\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const WORD = new RegExp(`[${IDEOGRAPH}]|[^\\s\\u2013\\u2014${IDEOGRAPH}]+`, "gu");

const count = (text) => (text.match(WORD) ?? []).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;

for (const text of document.querySelectorAll("textarea[data-words-to]")) {
  const said = text.form.querySelector("[data-words]");
  const [from, to] = [Number(text.dataset.wordsFrom), Number(text.dataset.wordsTo)];
  text.addEventListener("input", () => {
    const words = count(text.value);
    const has = `${words} ${words === 1 ? "word" : "words"}`;
    if (words < from) said.textContent = `${has}: ${from - words} short of ${from}.`;
    else if (words > to) said.textContent = `${has}: ${words - to} more than ${to}.`;
    else said.textContent = `${has}, of ${from} to ${to}.`;
  });
}
