"""The editors' desk: guides with their revisions, topics, bylines and redirects; what there is to play with."""

from guides.admin.calendar import DATES
from guides.admin.filing import AuthorAdmin, TopicAdmin
from guides.admin.guides import GuideAdmin
from guides.admin.links import GuideLinkAdmin
from guides.admin.redirects import FormerGuideSlugAdmin
from guides.widgets.poll.admin import PollAdmin
from guides.widgets.roadmap.admin import GoalAdmin, RoadmapAdmin, StepAdmin
from guides.widgets.simulation.admin import (
    PromotionStepAdmin,
    SimulationAdmin,
    SimulationOptionAdmin,
    SkillStageAdmin,
)

__all__ = [
    "DATES",
    "AuthorAdmin",
    "FormerGuideSlugAdmin",
    "GoalAdmin",
    "GuideAdmin",
    "GuideLinkAdmin",
    "PollAdmin",
    "PromotionStepAdmin",
    "RoadmapAdmin",
    "SimulationAdmin",
    "SimulationOptionAdmin",
    "SkillStageAdmin",
    "StepAdmin",
    "TopicAdmin",
]
