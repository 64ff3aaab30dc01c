from django.db import models

from portal.taxonomy.models.role import Role


class Responsibility(models.Model):
    """A task that roles own, do, or leave to others."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    description = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers stand first.")

    class Meta:
        ordering = ("order", "name")
        verbose_name_plural = "responsibilities"

    def __str__(self) -> str:
        return self.name


class Degree(models.TextChoices):
    OWNS = "owns", "owns it"
    DOES = "does", "does it"
    LIMITED = "limited", "to a limited extent"
    RARELY = "rarely", "rarely"
    NO = "no", "no"


class RoleResponsibility(models.Model):
    role = models.ForeignKey(Role, models.CASCADE, related_name="responsibility_links")
    responsibility = models.ForeignKey(Responsibility, models.PROTECT, related_name="role_links")
    degree = models.CharField(max_length=8, choices=Degree)

    class Meta:
        ordering = ("responsibility__order", "responsibility__name")
        verbose_name = "role’s responsibility"
        verbose_name_plural = "role’s responsibilities"
        constraints = (
            models.UniqueConstraint(
                fields=("role", "responsibility"),
                name="role_responsibility_once",
                violation_error_message="This role already has a degree for this responsibility.",
            ),
            models.CheckConstraint(
                condition=models.Q(degree__in=Degree.values), name="role_responsibility_degree"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.get_degree_display()}: {self.responsibility}"
