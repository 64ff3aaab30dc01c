"""Holds live answers of the API against its own schema."""

import json
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from portal.api.schema import document


def validates_schema(response: Any) -> None:
    """Fail unless the schema describes the address, the status, the media type and every field.

    A field that the schema doesn't name fails too.
    """
    schema = document()
    sent = response.request
    operation = operation_of(sent["PATH_INFO"], schema, sent["REQUEST_METHOD"].lower())
    described = operation["responses"].get(str(response.status_code))
    assert described, f"the schema has no {response.status_code} for {operation['operationId']}"
    media_type = response.headers["Content-Type"]
    assert media_type in described["content"], (
        f"{media_type} is not in {list(described['content'])}"
    )
    validator = Draft202012Validator(
        {
            **closed(described["content"][media_type]["schema"]),
            "components": closed(schema["components"]),
        },
        format_checker=FormatChecker(),
    )
    found = [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator.iter_errors(json.loads(response.content))
    ]
    assert not found, "\n".join(found)


def operation_of(path: str, schema: dict[str, Any], method: str = "get") -> dict[str, Any]:
    """The operation whose address has the same fixed parts, the most exact first."""
    parts = path.strip("/").split("/")
    for template, item in sorted(schema["paths"].items(), key=lambda pair: pair[0].count("{")):
        wanted = template.strip("/").split("/")
        if len(wanted) == len(parts) and all(
            part.startswith("{") or part == given for part, given in zip(wanted, parts, strict=True)
        ):
            return item[method]
    raise AssertionError(f"the schema has no address {path}")


def closed(schema: Any) -> Any:
    """The same schema, where objects hold nothing but what is declared."""
    if isinstance(schema, list):
        return [closed(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    whole = {name: closed(inner) for name, inner in schema.items()}
    if whole.get("type") == "object" and "properties" in whole:
        whole.setdefault("additionalProperties", False)
    return whole
