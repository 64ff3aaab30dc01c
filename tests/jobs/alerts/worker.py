"""Runs what cron runs, in children of its own that a test kills.

For each line on standard input it starts one, and writes the child's number and how it ended. Django is loaded once.
"""

import os
import sys

import django


def main() -> None:
    django.setup()
    for _ in sys.stdin:
        if (child := os.fork()) == 0:
            work()
        say(child)
        say(os.waitpid(child, 0)[1])


def work() -> None:
    from django.core.management import call_command  # noqa: PLC0415  needs the settings

    ended = 1
    os.dup2(
        os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
    )  # the commands tell how far they are
    try:
        call_command("send_alerts")
        call_command("catch_up")
        ended = 0
    finally:
        os._exit(ended)


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    main()
