// Follows the link at the end of a page that has come piece by piece.
"use strict";
(() => {
  const link = document.querySelector("[data-go-on]");
  if (link) location.replace(link.href);
})();
