"""What each group may do here: authors write, editors put it on the site, analysts keep the numbers."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

ALL = ("view", "add", "change", "delete")
SEEN = ("view",)
# Parts of a thing to play with, which are deleted as freely as they are added.
ROADMAP = ("guides.roadmap", "guides.goal", "guides.step")
SIMULATION = (
    "guides.simulation",
    "guides.simulationoption",
    "guides.simulationfactor",
    "guides.promotionstep",
    "guides.skillstage",
)
RIGHTS = {
    "author": [
        *work_on("guides.guide", "guides.poll", *ROADMAP),
        *work_on("guides.pollitem", "guides.stepprerequisite", verbs=ALL),
        *work_on("guides.topic", "guides.author", "guides.guidelink", verbs=SEEN),
        *work_on("guides.simulation", "taxonomy.responsibility", verbs=SEEN),
    ],
    "editor": [
        *work_on("guides.guide", "guides.poll", verbs=(*ALL, "publish")),
        *work_on("guides.pollitem", *ROADMAP, "guides.stepprerequisite", *SIMULATION, verbs=ALL),
        *work_on("guides.topic", "guides.author"),
        *work_on("guides.formerguideslug", verbs=ALL),
        *work_on("guides.guidelink", verbs=SEEN),
        "guides.publish_roadmap",
    ],
    "analyst": [
        *work_on("guides.simulation", verbs=SEEN),
        *work_on("guides.simulationoption", "guides.promotionstep", "guides.skillstage"),
        *work_on("guides.simulationfactor", verbs=ALL),
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("guides", "0001_initial"),
        ("taxonomy", "0001_initial"),
    ]
    operations = [migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop)]
