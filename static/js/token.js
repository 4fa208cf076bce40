// After signing in again in another tab this page's token is old: a fresh copy of the page has the new one.
const renewToken = async () => {
  const page = await fetch(location.href, { cache: "no-store" });
  if (page.redirected || !page.ok) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = fresh.querySelector("[name=csrfmiddlewaretoken]");
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token.value;
  return true;
};
