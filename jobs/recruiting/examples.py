"""What programs send, as the pages for employers show it; tests send the very same."""

import json
from datetime import datetime
from typing import Any, Final

from portal.links import site

LISTING: Final[dict[str, Any]] = {
    "external_id": "ML-42",
    "title": "Machine Learning Engineer",
    "role": "ml-engineer",
    "level": "senior",
    "workplace_type": "remote",
    "remote_countries": ["us"],
    "salary_range": {"currency": "USD", "interval": "year", "min": 160000, "max": 190000},
    "description": "You train models and keep them honest.",
    "apply_url": "https://careers.example.com/ml-42",
}


def address() -> str:
    return f"{site()}/api/v1/hire/"


def started(closes_at: datetime) -> str:
    """The request that starts a draft, as one types it."""
    body = json.dumps(LISTING | {"closes_at": _midnight(closes_at)}, indent=2)
    return (
        f"curl -X POST {address()}jobs/ \\\n"
        "  -H 'Authorization: Bearer rbk_…' -H 'Idempotency-Key: ml-42-first' \\\n"
        f"  --json '{body}'"
    )


def file(closes_at: datetime) -> str:
    entry = LISTING | {"closes_at": _midnight(closes_at), "submit": True}
    return json.dumps({"jobs": [entry]}, indent=2)


def _midnight(at: datetime) -> str:
    return f"{at:%Y-%m-%d}T00:00:00Z"
