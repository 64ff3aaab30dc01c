"""A worked example of a signature, for those who write a receiver."""

from dataclasses import dataclass
from typing import Final

from jobs.webhooks.signing import signature

SECRET: Final = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="  # noqa: S105  of nobody
EVENT: Final = "0b5c1f1e-6a0e-4e4e-9d6a-3f1f5d1c2a10"
TIMESTAMP: Final = 1796083200
BODY: Final = b'{"id":"0b5c1f1e-6a0e-4e4e-9d6a-3f1f5d1c2a10","type":"webhook.test","data":{}}'

CHECK: Final = '''\
import base64, hashlib, hmac, time

def is_ours(secret, headers, body):
    """`body`: the bytes as they came, before anything parses them."""
    event, sent = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(sent)) > 300:
        return False  # somebody sends it again
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{event}.{sent}.".encode() + body
    wanted = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    given = [each.partition(",")[2] for each in headers["webhook-signature"].split(" ")]
    return any(hmac.compare_digest(wanted, each) for each in given)
'''


@dataclass(frozen=True)
class Example:
    secret: str
    event: str
    timestamp: int
    body: str
    signature: str
    check: str


def example() -> Example:
    made = signature(SECRET, event=EVENT, timestamp=TIMESTAMP, body=BODY)
    return Example(SECRET, EVENT, TIMESTAMP, BODY.decode(), made, CHECK)
