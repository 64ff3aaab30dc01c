"""Parameters that name a thing by its slug: one that leads nowhere is named, rather than nothing found."""

from functools import cached_property
from typing import Any, ClassVar

from portal.api.parameters import Parameters
from portal.taxonomy.former import renamed_roles


class SlugParameters(Parameters):
    """`slugs` are the fields that hold one; a subclass says in `known` which of those asked for exist."""

    slugs: ClassVar[tuple[str, ...]] = ()

    @cached_property
    def known(self) -> set[tuple[str, str]]:
        """Field and slug of each that exists, with one query for all."""
        return set()

    def clean(self) -> dict[str, Any]:
        """A role may be asked for by a former slug; what is found then is today’s."""
        for name in self.slugs:
            slug = self.cleaned_data.get(name)
            if not slug or (name, slug) in self.known:
                continue
            if name == "role" and slug in (today := renamed_roles()):
                self.cleaned_data[name] = today[slug]
            else:
                self.add_error(name, f"There is no {name} “{slug}”.")
        return self.cleaned_data
