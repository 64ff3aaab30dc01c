"""The signature by which a receiver knows that we sent it, and when.

As standardwebhooks.com has it: HMAC-SHA256 of "id.timestamp.body" with the secret's bytes, in base64.
"""

from base64 import b64decode, b64encode
from hashlib import sha256
from hmac import digest
from secrets import token_bytes
from typing import Final

START: Final = "whsec_"


def new_secret() -> str:
    return START + b64encode(token_bytes(32)).decode()


def signature(secret: str, *, event: str, timestamp: int, body: bytes) -> str:
    key = b64decode(secret.removeprefix(START))
    signed = f"{event}.{timestamp}.".encode() + body
    return "v1," + b64encode(digest(key, signed, sha256)).decode()


def headers(secret: str, *, event: str, timestamp: int, body: bytes) -> dict[str, str]:
    return {
        "webhook-id": event,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, event=event, timestamp=timestamp, body=body),
    }
