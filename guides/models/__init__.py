"""Guides: articles with live figures. The row holds what is public, revisions what people saved."""

from guides.models.citing import FigureBundle, GuideCitation, ReviewReason
from guides.models.content import GuideContent, free_address
from guides.models.filing import Author, Topic
from guides.models.guide import SUBMITTABLE, FormerGuideSlug, Guide, GuideEvent, GuideRevision
from guides.models.linking import GuideLink
from guides.models.unsaved import UnsavedText
from guides.widgets.poll.models import Poll, PollAnswer, PollItem, PollTally, PollVote
from guides.widgets.roadmap.models import Goal, Roadmap, Step, StepPrerequisite
from guides.widgets.simulation.models import (
    PromotionStep,
    Simulation,
    SimulationFactor,
    SimulationOption,
    SkillStage,
)

__all__ = [
    "SUBMITTABLE",
    "Author",
    "FigureBundle",
    "FormerGuideSlug",
    "Goal",
    "Guide",
    "GuideCitation",
    "GuideContent",
    "GuideEvent",
    "GuideLink",
    "GuideRevision",
    "Poll",
    "PollAnswer",
    "PollItem",
    "PollTally",
    "PollVote",
    "PromotionStep",
    "ReviewReason",
    "Roadmap",
    "Simulation",
    "SimulationFactor",
    "SimulationOption",
    "SkillStage",
    "Step",
    "StepPrerequisite",
    "Topic",
    "UnsavedText",
    "free_address",
]
