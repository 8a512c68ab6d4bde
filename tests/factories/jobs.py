"""Job kinds that only tests have."""

from django.db import models


class JobKind(models.TextChoices):
    TEST = "test", "试验"
