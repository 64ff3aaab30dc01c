from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "guides"

    def ready(self) -> None:
        from guides.citing import compare_citing_guides, guides_citing
        from guides.models import Author, FormerGuideSlug, Guide, Poll, PollItem, Topic
        from guides.scheduling import publish_due_edits, publish_when_due
        from guides.scopes import SCOPES
        from guides.search import write_when_renamed
        from guides.unsaved import forget_abandoned
        from guides.widgets.poll.actions import forget_voters, settle_poll
        from guides.widgets.roadmap.topics import watch_roadmaps
        from guides.widgets.simulation.topics import watch_simulations
        from portal.accounts.scopes import register
        from portal.freshness import beforehand, schedule, watch
        from portal.panels import tell_citing, when_cited_move
        from portal.taxonomy.holdings import holds
        from portal.taxonomy.merging import settle_clashes
        from portal.upkeep import upkeep

        for model in (Author, FormerGuideSlug, Topic):
            watch(model, lambda _: ("guides",))
        register(*SCOPES)
        write_when_renamed()
        watch_simulations()
        watch_roadmaps()
        schedule("guides", Guide.objects.next_change)
        beforehand(publish_when_due)
        when_cited_move(compare_citing_guides.enqueue)
        tell_citing("guides", guides_citing)
        for part in (Poll, PollItem):
            watch(part, lambda _: ("polls",))
        settle_clashes(Poll, settle_poll)
        holds("guide", Guide.objects.public, role="roles")
        upkeep("Scheduled edits published", publish_due_edits)
        upkeep("Votes that lost their mark", forget_voters)
        upkeep("Unsaved texts dropped", forget_abandoned)
