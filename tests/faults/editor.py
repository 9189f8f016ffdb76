"""Somebody who writes a PEP in a process of their own, in the pages of the product.

Run as `python -m tests.faults.editor DATABASE EMAIL REF`; reads one JSON line for each thing to
do and prints one with what came of each request. Between them stands a page that does as
`autosave.js` does: it goes on from the version that it was told, takes over what others changed
where nobody has typed since, says which version it saw of the answers where somebody has, and goes
on sending while a choice waits. What the product has kept of this person's words is told after each
answer.
"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


class Html(HTMLParser):
    """What an answer of the product holds: the form's controls, or both texts of a conflict."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.version = ""
        self.seen = ""  # by the form
        self.is_kept = False
        self.waits: dict[str, str] = {}  # the version seen of what waits for a choice
        self.checked: dict[str, str] = {}  # the choices as they stand before any is made
        self.hidden: list[tuple[str, str]] = []
        self.fields: dict[str, str] = {}
        self.radios: dict[str, list[str]] = {}  # the values of each choice
        self.now: dict[str, str] = {}
        self.contested: list[str] = []
        self.texts: list[str] = []
        self._is_form = False
        self._into: tuple[dict[str, str] | list[str], Any] | None = None
        self.feed(body)

    @property
    def shown(self) -> dict[str, tuple[str, str]]:
        """Both texts of each answer that waits for a choice."""
        texts = zip(self.texts[::2], self.texts[1::2], strict=True)
        return dict(zip(self.contested, texts, strict=True))

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        """A control, a text of a conflict, or the version."""
        attrs = {name: value or "" for name, value in given}
        name, value = attrs.get("name", ""), attrs.get("value", "")
        self.version = attrs.get("data-version", self.version)
        self.is_kept |= "data-kept" in attrs
        if tag == "form":
            self._is_form = "data-autosave" in attrs
        elif "data-now" in attrs:
            self.now[attrs["data-now"]] = value
        elif name.startswith("choice_") and tag == "input":
            key = name.removeprefix("choice_")
            self.contested += [key] if key not in self.contested else []
            self.checked |= {name: value} if "checked" in attrs else {}
        elif attrs.get("class") == "vsh-conflict__text":
            self.texts.append("")
            self._into = self.texts, -1
        elif self._is_form and tag == "textarea":
            self.fields[name] = ""
            self._into = self.fields, name
        elif self._is_form and attrs.get("type") == "radio":
            self.radios.setdefault(name, []).append(value)
            self.fields[name] = value if "checked" in attrs else self.fields.get(name, "")
        elif name.startswith("seen_"):
            self.waits[name.removeprefix("seen_")] = value
        elif self._is_form and name == "version" and tag == "input":
            self.version = self.seen = value
        elif self._is_form and attrs.get("type") == "hidden":
            self.hidden.append((name, value))

    def handle_data(self, data: str) -> None:
        """The words within a text area or a text of a conflict."""
        if self._into:
            texts, key = self._into
            texts[key] += data

    def handle_endtag(self, tag: str) -> None:
        """The end of either, or of the form."""
        if tag == "form":
            self._is_form = False
        if self._into and tag in {"textarea", "div"}:
            texts, key = self._into
            texts[key] = texts[key].removeprefix("\n") if tag == "textarea" else texts[key]
            self._into = None


