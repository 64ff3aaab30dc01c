"""What a worker does with a letter: idempotent, so that it may be asked twice."""

import logging
from collections.abc import Callable
from email.policy import default
from typing import Any, Final

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.tasks import task
from django.utils import timezone

from portal.mail.models import Mail

LONGEST_LINE: Final = 998  # RFC 5322
FORGOTTEN: Final = "It was for its addressee alone, and is not kept.\n"

# Gets a letter that is about to go out, and may write it anew; False: there is nothing to say any more.
type Look = Callable[[Mail], bool]

logger = logging.getLogger(__name__)
_looks: dict[str, Look] = {}


def before_sending(kind: str, look: Look) -> None:
    """Register who looks, just before a letter goes out, whether what it says still holds.

    `kind` is what its matter has before the first colon. Time passes while a mail server is away.
    """
    _looks[kind] = look


@task()
def send_letter(pk: int) -> bool:
    """Send a letter that nobody else is sending; what fails is tried again later, more and more rarely."""
    letter = Mail.objects.claim(pk)
    if letter is None:
        return False
    mine = Mail.objects.filter(pk=pk, leased_until=letter.leased_until)
    try:
        if not _still_holds(letter):
            mine.delete()
            return False
        _message(letter).send()
    except Exception as error:
        logger.exception("Letter %s could not be sent.", pk)
        mine.update(error=f"{type(error).__name__}: {error}"[:300])
        return False
    forgotten = {"body": FORGOTTEN, "html": "", "reply_to": ""} if letter.is_secret else {}
    mine.update(sent_at=timezone.now(), leased_until=None, error="", **forgotten)
    return True


def _still_holds(letter: Mail) -> bool:
    look = _looks.get(letter.matter.partition(":")[0])
    return look is None or look(letter)


def _message(letter: Mail) -> EmailMessage:
    answers = [letter.reply_to] if letter.reply_to else None
    message = _Message(
        letter.subject, letter.body, to=[letter.to], headers=letter.headers, reply_to=answers
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


class _Message(EmailMultiAlternatives):
    """Python would put an address of more than 78 characters into encoded words, where no program finds it."""

    def message(self, *, policy: Any = default) -> Any:
        made = super().message(policy=policy)
        made.policy = policy.clone(max_line_length=LONGEST_LINE)
        return made
