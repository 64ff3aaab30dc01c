"""How a role reads as data."""

from rest_framework import serializers

from portal.api.rows import RowSerializer
from portal.links import absolute
from portal.taxonomy.models import Degree, Role, SkillArea

link = absolute("site:role")


class ResponsibilitySerializer(serializers.Serializer[object]):
    slug = serializers.SlugField(help_text="Stable name of the task.")
    name = serializers.CharField(help_text="The task.")
    degree = serializers.ChoiceField(choices=Degree.choices, help_text="How far the role does it.")


class SkillSerializer(serializers.Serializer[object]):
    slug = serializers.SlugField(help_text="Stable name of the skill.")
    name = serializers.CharField(help_text="The skill.")
    area = serializers.ChoiceField(choices=SkillArea.choices, help_text="Where it belongs.")


class NeighborSerializer(serializers.Serializer[object]):
    slug = serializers.SlugField(help_text="Slug of the neighboring role.")
    difference = serializers.CharField(help_text="How that role differs.")


class RoleSerializer(RowSerializer[Role]):
    """A role in a list."""

    slug = serializers.SlugField(help_text="Stable name, used in addresses and filters.")
    name = serializers.CharField(help_text="The role.")
    family = serializers.CharField(help_text="The wider field.")
    definition = serializers.CharField(help_text="What the role is, in two or three sentences.")
    focus = serializers.CharField(help_text="The primary focus.")
    deliverables = serializers.ListField(
        child=serializers.CharField(), help_text="What the role typically delivers."
    )
    updated_at = serializers.DateTimeField(help_text="When the record last changed, UTC.")
    url = serializers.URLField(help_text="The page on the site.")

    @staticmethod
    def row(item: Role) -> dict[str, object]:
        return {
            "slug": item.slug,
            "name": item.name,
            "family": item.family,
            "definition": item.definition,
            "focus": item.focus,
            "deliverables": item.deliverable_list,
            "updated_at": item.updated_at,
            "url": link(item.slug),
        }


class RoleDetailSerializer(RoleSerializer):
    """A role with everything that describes it."""

    synonyms = serializers.ListField(
        child=serializers.CharField(), help_text="Other titles in postings."
    )
    responsibilities = ResponsibilitySerializer(many=True, help_text="Who does what.")
    skills = SkillSerializer(many=True, help_text="Skills, by area.")
    neighbors = NeighborSerializer(many=True, help_text="Roles next door.")

    @staticmethod
    def row(item: Role) -> dict[str, object]:
        return {
            **RoleSerializer.row(item),
            "synonyms": [synonym.title for synonym in item.synonyms.all()],
            "responsibilities": [
                {
                    "slug": part.responsibility.slug,
                    "name": part.responsibility.name,
                    "degree": part.degree,
                }
                for part in item.responsibility_links.all()
            ],
            "skills": [
                {"slug": part.skill.slug, "name": part.skill.name, "area": part.area}
                for part in item.skill_links.all()
            ],
            "neighbors": [
                {"slug": part.neighbor.slug, "difference": part.difference}
                for part in item.neighbor_links.all()
            ],
        }
