"""Answer queries for receipts: QuerySendDetails of Aliyun, PullSmsSendStatus of Tencent."""

import time
from typing import Any

from tests.gateways.messages import AcceptedMessage, Messages
from tests.gateways.protocols import Decision, Reply

STATUS = {None: 1, False: 2, True: 3}


def answer(messages: Messages, decision: Decision) -> Reply:
    return _details(messages, decision.text) if decision.provider == "aliyun" else _pulled(messages, decision.text)


def _details(messages: Messages, query: dict[str, str]) -> Reply:
    """Messages to one number on one day in China, newest first, by page."""
    rows = [
        message
        for message in reversed(messages.of("aliyun"))
        if message.to == query["PhoneNumber"]
        and query.get("BizId", message.number) == message.number
        and time.strftime("%Y%m%d", time.gmtime(message.at + 8 * 3600)) == query["SendDate"]
    ]
    size, page = int(query["PageSize"]), int(query["CurrentPage"])
    page_rows = [_detail(message) for message in rows[(page - 1) * size : page * size]]
    details = {"SmsSendDetailDTO": page_rows}
    return 200, {"Code": "OK", "Message": "OK", "TotalCount": len(rows), "SmsSendDetailDTOs": details}


def _detail(message: AcceptedMessage) -> dict[str, Any]:
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(message.at + 8 * 3600))
    code = {None: "", False: "MK:0001", True: "DELIVERED"}[message.delivered]
    detail = {"OutId": message.delivery, "SendStatus": STATUS[message.delivered], "ErrCode": code, "SendDate": when}
    return detail if message.delivered is None else {**detail, "ReceiveDate": when}


def _pulled(messages: Messages, query: dict[str, Any]) -> Reply:
    """Each status is returned only once."""
    with messages.lock:
        waiting = [
            message
            for message in messages.by_provider.get("tencent", [])
            if message.delivered is not None and not message.pulled
        ]
        page_rows = waiting[: int(query["Limit"])]
        for message in page_rows:
            message.pulled = True
    statuses = [
        {
            "SerialNo": message.number,
            "SessionContext": message.delivery,
            "ReportStatus": "SUCCESS" if message.delivered else "FAIL",
            "Description": "DELIVRD" if message.delivered else "UNDELIV",
            "UserReceiveTime": int(message.at),
        }
        for message in page_rows
    ]
    return 200, {"Response": {"PullSmsSendStatusSet": statuses, "RequestId": "r"}}
