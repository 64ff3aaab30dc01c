"""When two names of companies, or two addresses, are likely those of one company."""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

# What a company is by law tells nothing of who it is.
FORMS: Final = frozenset(
    "ab ag as bv co company corp corporation gmbh inc incorporated kg limited llc llp ltd nv oy plc"  # noqa: SIM905  # words read better in a row
    " pte pty sa sarl se sl spa srl the".split()
)
# Addresses that anybody can have: they prove nothing of where somebody works.
FREE_MAIL: Final = frozenset(
    "126.com 163.com aol.com duck.com fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de"  # noqa: SIM905  # words read better in a row
    " gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr hushmail.com"
    " icloud.com inbox.com laposte.net libero.it live.co.uk live.com mac.com mail.com mail.ru"
    " mailbox.org me.com msn.com naver.com orange.fr outlook.com outlook.de outlook.fr pm.me"
    " posteo.de proton.me protonmail.com qq.com rediffmail.com rocketmail.com t-online.de tuta.com"
    " tutanota.com web.de wp.pl yahoo.co.in yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.com"
    " yandex.ru ymail.com zoho.com".split()
)


def name_key(name: str) -> str:
    """A name without case, accents, signs and legal form: “Acme, Inc.” and “ACME” are one."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))
    telling = [word for word in words if word not in FORMS] or words
    return "".join(telling)[:100]


def site_domain(website: str) -> str:
    """The host that a website has, without “www.”; empty for none."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.").rstrip(".")[:253]


def mail_domain(email: str) -> str:
    return email.rpartition("@")[2].lower()


def is_telling(domain: str) -> bool:
    """Whether an address of that domain says for whom somebody works."""
    return bool(domain) and "." in domain and domain not in FREE_MAIL
