// Ticks belong to the form of the filters and go along with it. A link that shows the list another way takes them along too.

document.addEventListener("click", (event) => {
  const link = event.target.closest("#results a");
  if (!link || link.pathname !== location.pathname) return;
  const address = new URL(link.href);
  address.searchParams.delete("q");
  for (const box of document.querySelectorAll("#results [name=q]:checked")) address.searchParams.append("q", box.value);
  link.href = address;
});
