"""Accounts at the fake gateway, and the environment to use it."""

import json

ALIYUN_ID, ALIYUN_SECRET, SIGN = "LTAI-fake", "aliyun-fake-secret", "暖阳"
TENCENT_ID, TENCENT_SECRET, TENCENT_APP = "AKID-fake", "tencent-fake-secret", "1400000000"
CARRIER_SECRET = "carrier-fake-secret"
WEBHOOK_SECRET = "webhook-fake-secret"
WECOM_KEY, DINGTALK_TOKEN, DINGTALK_SECRET = "wecom-fake-key", "dingtalkfaketoken", "SECdingtalkfakesecret"
RECEIPTS_SECRET = "receipts-fake-secret-of-tests"
TEMPLATES = {"*": {"id": "SMS_1", "variables": ["title"]}}


def environment(sms: str, port: int) -> dict[str, str]:
    """`NUANYANG_SMS_PROVIDER` and its variables, for a gateway that listens on this port."""
    address = f"http://127.0.0.1:{port}"
    return {
        "NUANYANG_SMS_PROVIDER": sms,
        "NUANYANG_NOTIFY_HOSTS": address,
        "NUANYANG_RECEIPTS_SECRET": RECEIPTS_SECRET,
        "ALIYUN_ACCESS_KEY_ID": ALIYUN_ID,
        "ALIYUN_ACCESS_KEY_SECRET": ALIYUN_SECRET,
        "ALIYUN_SMS_URL": address,
        "TENCENT_SECRET_ID": TENCENT_ID,
        "TENCENT_SECRET_KEY": TENCENT_SECRET,
        "TENCENT_SMS_APP_ID": TENCENT_APP,
        "TENCENT_SMS_URL": address,
        "SMS_SIGN": SIGN,
        "SMS_TEMPLATES": json.dumps(TEMPLATES),
        "CARRIER_URL": f"{address}/messages",
        "CARRIER_SECRET": CARRIER_SECRET,
        "WECOM_URL": address,
        "DINGTALK_URL": address,
    }
