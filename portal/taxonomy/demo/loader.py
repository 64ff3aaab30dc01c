"""Roles, responsibilities, skills and places of the demo, from TOML beside this file."""

import tomllib
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from portal.demo import Step
from portal.taxonomy.models import (
    Place,
    Responsibility,
    Role,
    RoleNeighbor,
    RoleResponsibility,
    RoleSkill,
    RoleSynonym,
    Skill,
    normalize,
)

order = 10
CONTENT: Final = Path(__file__).parent / "content"
