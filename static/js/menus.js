// The menus open and close without this file; it closes an open one on Escape and on a click outside, too.

const openMenu = () => document.querySelector(".menus details[open]");

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && openMenu();
  if (!menu) return;
  // In the drawer of a phone the first Escape closes the menu, the next the drawer.
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  const menu = openMenu();
  if (menu && !menu.contains(event.target)) menu.open = false;
});
