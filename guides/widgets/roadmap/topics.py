"""Everything that readers see of roadmaps is one topic: they change rarely."""

from guides.widgets.roadmap import models
from portal.freshness import watch


def watch_roadmaps() -> None:
    for model in (models.Roadmap, models.Goal, models.Step, models.StepPrerequisite):
        watch(model, lambda _: ("roadmaps",))
