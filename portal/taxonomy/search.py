"""Roles in the search of the site. They are few, so their words are held in memory until the taxonomy changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portal.freshness import Memory, depends_on
from portal.search.sections import Result, Section, register_section
from portal.search.vocabulary import Words
from portal.search.words import words_of
from portal.taxonomy.models import Role

NAMED: Final = 3  # other titles of a role that are shown
# A role's page holds its guides, figures and jobs too.
SAID_BY: Final = frozenset(
    words_of(
        "become becoming career careers earn earns guide guides job jobs paid pay role roles salaries salary "
        "skill skills"
    )
)


@dataclass(frozen=True)
class Known:
    """A role as it is shown, and the words that it is found by."""

    result: Result
    names: Words
    texts: Words


@dataclass(frozen=True)
class FoundRoles:
    known: Sequence[Known]

    @property
    def total(self) -> int:
        return len(self.known)

    def results(self, start: int, stop: int) -> Sequence[Result]:
        return [one.result for one in self.known[start:stop]]


_remembered: Final[Memory[str, Sequence[Known]]] = Memory(1)


def find(words: tuple[str, ...]) -> FoundRoles:
    """Those with the words in a name or synonym first, then in the order of roles."""
    depends_on("taxonomy")
    known = _remembered.recall_or_make("all", ("taxonomy",), _read)
    fit = [one for one in known if all(one.texts.holds(word) for word in words)]
    return FoundRoles(sorted(fit, key=lambda one: not all(map(one.names.holds, words))))


def _read() -> Sequence[Known]:
    return [_known(role) for role in Role.objects.public().with_profile()]


def _known(role: Role) -> Known:
    titles = [synonym.title for synonym in role.synonyms.all()]
    names = " ".join((role.name, role.plural, *titles))
    skills = ", ".join(link.skill.name for link in role.skill_links.all())
    tasks = [link.responsibility.name for link in role.responsibility_links.all()]
    text = "\n".join((role.definition, *role.deliverable_list, *tasks, skills))
    known_as = (f"Also {', '.join(titles[:NAMED])}",) if titles else ()
    facts = (role.family, *known_as)
    result = Result(role.name, role.get_absolute_url(), facts, text=text)
    return Known(result, Words(names), Words(f"{names} {role.family} {role.focus} {text}"))


register_section(
    Section(name="roles", label="Roles", order=10, said_by=SAID_BY, find=find, home="site:roles")
)
