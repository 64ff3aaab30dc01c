"""What the documentation of the API shows as examples."""

from typing import Any
from urllib.parse import urlencode

from portal.api.pagination import LARGEST_PAGE
from portal.api.problems import problem
from portal.api.rows import JSONRenderer


def example_of(path: str, operation: dict[str, Any]) -> str:
    """The operation's address with its blanks filled, and one choice made if there is one."""
    query: dict[str, str] = {}
    for each in operation.get("parameters", ()):
        name, kind = each["name"], each["schema"]
        if each["in"] == "path":
            path = path.replace(f"{{{name}}}", name.upper())
        elif name == "page_size":
            query[name] = "10"
        elif "enum" in kind and not query.keys() - {"page_size"}:
            query[name] = kind["enum"][0]
    return f"{path}?{urlencode(query)}" if query else path


def example_problem() -> str:
    """One problem as it is sent, indented."""
    message = f"Enter a whole number from 1 to {LARGEST_PAGE}."
    example = problem(400, "Check page_size.", [{"field": "page_size", "message": message}])
    return JSONRenderer().render(example).decode().replace(',"', ',\n "').replace("[{", "[\n  {")
