"""A form that is sent twice is carried out once: a double tap, Back and save again, the same text from two tabs.

The browser gives a form that is typed into a key (`form_key`, static/js/save.js), which stays with the page also when
somebody comes back to it. A form of buttons is known by its CSRF token, which is another one each time a page is made.
"""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.http import HttpResponse
from django.middleware.csrf import CSRF_TOKEN_LENGTH
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from services.jobs import idempotency
from services.kit import clock
from services.kit.database import locks
from services.schools import scope
from services.web.components import flash
from services.web.page_request import PageRequest

KEY, REPEAT, TOKEN = "form_key", "repeat", "csrfmiddlewaretoken"
NOT_CONTENT = frozenset({KEY, REPEAT, TOKEN})
# The same text again within minutes is a second tab or a second thought; tomorrow it is another talk.
SAME_CONTENT_WINDOW = timedelta(minutes=10)
REDIRECTS = frozenset({302, 303})


def once(request: PageRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Carry the form out, or repeat the answer it got before. Asks where the content says something else."""
    if request.method == "POST" and is_versioned(request) and scope.is_open():
        # One edit of a page's subject after the other: the second one then sees that the first has changed it.
        locks.wait("web.edits", request.path)
    key = request.POST.get(KEY, "") or _page_token(request)
    if request.method != "POST" or not key or not scope.is_open():
        return answer()
    content, now = _digest(request), clock.now()
    # Buttons of one page share their token: what was pressed is part of their key.
    named = f"page|{request.get_full_path()}|{key}" if KEY in request.POST else f"page|{key}|{content}"
    hashed = idempotency.hash_key(request.actor, named)
    # A double tap waits until the first one has been answered.
    locks.wait("web.submissions", hashed)
    if row := idempotency.stored_response(by=request.actor, key_hash=hashed, now=now):
        # Under the same key and with the same content the form was sent twice; other content is a change of mind.
        if row.request_hash == content:
            flash(request, _("刚才已经存好了，没有再存一次。"))
            return redirect(row.unseal("response_body"))
        # An edit form carries its version, which settles what holds; a new record would be a second one.
        if not is_versioned(request) and not request.FILES:
            return _ask(request)
    elif _is_second_copy(request, content):
        return _ask(request)
    response = answer()
    # Only what was carried out: a form that came back with errors is sent again with the same key.
    if row is None and is_done(request, response):
        idempotency.store_response(
            by=request.actor,
            key_hash=hashed,
            request_hash=content,
            status=response.status_code,
            body=response["Location"],
            now=now,
        )
    return response


def _page_token(request: PageRequest) -> str:
    """The token of the page; "" where the browser had to send the bare one of its cookie, which never changes."""
    token = request.POST.get(TOKEN, "")
    return token if len(token) == CSRF_TOKEN_LENGTH else ""


def is_done(request: PageRequest, response: HttpResponse) -> bool:
    """Whether the form was carried out: a redirect, and no failure to show on the next page."""
    return response.status_code in REDIRECTS and not getattr(request, "has_failed", False)


def is_versioned(request: PageRequest) -> bool:
    """Whether an edit form was sent: it has the version that its person saw."""
    return any(name.rpartition("-")[2] == "version" for name in request.POST)


def _is_second_copy(request: PageRequest, content: str) -> bool:
    """Whether the same was typed and sent minutes ago, from another tab."""
    if KEY not in request.POST or REPEAT in request.POST or is_versioned(request):
        return False
    since = clock.now() - SAME_CONTENT_WINDOW
    return idempotency.has_sent(by=request.actor, request_hash=content, since=since)


def _ask(request: PageRequest) -> HttpResponse:
    """A page with everything that was typed, which goes on only when its person wants a second one."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in NOT_CONTENT for value in values]
    context = {"fields": fields, "key_name": KEY, "key": clock.now().isoformat(), "repeat_name": REPEAT}
    return render(request, "repeat.html", context, status=409)


def _digest(request: PageRequest) -> str:
    # The whole address: what a form is about may stand behind its "?".
    digest = sha256(f"page {request.get_full_path()}".encode())
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_CONTENT:
            digest.update(repr((name, values)).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest.update(name.encode())
            for chunk in file.chunks():
                digest.update(chunk)
            # The view reads the file again from its beginning.
            file.seek(0)
    return digest.hexdigest()
