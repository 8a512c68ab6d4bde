"""Views: `base` of all, `lists`, `objects`; `idempotency` of repeated requests; `errors` outside a view."""
