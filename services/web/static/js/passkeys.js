/* Browsers give passkeys to pages of https (or localhost) under a name, never under a bare address. Shows what is
   possible here, and the reason where it is not. */
(() => {
  "use strict";
  const isAddress = /^[\d.]+$|:/.test(window.location.hostname);
  const isPossible = window.isSecureContext && "PublicKeyCredential" in window && !isAddress;
  document.querySelectorAll("[data-passkey-possible]").forEach((part) => { part.hidden = !isPossible; });
  document.querySelectorAll("[data-passkey-impossible]").forEach((part) => { part.hidden = isPossible; });
})();
