"""What became of messages, for who asks: Aliyun's QuerySendDetails, Tencent's PullSmsSendStatus."""

import time
from typing import Any

from tests.gateways.ledger import Ledger, Taken
from tests.gateways.protocols import Judged, Said

STATUS = {None: 1, False: 2, True: 3}


def answer(ledger: Ledger, judged: Judged) -> Said:
    return _details(ledger, judged.text) if judged.provider == "aliyun" else _pulled(ledger, judged.text)


def _details(ledger: Ledger, asked: dict[str, str]) -> Said:
    """One number's messages of one day (of China), newest first, page by page."""
    rows = [
        taken
        for taken in reversed(ledger.of("aliyun"))
        if taken.to == asked["PhoneNumber"]
        and asked.get("BizId", taken.number) == taken.number
        and time.strftime("%Y%m%d", time.gmtime(taken.at + 8 * 3600)) == asked["SendDate"]
    ]
    size, page = int(asked["PageSize"]), int(asked["CurrentPage"])
    found = [_detail(taken) for taken in rows[(page - 1) * size : page * size]]
    details = {"SmsSendDetailDTO": found}
    return 200, {"Code": "OK", "Message": "OK", "TotalCount": len(rows), "SmsSendDetailDTOs": details}


def _detail(taken: Taken) -> dict[str, Any]:
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(taken.at + 8 * 3600))
    code = {None: "", False: "MK:0001", True: "DELIVERED"}[taken.delivered]
    detail = {"OutId": taken.delivery, "SendStatus": STATUS[taken.delivered], "ErrCode": code, "SendDate": when}
    return detail if taken.delivered is None else {**detail, "ReceiveDate": when}


def _pulled(ledger: Ledger, asked: dict[str, Any]) -> Said:
    """Each status is given out once."""
    with ledger.lock:
        waiting = [
            taken for taken in ledger.taken.get("tencent", []) if taken.delivered is not None and not taken.pulled
        ]
        found = waiting[: int(asked["Limit"])]
        for taken in found:
            taken.pulled = True
    statuses = [
        {
            "SerialNo": taken.number,
            "SessionContext": taken.delivery,
            "ReportStatus": "SUCCESS" if taken.delivered else "FAIL",
            "Description": "DELIVRD" if taken.delivered else "UNDELIV",
            "UserReceiveTime": int(taken.at),
        }
        for taken in found
    ]
    return 200, {"Response": {"PullSmsSendStatusSet": statuses, "RequestId": "r"}}
