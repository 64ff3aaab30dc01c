"""Made-up panels, so that these tests depend on no app's."""

import copy
from pathlib import Path

import pytest

from portal.panels import faults, panel
from portal.panels.filling import _memory
from tests.portal.panels.made_up import MADE_UP

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def made_up_panels(settings):
    """Registered for one test; nothing is remembered of what they drew or how they failed."""
    settings.TEMPLATES = copy.deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].append(TEMPLATES)
    known = dict(panel._panels)
    for kind in MADE_UP:
        panel.register(kind)
        kind.asked = []
    faults.forget()
    yield
    panel._panels.clear()
    panel._panels.update(known)
    _memory.clear()
    faults.forget()
