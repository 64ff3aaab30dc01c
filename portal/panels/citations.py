"""What a text rests on: the entries behind the figures that its panels show.

A panel names them (`Panel.cites`); the app that keeps the entries says what each is, in `ready`:

    describe("benchmark", lambda keys: {"17": Citation("benchmark", "17", …)}, topics=["salaries"])

And the other way round: which texts rest on an entry is asked by `citing`, of the apps that told
(`tell_citing`) how to find theirs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from portal.freshness import depends_on, follow
from portal.markdown import PanelCall
from portal.panels.arguments import read
from portal.panels.data import calls_in
from portal.panels.loading import load
from portal.panels.panel import Cited, find, get

type Describe = Callable[[Iterable[str]], Mapping[str, "Citation"]]
type FindCiting = Callable[[Sequence[Cited]], Mapping[Cited, Sequence["Citing"]]]


@dataclass(frozen=True)
class Citation:
    """An entry as it stands: `label` says what it is, `text` what it says, `row` all that is open of it."""

    kind: str
    key: str
    label: str
    text: str
    row: Mapping[str, object] = field(default_factory=dict, compare=False)


class Citing(NamedTuple):
    """A text that rests on an entry; `url` is its path on the site."""

    title: str
    url: str


class _Call(NamedTuple):
    panel: str
    arguments: Any


_describers: Final[dict[str, Describe]] = {}
_topics: Final[set[str]] = set()
_acts: Final[list[Callable[[], object]]] = []
_finders: Final[dict[str, FindCiting]] = {}


def describe(kind: str, entries: Describe, *, topics: Iterable[str]) -> None:
    """Say how entries of a kind are found by their keys, and which topics move when they do.

    Entries that readers may not see are left out of what is found.
    """
    _describers[kind] = entries
    for topic in set(topics) - _topics:
        _topics.add(topic)
        for act in _acts:
            follow(topic, act)


def when_cited_move(act: Callable[[], object]) -> None:
    """Let something be done after every transaction that may have moved what texts rest on."""
    _acts.append(act)
    for topic in _topics:
        follow(topic, act)


def tell_citing(topic: str, find: FindCiting) -> None:
    """Say how texts are found that readers may see and that rest on entries, with one query for all of
    these; the topic moves when they do."""
    _finders[topic] = find


def citing(cited: Iterable[Cited]) -> dict[Cited, list[Citing]]:
    """The texts that rest on each entry today, also on one that is gone; entries without any are left out.

    One query for each app that has texts. A page that asks depends on these.
    """
    wanted = list(dict.fromkeys(cited))
    found: dict[Cited, list[Citing]] = {}
    for topic, texts_on in _finders.items():
        depends_on(topic)
        for each, texts in (texts_on(wanted) if wanted else {}).items():
            found.setdefault(each, []).extend(texts)
    return found


def described(cited: Iterable[Cited]) -> dict[Cited, Citation]:
    """The entries as they stand now; those that are gone are left out. One query for each kind."""
    wanted: dict[str, list[str]] = {}
    for each in dict.fromkeys(cited):
        wanted.setdefault(each.kind, []).append(each.key)
    return {
        Cited(kind, key): found
        for kind, keys in wanted.items()
        for key, found in _describers[kind](keys).items()
    }


def cited_by(bodies: Sequence[str]) -> list[list[Citation]]:
    """What each rendered body rests on now, each entry once, in the order of the text.

    Of each kind of panel and of entry the database is asked once, however many bodies there are.
    """
    calls = [[call for call in map(_read, calls_in(body)) if call] for body in bodies]
    cites = _cites(call for each in calls for call in each)
    named = [dict.fromkeys(cited for call in each for cited in cites[call]) for each in calls]
    known = described(cited for each in named for cited in each)
    return [[known[cited] for cited in each if cited in known] for each in named]


def _read(call: PanelCall) -> _Call | None:
    panel = find(call.name)
    reading = read(panel.arguments, call.arguments) if panel else None
    if reading is None or reading.arguments is None:
        return None
    return _Call(call.name, reading.arguments)


def _cites(calls: Iterable[_Call]) -> dict[_Call, tuple[Cited, ...]]:
    by_panel: dict[str, list[_Call]] = {}
    for call in dict.fromkeys(calls):
        by_panel.setdefault(call.panel, []).append(call)
    found: dict[_Call, tuple[Cited, ...]] = {}
    for name, same in by_panel.items():
        panel = get(name)
        if not panel.is_citing:
            found |= dict.fromkeys(same, ())
            continue
        loaded = load(panel, [call.arguments for call in same])
        for call, data in zip(same, loaded, strict=True):
            found[call] = () if data is None else tuple(panel.cites(data))
    return found
