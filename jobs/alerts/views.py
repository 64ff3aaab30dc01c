"""Pages of alerts. None of them knows a session: whoever holds a link may do what it is for."""

from typing import Any, Final

from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jobs.alerts import asking, leaving
from jobs.alerts.forms import AskForm, ManageForm, WhenForm
from jobs.alerts.links import CONFIRM, LEAVE, MANAGE, key_in, manage_token
from jobs.alerts.models import Alert, Subscriber
from jobs.alerts.searches import hidden, opened, search_in, words
from jobs.forms import JobListForm
from portal.cookieless import SeeOther

# What a step did, for the page that it leads back to.
SAID: Final = {
    "save": "Saved.",
    "pause": "The alert is paused.",
    "resume": "The alert is on again, for what is posted from now on.",
    "leave": "The alert has ended.",
}


def offer(request: HttpRequest) -> HttpResponse:
    """The form for the search that the address names."""
    search = JobListForm(request.GET)
    context = {**_about(search), "search": search, "form": AskForm()}
    return render(request, "jobs/alerts/ask.html", context, status=search.status)


@sensitive_post_parameters("email")
def ask(request: HttpRequest) -> HttpResponse:
    """Send a letter to confirm. The answer is the same whatever was known of the address."""
    search, form = search_in(request.POST), AskForm(request.POST)
    if not form.is_valid() or search.errors:
        context = {**_about(search), "search": search, "form": form}
        return render(request, "jobs/alerts/ask.html", context, status=400)
    if not form.is_trap_sprung:
        asking.ask(search=search, **form.cleaned_data)
    context = {**_about(search), "email": form.cleaned_data["email"]}
    return render(request, "jobs/alerts/asked.html", context)


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Shows a button: programs that look at links in letters must not confirm anything. Once somebody has
    pressed it, shows where the alert stands."""
    try:
        alert = _alert(token, CONFIRM)
    except SignatureExpired:
        return render(request, "jobs/alerts/late.html", status=410)
    if alert.confirmed_at:
        return _known(request, alert)
    return render(request, "jobs/alerts/confirm.html", _shown(alert) | {"token": token})


def confirmed(request: HttpRequest, token: str) -> HttpResponse:
    try:
        alert = _alert(token, CONFIRM)
    except SignatureExpired:
        return render(request, "jobs/alerts/late.html", status=410)
    asking.confirm(alert=alert)
    return _known(request, alert)


def _known(request: HttpRequest, alert: Alert) -> HttpResponse:
    context = _shown(alert) | {"manage_url": _manage_page(alert.subscriber)}
    return render(request, "jobs/alerts/confirmed.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST from anywhere, without a cookie, ends the alert and is answered by 200. Reading does
    nothing. What has ended already is answered as if it ended now."""
    alert = Alert.objects.with_words().filter(key=_key(token, LEAVE)).first()
    if request.method != "POST":
        context = _shown(alert) | {"token": token} if alert else {}
        return render(request, "jobs/alerts/leave.html", context)
    others = _leave(alert) if alert else None
    return render(request, "jobs/alerts/left.html", {"others": others})


def _leave(alert: Alert) -> str:
    """Where the others are to be found, if there are any."""
    leaving.leave(alert=alert)
    return _manage_page(alert.subscriber) if alert.subscriber.alerts.exists() else ""


def manage(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = Subscriber.objects.filter(key=_key(token, MANAGE)).first()
    if subscriber is None:
        return render(request, "jobs/alerts/erased.html", status=404)
    said = SAID.get(request.GET.get("done", ""), "")
    return render(request, "jobs/alerts/manage.html", _managed(subscriber) | {"said": said})


def change(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = Subscriber.objects.filter(key=_key(token, MANAGE)).first()
    form = ManageForm(request.POST)
    if subscriber is None:
        return render(request, "jobs/alerts/erased.html")
    if not form.is_valid():
        return render(request, "jobs/alerts/manage.html", _managed(subscriber, form), status=400)
    step, chosen = form.cleaned_data["do"], form.cleaned_data["alert"]
    if step == "erase":
        leaving.erase(subscriber=subscriber)
        return render(request, "jobs/alerts/erased.html")
    alert = subscriber.alerts.filter(pk=chosen).first()
    return _stepped(request, subscriber, alert, step) if alert else _back(subscriber, "leave")


def _stepped(request: HttpRequest, subscriber: Subscriber, alert: Alert, step: str) -> HttpResponse:
    if step == "save":
        when = WhenForm(request.POST, prefix=str(alert.pk))
        if not when.is_valid():
            context = _managed(subscriber, wrong=(alert.pk, when))
            return render(request, "jobs/alerts/manage.html", context, status=400)
        asking.change(alert=alert, **when.cleaned_data)
    else:
        {"pause": asking.pause, "resume": asking.resume, "leave": leaving.leave}[step](alert=alert)
    return _back(subscriber, step)


def _back(subscriber: Subscriber, step: str) -> HttpResponse:
    return SeeOther(f"{_manage_page(subscriber)}?done={step}")


def _manage_page(subscriber: Subscriber) -> str:
    return reverse("jobs:alert-manage", args=[manage_token(subscriber)])


def _about(search: JobListForm) -> dict[str, Any]:
    return {
        "words": words(search),
        "hidden": list(hidden(search)),
        "list_url": reverse("jobs:list") + search.query,
    }


def _shown(alert: Alert) -> dict[str, Any]:
    return {**_about(opened(alert.search)), "alert": alert}


def _managed(
    subscriber: Subscriber,
    form: ManageForm | None = None,
    wrong: tuple[int, WhenForm] | None = None,
) -> dict[str, Any]:
    """Each alert in words, with a form of its own."""
    shown = []
    for alert in subscriber.alerts.select_related("search"):
        initial = {"rhythm": alert.rhythm, "hour": alert.hour, "zone": alert.zone}
        when = WhenForm(initial=initial, prefix=str(alert.pk))
        if wrong and wrong[0] == alert.pk:
            when = wrong[1]
        shown.append(_shown(alert) | {"form": when})
    token = manage_token(subscriber)
    return {"subscriber": subscriber, "alerts": shown, "token": token, "form": form}


def _key(token: str, salt: str) -> str:
    try:
        return key_in(token, salt)
    except SignatureExpired:
        raise
    except BadSignature:
        raise Http404 from None


def _alert(token: str, salt: str) -> Alert:
    found = Alert.objects.with_words().filter(key=_key(token, salt)).first()
    if found is None:
        raise Http404
    return found
