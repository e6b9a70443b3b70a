"""Who may open every view of the workbench: the list that the security tests hold the program to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lotgate.store.models import Account, Lot, StandardVersion
from lotgate.store.permissions import Permission


class Open(Enum):
    """Views that ask for no right."""

    TO_ALL = auto()
    """Also to who is not signed in."""
    TO_ACCOUNTS = auto()


Gate = Open | Permission | None
"""What a method asks for; None where the view does not know the method."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What GET and POST ask for, and the site's things that the address (``kind``) or the data (``names``) names.

    ``more`` and ``data`` are what else the address and the data must have.
    """

    get: Gate
    post: Gate
    kind: str = ""
    more: Mapping[str, str | int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that the view knows."""
        return tuple(name for name, gate in (("get", self.get), ("post", self.post)) if gate is not None)

    def gate(self, method: str) -> Gate:
        return self.get if method == "get" else self.post


def seen(permission: Permission = Permission.READ, **more: str | int) -> Rule:
    """A page to look at."""
    return Rule(permission, None, more=more)


def form(permission: Permission) -> Rule:
    """A page with a form on it."""
    return Rule(permission, permission)


def act(permission: Permission) -> Rule:
    """A button."""
    return Rule(None, permission)


def of(thing: str, rule: Rule, **more: str | int) -> Rule:
    """The rule for one thing of a site."""
    return replace(rule, kind=thing, more={**rule.more, **more})


P = Permission
RULES: dict[str, Rule] = {
    "health": Rule(Open.TO_ALL, None),
    "accounts:first-visit": Rule(Open.TO_ALL, Open.TO_ALL),
    "accounts:sign-in": Rule(Open.TO_ALL, Open.TO_ALL),
    "accounts:sign-out": Rule(None, Open.TO_ACCOUNTS),
    "accounts:language": Rule(None, Open.TO_ALL),
    "accounts:me": Rule(Open.TO_ACCOUNTS, Open.TO_ACCOUNTS),
    "accounts:list": seen(P.ADMINISTER),
    "accounts:new": form(P.ADMINISTER),
    "accounts:site": form(P.ADMINISTER),
    "accounts:change": of("account", form(P.ADMINISTER)),
    "accounts:reset": of("account", form(P.ADMINISTER)),
    "audit:list": seen(P.READ_AUDIT),
    "audit:export": seen(P.READ_AUDIT, ending="csv"),
    "audit:proof": act(P.READ_AUDIT),
    "standards:list": seen(),
    "standards:new": form(P.WRITE_STANDARDS),
    "standards:import": form(P.WRITE_STANDARDS),
    "standards:compare": Rule(P.READ, None, names={"before": "version", "after": "version"}),
    "standards:from-document": of("document", act(P.WRITE_STANDARDS)),
    "standards:check": Rule(None, P.WRITE_STANDARDS, names={"version": "version"}),
    "standards:four-eyes": Rule(None, P.RELEASE_STANDARDS, names={"version": "version"}),
    "standards:version": of("version", seen()),
    "standards:file": of("version", seen()),
    "standards:impact": of("version", seen()),
    "standards:form": of("version", form(P.WRITE_STANDARDS)),
    "standards:text": of("version", form(P.WRITE_STANDARDS)),
    "standards:next": of("version", act(P.WRITE_STANDARDS)),
    "standards:confirm": of("version", act(P.WRITE_STANDARDS)),
    "standards:release": of("version", act(P.RELEASE_STANDARDS)),
    "standards:withdraw": of("version", act(P.RELEASE_STANDARDS)),
    "inbox:list": seen(),
    "inbox:upload": form(P.RECEIVE),
    "inbox:read-again": of("upload", act(P.RECEIVE)),
    "inbox:examples": act(P.RECEIVE),
    "review:lot": of("lot", seen()),
    "review:next": of("lot", seen()),
    "review:page": of("lot", seen(), number=1),
    "review:words": of("lot", Rule(P.READ, None, data={"at": "1:0,0,600,800"})),
    "review:original": of("lot", seen()),
    "review:report": of("lot", seen(), kind="pdf"),
    "review:confirm": of("lot", act(P.CORRECT)),
    "review:undo": of("lot", act(P.CORRECT)),
    "review:edit": of("lot", form(P.CORRECT), kind="add"),
    "review:sign": of("lot", form(P.DECIDE)),
    "review:refuse": of("lot", form(P.DECIDE)),
    "review:reopen": of("lot", form(P.REOPEN)),
}


@dataclass(frozen=True, slots=True)
class Things:
    """One site's own: an account, a standard, a lot that could be read and one that could not."""

    account: Account
    version: StandardVersion
    lot: Lot
    failed: Lot

    def number(self, kind: str) -> int:
        """The number by which addresses name the thing."""
        numbers = {
            "account": self.account.pk,
            "version": self.version.pk,
            "lot": self.lot.pk,
            "document": self.lot.document_id or 0,
            "upload": self.failed.upload_id,
        }
        return int(numbers[kind])


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every view that has an address, by its full name."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(found: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", one


PATTERNS = dict(patterns())


def ask(client: Client, name: str, method: str, things: Things, *, number: int | None = None) -> HttpResponse:
    """The whole answer of the view to ``method`` about the site's things, or about those of ``number``."""
    rule = RULES[name]
    named = {field: things.number(kind) if number is None else number for field, kind in rule.names.items()}
    return whole(getattr(client, method)(address(name, things, number=number), named | dict(rule.data)))


def whole(answer: HttpResponseBase) -> HttpResponse:
    """The answer with its body, also where it would stream."""
    if isinstance(answer, HttpResponse):
        return answer
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return HttpResponse(body, status=answer.status_code, headers=answer.headers)


def address(name: str, things: Things, *, number: int | None = None) -> str:
    """Where the view answers about the site's thing, or about the one of ``number``."""
    rule, pattern = RULES[name], PATTERNS[name].pattern
    arguments = dict(rule.more)
    if rule.kind:
        (free,) = set(pattern.converters) - set(arguments)
        arguments[free] = things.number(rule.kind) if number is None else number
    return reverse(name, kwargs=arguments)
