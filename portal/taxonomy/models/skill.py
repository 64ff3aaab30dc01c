from django.db import models

from portal.taxonomy.models.role import Role


class Skill(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SkillArea(models.TextChoices):
    CORE = "core", "Core technical"
    AI = "ai", "AI specialized"
    MLOPS = "mlops", "ML and operations"
    CROSS = "cross", "Cross-disciplinary"


class RoleSkill(models.Model):
    role = models.ForeignKey(Role, models.CASCADE, related_name="skill_links")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="role_links")
    area = models.CharField(max_length=8, choices=SkillArea)
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers stand first.")

    class Meta:
        ordering = ("order", "skill__name")
        constraints = (
            models.UniqueConstraint(
                fields=("role", "skill"),
                name="role_skill_once",
                violation_error_message="This role already lists this skill.",
            ),
            models.CheckConstraint(
                condition=models.Q(area__in=SkillArea.values), name="role_skill_area"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}: {self.skill}"
