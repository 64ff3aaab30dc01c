"""What a law can ask of a listing: one rule each, that says in a sentence what is missing, or nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jobs import pay
from jobs.models import ExistingVacancy, JobContent
from portal.money import money

WIDEST: Final = Decimal(50_000)  # Canadian dollars a year, from the lower to the upper end
FREE_ABOVE: Final = Decimal(200_000)  # an upper end above this may be as wide as it likes

_GENDERED: Final = re.compile(
    r"\b(?:(?:sales|chair|fore|crafts|handy|business|repair|camera|police|fire|drafts|spokes|service|ombuds"
    r"|anchor|crew|delivery)(?:man|men|woman|women)|waitress|actress|manageress"
    r"|hostess|stewardess|girls?|boys?|guys?|lady|ladies|gentlem[ae]n|housewife|he|she|his|her)\b",
    re.IGNORECASE,
)
_HISTORY: Final = re.compile(
    r"\b(?:(?:salary|pay|wage|compensation|earnings) history"
    r"|(?:current|present|previous|prior|past|last|former|existing)(?:ly)?(?: or (?:last|previous|past))?"
    r"(?: drawn)? (?:salary|salaries|pay|wages?|compensation|earnings|ctc))\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"\b(?:not|never|no|without)\b|n[’']t\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[^.!?\n]+")


@dataclass(frozen=True)
class Need:
    """`item` names what is asked, `field` where it is typed; `missing` says what to do, or nothing."""

    item: str
    field: str
    missing: Callable[[JobContent], str]


def _pay(content: JobContent) -> str:
    if content.pay_min is None and content.pay_max is None:
        return "State the pay, or its range."
    if content.pay_min is None or content.pay_max is None:
        return "State both ends of the pay: a range may not be open."
    return ""


def _pay_before_interview(content: JobContent) -> str:
    found = _pay(content)
    return found and f"{found} Without it here, tell applicants before the interview."


def _other_pay(content: JobContent) -> str:
    """That there is none is stated by the word "None" in one of the three."""
    if content.bonus or content.commission or content.equity:
        return ""
    return "State bonus, commission and equity; if there is none, say so."


def _benefits(content: JobContent) -> str:
    return "" if content.benefit_list else "Name the benefits."


def _deadline(content: JobContent) -> str:
    return "" if content.deadline else "State the last day to apply."


def _width(content: JobContent) -> str:
    """Annualised; currencies are not converted, so another one can only be pointed at."""
    low, high = (pay.annual(end, content.period) for end in (content.pay_min, content.pay_max))
    if low is None or high is None or low == high:
        return ""
    if content.currency != "CAD":
        return (
            f"Check that the range is at most {money(WIDEST, 'CAD')} a year wide: it is stated in "
            f"{content.currency}, and currencies are not converted here."
        )
    if high > FREE_ABOVE or high - low <= WIDEST:
        return ""
    return (
        f"Narrow the range: it is {money(high - low, 'CAD')} a year wide, and at most {money(WIDEST, 'CAD')} "
        f"is allowed unless it ends above {money(FREE_ABOVE, 'CAD')}."
    )


def _ai_screening(content: JobContent) -> str:
    if content.ai_screening.strip():
        return ""
    return "Say whether software screens or ranks applications; if none does, say that."


def _vacancy(content: JobContent) -> str:
    if content.existing_vacancy != ExistingVacancy.UNKNOWN:
        return ""
    return "Say whether the position is open now."


def _neutral_title(content: JobContent) -> str:
    found = _GENDERED.search(content.title)
    return f"Use a neutral title: “{found[0]}” names a gender." if found else ""


def _no_pay_history(content: JobContent) -> str:
    """Whether the text asks for earlier pay; a sentence that denies it asks for nothing."""
    texts = (content.description, content.responsibilities, content.benefits)
    for sentence in _SENTENCE.findall("\n".join(texts)):
        if (found := _HISTORY.search(sentence)) and not _DENIED.search(sentence):
            return f"Don’t ask applicants what they earned before: the text names “{found[0]}”."
    return ""


PAY: Final = Need("Pay", "pay_min", _pay)
PAY_BEFORE_INTERVIEW: Final = Need("Pay", "pay_min", _pay_before_interview)
OTHER_PAY: Final = Need("Other pay", "bonus", _other_pay)
BENEFITS: Final = Need("Benefits", "benefits", _benefits)
DEADLINE: Final = Need("Last day to apply", "deadline", _deadline)
WIDTH: Final = Need("Width of the range", "pay_max", _width)
AI_SCREENING: Final = Need("AI screening", "ai_screening", _ai_screening)
VACANCY: Final = Need("Existing vacancy", "existing_vacancy", _vacancy)
NEUTRAL_TITLE: Final = Need("Neutral title", "title", _neutral_title)
NO_PAY_HISTORY: Final = Need("Pay history", "description", _no_pay_history)
