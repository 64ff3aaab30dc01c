"""What can be decided about an import, in the words of the desk."""

from dataclasses import dataclass
from typing import Final

from portal.accounts.models import User
from salaries.survey.actions import confirm_import, read_again, refuse_import, undo_import
from salaries.survey.models import SurveyImport
from salaries.survey.states import State


@dataclass(frozen=True)
class Step:
    """A button, what it will do, and what is said when it is done."""

    name: str
    button: str
    effect: str
    done: str


STEPS: Final[dict[str, Step]] = {
    step.name: step
    for step in (
        Step(
            "confirm",
            "Apply",
            "All reports of the file count from then on, and the figures of the source are computed anew.",
            "The reports count. The figures are being computed.",
        ),
        Step(
            "partial",
            "Apply the good lines",
            "The good lines count from then on; the bad ones are left out for good.",
            "The good lines count. The figures are being computed.",
        ),
        Step(
            "refuse",
            "Refuse",
            "Nothing of the file is kept but its name, its counts and its bad lines.",
            "The file is set aside.",
        ),
        Step(
            "undo",
            "Undo",
            "None of its reports counts any longer, and the figures of the source are computed anew. The file "
            "can be imported again.",
            "The import is undone. The figures are being computed.",
        ),
        Step(
            "again",
            "Read it again",
            "The file is read from its beginning once more.",
            "The file is being read.",
        ),
    )
}


def steps_of(survey: SurveyImport) -> list[Step]:
    """Those that lead on from where an import stands."""
    match survey.state:
        case State.CHECKED:
            whole = "partial" if survey.bad else "confirm"
            names = [whole, "refuse"] if survey.good else ["refuse"]
        case State.APPLIED:
            names = ["undo"]
        case State.FAILED:
            names = ["again", "refuse"]
        case State.UPLOADED | State.CHECKING:
            names = ["refuse"]
        case _:
            names = []
    return [STEPS[name] for name in names]


def next_of(survey: SurveyImport) -> str:
    """What whoever looks at an import does next; empty while it is being worked at."""
    match survey.state:
        case State.CHECKED if not survey.good:
            return (
                "Nothing can be taken from this file. Mend what the bad lines say, upload it again, and refuse "
                "this one."
            )
        case State.CHECKED if survey.unmapped:
            return (
                "Nothing of this file counts yet. Say what the titles of no role mean, the frequent ones at "
                "least, then decide. Titles can be chosen afterwards too."
            )
        case State.CHECKED:
            return "Nothing of this file counts yet. Look through the report, then decide."
        case State.APPLIED:
            return "The reports of this file count."
        case State.FAILED:
            return "The reading was broken off, and nothing of the file counts. Read it again, or refuse it."
    return ""


def counts_of(survey: SurveyImport) -> str:
    """The report in one line, where it is decided."""
    lines = f"Lines: {survey.good:,} good, {survey.bad:,} bad"
    if survey.state in (State.UPLOADED, State.CHECKING):
        return f"{lines} so far"
    is_applied = survey.state == State.APPLIED
    added = "were" if is_applied else "would be"
    figures = f"{survey.figures:,} groups {'had' if is_applied else 'would have'} a figure"
    return (
        f"{lines}; {survey.known:,} of the reports are there already, {survey.new:,} {added} new; "
        f"{survey.unmapped:,} are of no role; {figures}, {survey.withdrawn:,} published figures {added} withdrawn"
    )


def take(step: Step, survey: SurveyImport, by: User | None) -> None:
    """Raises what the actions raise."""
    match step.name:
        case "confirm" | "partial":
            confirm_import(survey=survey, by=by, partial=step.name == "partial")
        case "refuse":
            refuse_import(survey=survey, by=by)
        case "undo":
            undo_import(survey=survey, by=by)
        case "again":
            read_again(survey=survey)
