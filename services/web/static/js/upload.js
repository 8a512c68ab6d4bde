/* Sends a large file of a form in pieces before the form itself: a bar shows how far it is, and a broken connection costs
   one piece. Without scripts, and for small files, the form sends the file at once. */
(() => {
  "use strict";
  const ATTEMPTS = 8; // of one piece, with longer and longer waits: some two minutes without a network
  const csrf = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]*)/)?.[1] ?? "";
  const wait = (seconds) => new Promise((resume) => { setTimeout(resume, seconds * 1000); });
  // No name of the file: it may be a child's. Two photos may have one size and one moment, but not one beginning.
  async function keyOf(file, length) {
    // Without https there is no digest: a page that is opened again begins anew, rather than end one file with another.
    if (!crypto.subtle) return null;
    const digest = await crypto.subtle.digest("SHA-256", await file.slice(0, length).arrayBuffer());
    const text = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `upload ${file.size} ${file.lastModified} ${text}`;
  }

  class Refused extends Error {}

  async function call(address, options = {}) {
    const headers = { "X-CSRFToken": csrf(), ...options.headers };
    const answer = await fetch(address, { credentials: "same-origin", ...options, headers });
    if (answer.ok) return answer.json();
    const content = await answer.json().catch(() => ({}));
    const refused = new Refused(content.errors?.[0]?.detail ?? "");
    refused.status = answer.status;
    throw refused;
  }

  async function begin(address, file, earlier) {
    if (earlier) {
      try { return await call(`${address}/${earlier}`); } catch (error) { if (!(error instanceof Refused)) throw error; }
    }
    const body = JSON.stringify({ size: file.size });
    return call(address, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  }

  async function sendPiece(address, file, upload, length) {
    const body = file.slice(upload.received, upload.received + length);
    const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(upload.received) };
    return call(`${address}/${upload.id}`, { method: "PUT", body, headers });
  }

  async function sendAll(form, file, key, show) {
    const address = form.dataset.uploads;
    const length = Number(form.dataset.piece);
    let earlier = key && sessionStorage.getItem(key);
    let upload = null;
    for (let attempt = 0; !upload || upload.received < upload.size;) {
      try {
        upload = upload ? await sendPiece(address, file, upload, length) : await begin(address, file, earlier);
        earlier = upload.id;
        if (key) sessionStorage.setItem(key, earlier);
        attempt = 0;
        show(upload.received);
      } catch (error) {
        const isBehind = error instanceof Refused && error.status === 409;
        attempt += 1;
        if ((error instanceof Refused && !isBehind) || attempt >= ATTEMPTS) throw error;
        await wait(Math.min(2 ** (attempt - 1), 30));
        upload = null; // ask how much has arrived
      }
    }
    return upload;
  }

  function chosen(form) {
    const files = [...form.querySelectorAll('input[type="file"]')].flatMap((input) => [...input.files]);
    return files[0];
  }

  async function prepare(form, button) {
    const file = chosen(form);
    const bar = form.querySelector("progress");
    const note = form.querySelector("[data-upload-note]");
    const say = (text) => { note.hidden = !text; note.textContent = text; };
    const show = (received) => { bar.value = received; say(`${Math.floor((received * 100) / file.size)} %`); };
    bar.hidden = false;
    bar.max = file.size;
    show(0);
    button?.setAttribute("aria-busy", "true");
    form.dataset.sending = "";
    try {
      const key = await keyOf(file, Number(form.dataset.piece));
      const upload = await sendAll(form, file, key, show);
      delete form.dataset.sending;
      if (key) sessionStorage.removeItem(key);
      form.elements.upload_id.value = upload.id;
      form.querySelectorAll('input[type="file"]').forEach((input) => { input.value = ""; });
      form.requestSubmit(button);
    } catch (error) {
      say(error instanceof Refused && error.message ? error.message : form.dataset.failed);
    } finally {
      delete form.dataset.sending;
      bar.hidden = true;
      button?.removeAttribute("aria-busy");
    }
  }

  // Known before a byte is sent: on a phone the answer would come minutes later.
  function refuse(form) {
    const note = form.querySelector("[data-upload-note]");
    note.hidden = false;
    note.textContent = form.dataset.tooLarge;
  }

  // Before save.js, which sends what is ready.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-uploads]")) return;
    const file = chosen(form);
    const isTooLarge = file && file.size > Number(form.dataset.most);
    const isLarge = file && file.size > Number(form.dataset.piece);
    if (!isLarge && !("sending" in form.dataset)) return;
    event.preventDefault();
    event.stopPropagation();
    if ("sending" in form.dataset) return;
    if (isTooLarge) refuse(form);
    else prepare(form, event.submitter);
  }, true);
})();
