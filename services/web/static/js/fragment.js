/* A secret in a link stands after "#": browsers send that part to no server and to no other page. This fills it into
   the form with data-fragment="name of the field", takes it out of the address bar and sends the form. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-fragment]");
  const send = () => {
    const secret = decodeURIComponent(window.location.hash.slice(1));
    if (!form || !secret) return;
    form.elements[form.dataset.fragment].value = secret;
    window.history.replaceState(null, "", window.location.pathname);
    form.requestSubmit();
  };
  // A second link opened in the same window changes what stands after "#" and loads nothing.
  window.addEventListener("hashchange", send);
  send();
})();