@dataclass
class Page:
    """A section that stands open before somebody."""

    version: str
    hidden: list[tuple[str, str]]
    fields: dict[str, str]
    radios: dict[str, list[str]]
    offered: str = ""  # the version of a conflict that waits for a choice
    waits: dict[str, str] = field(default_factory=dict)  # what came with that conflict
    checked: dict[str, str] = field(default_factory=dict)
    lag: dict[str, str] = field(default_factory=dict)  # of what it has not taken over
    sent: dict[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> dict[str, str]:
        """The versions seen of the answers that lag behind the page's own."""
        return {**self.lag, **self.waits}

    def take_over(self, now: dict[str, str]) -> dict[str, str]:
        """What others have changed, where nobody has typed since the page was sent, and a choice
        can be none but one of its own; else the version that was seen there, as it was sent."""
        lag = {}
        for key, text in now.items():
            if self.fields[key] == text:
                continue
            can_hold = not text or text in self.radios.get(key, [text])
            if can_hold and self.fields[key] == self.sent.get(key, ""):
                self.fields[key] = text
            else:
                lag[key] = self.seen.get(key, self.version)
        return lag

    def hear(self, told: Html, status: int) -> None:
        """Go on from what the product answered."""
        self.lag = self.take_over(told.now)
        self.version = told.version
        is_conflict = status == 409
        self.offered = told.version if is_conflict else ""
        self.waits, self.checked = told.waits, told.checked


class Editor:
    """A person at a browser, with a page of each section that they have opened."""

    def __init__(self, client: Any, ref: str, user: Any) -> None:
        self.client = client
        self.ref = ref
        self.user = user
        self.address = f"/peps/{ref}/sections/{{}}/".format
        self.pages: dict[str, Page] = {}

    def open(self, key: str) -> Iterator[dict[str, Any]]:
        """Read a section afresh."""
        html = Html(self.client.get(self.address(key)).content.decode())
        page = Page(html.seen, html.hidden, html.fields, html.radios)
        page.offered = html.version
        page.waits, page.checked = html.waits, html.checked
        self.pages[key] = page
        told = {"key": key, "did": "open", "fields": html.fields, "version": int(html.version)}
        yield {**told, "seen": int(html.seen), "shown": html.shown, "draft": self.draft(key)}

    def save(
        self,
        key: str,
        typed: dict[str, str],
        meanwhile: dict[str, str],
        choices: dict[str, str],
        is_lost: bool,
    ) -> Iterator[dict[str, Any]]:
        """Type and save, or save a choice; while the answer is awaited more may be typed.

        An answer that `is_lost` on the way never reaches the page, which asks again.
        """
        page = self.pages[key]
        page.fields.update(typed)
        page.sent = dict(page.fields)
        told, html = self.send(key, page, choices)
        if is_lost:
            yield {**told, "is_lost": True}
            told, html = self.send(key, page, choices)
        page.fields.update(meanwhile)
        page.hear(html, told["status"])
        yield {**told, "fields": page.fields, "typed_since": list(meanwhile)}

    def send(self, key: str, page: Page, choices: dict[str, str]) -> tuple[dict[str, Any], Html]:
        """One autosave, and what it was answered; a radio that is not chosen sends nothing."""
        sent = {name: text for name, text in page.sent.items() if text or name not in page.radios}
        data: dict[str, Any] = {"version": [page.version, *([page.offered] if choices else [])]}
        for name, text in page.hidden:
            data.setdefault(name, []).append(text)
        data |= {name: text.replace("\n", "\r\n") for name, text in sent.items()}
        data |= {f"seen_{name}": version for name, version in page.seen.items()}
        data |= page.checked | {f"choice_{name}": choice for name, choice in choices.items()}
        response = self.client.post(self.address(key), data, headers={"HX-Request": "true"})
        html = Html(response.content.decode())
        told = {
            "key": key,
            "did": "save",
            "seen": int(page.version),
            "lag": {name: int(version) for name, version in page.seen.items()},
            "chosen_over": int(page.offered) if choices else None,
            "sent": sent,
            "choices": choices,
            "status": response.status_code,
            "version": int(html.version),
            "now": html.now,
            "shown": html.shown,
            "waits": {name: int(version) for name, version in html.waits.items()},
            "is_kept": html.is_kept,
            "draft": self.draft(key),
        }
        return told, html

    def draft(self, key: str) -> dict[str, str]:
        """What is kept of theirs in this section, of each question one text: they have one page of
        it at a time."""
        from peps.models import SectionDraft

        kept = SectionDraft.objects.filter(user=self.user, section__pep__ref=self.ref)
        texts = kept.filter(section__key=key).values_list("question", "text")
        assert len({question for question, _ in texts}) == len(texts)
        return dict(texts)


def main(database: str, email: str, ref: str) -> None:
    """Do what is asked, line by line, until nothing more is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.db import connections

    django.setup()
    logging.disable(logging.WARNING)
    connections["default"].settings_dict["NAME"] = database

    from django.test import Client

    from vsh.accounts.models import User

    client = Client()
    user = User.objects.get(email=email)
    client.force_login(user)
    editor = Editor(client, ref, user)
    for line in sys.stdin:
        asked = json.loads(line)
        told = list(getattr(editor, asked.pop("do"))(**asked))
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
