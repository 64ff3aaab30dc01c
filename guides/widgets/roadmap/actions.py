"""What staff do with roadmaps. The desk and the demo content call the same ones."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from guides.widgets.roadmap.models import Goal, Roadmap, Step, StepPrerequisite
from guides.widgets.roadmap.planning import circle_in
from portal.freshness import changed


@transaction.atomic
def save_step(*, step: Step) -> None:
    """Save what a step says; what it builds on is `set_prerequisites`."""
    _hold(step.roadmap_id)
    step.save()
    _touch(step.roadmap_id)


@transaction.atomic
def set_prerequisites(*, step: Step, needs: Collection[Step]) -> None:
    """Let a step build on these and no others.

    Raises `ValidationError` where one belongs to another roadmap, or a circle would come about.
    """
    check_prerequisites(step=step, needs=needs)
    links = StepPrerequisite.objects.filter(step=step)
    links.exclude(needs__in=needs).delete()
    there = set(links.values_list("needs", flat=True))
    new = [StepPrerequisite(step=step, needs=need) for need in needs if need.pk not in there]
    StepPrerequisite.objects.bulk_create(new)
    _touch(step.roadmap_id)


@transaction.atomic
def save_goal(*, goal: Goal, steps: Collection[Step]) -> None:
    """Save a goal with what it asks for. Raises `ValidationError` for a step of another roadmap."""
    refuse_foreign(goal.roadmap_id, steps)
    _hold(goal.roadmap_id)
    goal.save()
    goal.steps.set(steps)
    _touch(goal.roadmap_id)


def check_prerequisites(*, step: Step, needs: Collection[Step]) -> None:
    """Hold the roadmap until the transaction ends, and refuse what can't be: so that of two
    editors who close a circle from both sides only one saves.
    """
    _hold(step.roadmap_id)
    refuse_foreign(step.roadmap_id, needs)
    steps = {each.pk: each for each in Step.objects.filter(roadmap=step.roadmap_id)}
    wanted: dict[int, list[int]] = {pk: [] for pk in steps}
    links = StepPrerequisite.objects.filter(step__roadmap=step.roadmap_id).exclude(step=step.pk)
    for key, needed in links.values_list("step", "needs"):
        wanted[key].append(needed)
    wanted[step.pk] = [need.pk for need in needs]
    rank = {pk: (each.order, pk) for pk, each in steps.items()}
    if circle := circle_in(wanted, {**rank, step.pk: (-1, step.pk)}):
        words = " → ".join(steps[pk].title for pk in (*circle, circle[0]))
        raise ValidationError(f"This would go round in a circle: {words}.", code="circle")


def refuse_foreign(roadmap: int, steps: Iterable[Step]) -> None:
    for step in steps:
        if step.roadmap_id != roadmap:
            raise ValidationError(f"“{step}” belongs to another roadmap.", code="foreign")


def _hold(roadmap: int) -> None:
    """Of those who change a roadmap at the same time, let the others wait."""
    Roadmap.objects.select_for_update().get(pk=roadmap)


def _touch(roadmap: int) -> None:
    """Its page changed too, and search engines are told when."""
    Roadmap.objects.get(pk=roadmap).save(update_fields=["updated_at"])
    changed("roadmaps")
