from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        from jobs.alerts.letters import NEWS, still_holds
        from jobs.events import listen
        from jobs.letters import tell_people
        from jobs.models import Job
        from jobs.moderation.inspection import inspect_soon
        from jobs.tokens import register_tokens
        from jobs.topics import watch_jobs
        from jobs.upkeep import register_upkeep
        from jobs.webhooks.events import told
        from portal.mail.sending import before_sending
        from portal.taxonomy.holdings import holds

        watch_jobs()
        register_tokens()
        register_upkeep()
        for listener in (tell_people, inspect_soon, told):
            listen(listener)
        before_sending(NEWS, still_holds)
        holds("open job", Job.objects.public, role="roles", wanted=True)
