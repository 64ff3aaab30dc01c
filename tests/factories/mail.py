import factory
from factory.django import DjangoModelFactory

from portal.mail.models import Mail


class MailFactory(DjangoModelFactory[Mail]):
    """A letter that nobody has sent yet."""

    class Meta:
        model = Mail

    to = "reader@example.org"
    matter = factory.Sequence(lambda n: f"matter-{n}")
    subject = "What happened"
    body = "This happened.\n"
    html = "<p>This happened.</p>"
