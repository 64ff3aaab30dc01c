"""The address of a roadmap’s page."""

from typing import Any, Final

from django import forms
from django.http import QueryDict

from guides.widgets.roadmap.cards import RoadmapCard
from portal.addresses import AddressForm

MOST_NAMED: Final = 5  # of the skills that aren't there


class KnownField(forms.MultipleChoiceField):
    """Takes whatever is named: the form says which of it the roadmap doesn't have, and uses the rest."""

    def validate(self, value: Any) -> None:
        pass


class RoadmapForm(AddressForm):
    """A goal, and the skills that the reader has; what the roadmap doesn't have is named and left out."""

    goal = forms.CharField(required=False, max_length=80)
    know = KnownField(label="Skills", required=False)

    def __init__(self, data: QueryDict, *, card: RoadmapCard) -> None:
        super().__init__(data)
        self.card = card

    def clean_goal(self) -> str:
        slug: str = self.cleaned_data["goal"]
        if slug and slug not in [goal.slug for goal in self.card.goals]:
            raise forms.ValidationError(
                f"There is no goal “{slug}” here. Choose one of those below."
            )
        return slug

    def clean_know(self) -> list[str]:
        asked = dict.fromkeys(filter(None, self.cleaned_data["know"]))
        self.known = [slug for slug in asked if slug in self.card.steps]
        foreign = [slug for slug in asked if slug not in self.card.steps]
        if foreign:
            named = ", ".join(f"“{slug[:60]}”" for slug in foreign[:MOST_NAMED])
            more = f" and {len(foreign) - MOST_NAMED} more" if len(foreign) > MOST_NAMED else ""
            raise forms.ValidationError(f"This roadmap has no {named}{more}; the rest counts.")
        return self.known

    @property
    def status(self) -> int:
        """200, or 400 where a part can't be understood."""
        return 200 if self.is_valid() else 400

    @property
    def goal_slug(self) -> str:
        """The goal that was asked for and is there; where there is one only, that one."""
        slug: str = self.cleaned_data.get("goal", "")
        only = self.card.goals[0].slug if len(self.card.goals) == 1 and not self.data else ""
        return slug or only
