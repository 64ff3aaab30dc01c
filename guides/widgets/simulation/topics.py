"""What staff keep for simulations is one topic: it changes rarely, and each result rests on most of it."""

from typing import Final

from guides.widgets.simulation import models
from portal.freshness import watch

# The figures' own topics come with them, from the panel that gives them.
TOPICS: Final = ("simulations", "taxonomy")


def watch_simulations() -> None:
    for model in (
        models.Simulation,
        models.SimulationOption,
        models.SimulationFactor,
        models.PromotionStep,
        models.SkillStage,
    ):
        watch(model, lambda _: ("simulations",))
