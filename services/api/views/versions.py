"""`ETag` and `If-Match`: a change is accepted only from a client that has read the current version.

Without the header the answer is 428, with an outdated one 412.
"""

from hashlib import sha256
from typing import ClassVar

import orjson
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from services.api.framework import PreconditionFailed
from services.api.resources.rows import Row
from services.api.views.base import BaseView
from services.kit.database import locks

ANY = "*"  # of the standard: whatever it is now
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="读取时得到的 ETag；`*` 表示不管现在是什么。没有：428；已经变了：412。",
)


class PreconditionRequired(APIException):
    status_code, default_code = 428, "precondition_required"


class VersionedView(BaseView):
    # A view of something that is read and changed. `PATCH` and `PUT` need `If-Match`.
    is_versioned: ClassVar[bool] = True

    def current_version(self) -> Row:
        """The fields a PATCH or PUT may overwrite, as the API returns them; hashed into the ETag."""
        raise NotImplementedError

    def require_match(self, request: Request) -> None:
        """Check If-Match against the current version, and lock the path until the transaction ends.

        Raises PreconditionRequired (428), PreconditionFailed (412).
        """
        if not self.is_versioned:
            return
        if not (given := request.headers.get("If-Match", "")):
            raise PreconditionRequired(_("请先读取，再用 If-Match 带上读到的 ETag。"))
        # By address, not by row: a version may be made of several rows.
        locks.wait("api.edits", request.path)
        if given != ANY and given != etag_of(self.current_version()):
            raise PreconditionFailed({"If-Match": [_("您读取以后有人改过，请重新读取后再改。")]})


def etag_of(row: Row) -> str:
    """A strong validator: rows with the same JSON have the same ETag."""
    content = orjson.dumps(row, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str)
    # Half of the digest: 128 bits are more than an accident can hit, and the header stays short.
    return f'"{sha256(content).hexdigest()[:32]}"'


def versioned_response(row: Row, version: Row | None = None) -> Response:
    """The row with its ETag; `version` where only a part of it can be changed."""
    return Response(row, headers={"ETag": etag_of(row if version is None else version)})
