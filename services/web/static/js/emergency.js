"use strict";

/* 紧急查看: count the minutes down, and leave the page when the hour is over.
   Compared with the clock, since a timer stands still while the computer sleeps. */
(() => {
  const banner = document.querySelector("[data-leave-after]");
  if (!banner) return;
  const endsAt = Date.now() + Number(banner.dataset.leaveAfter) * 1000;
  const minutes = banner.querySelector("[data-minutes]");
  const check = () => {
    const left = endsAt - Date.now();
    if (left <= 0) {
      window.location.replace(banner.dataset.leaveTo);
      return;
    }
    minutes.textContent = String(Math.ceil(left / 60000));
  };
  window.setInterval(check, 1000);
})();
