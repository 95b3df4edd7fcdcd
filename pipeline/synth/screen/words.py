"""Words, names, numbers and sentences for pages."""

# ruff: noqa: E501 - lists of words and templates stay readable on their lines
from __future__ import annotations

import numpy as np

NOUNS = [
    "account",
    "order",
    "invoice",
    "report",
    "project",
    "team",
    "member",
    "message",
    "file",
    "folder",
    "image",
    "video",
    "document",
    "setting",
    "profile",
    "password",
    "payment",
    "product",
    "price",
    "customer",
    "supplier",
    "market",
    "budget",
    "plan",
    "license",
    "server",
    "cluster",
    "node",
    "network",
    "device",
    "camera",
    "sensor",
    "event",
    "calendar",
    "task",
    "ticket",
    "issue",
    "branch",
    "commit",
    "release",
    "version",
    "package",
    "module",
    "library",
    "function",
    "class",
    "table",
    "column",
    "row",
    "chart",
    "map",
    "route",
    "train",
    "flight",
    "hotel",
    "room",
    "recipe",
    "garden",
    "river",
    "mountain",
    "forest",
    "island",
    "harbour",
    "bridge",
    "museum",
    "letter",
    "newspaper",
    "article",
    "chapter",
    "page",
    "author",
    "editor",
    "reader",
    "student",
    "course",
    "lesson",
    "school",
    "library",
    "energy",
    "water",
    "climate",
    "weather",
    "signal",
    "battery",
    "engine",
    "wheel",
    "window",
    "door",
    "kitchen",
    "bottle",
    "coffee",
    "bread",
    "apple",
    "orange",
    "lemon",
]

VERBS = [
    "add",
    "open",
    "save",
    "close",
    "delete",
    "edit",
    "copy",
    "paste",
    "cut",
    "move",
    "rename",
    "share",
    "send",
    "print",
    "export",
    "import",
    "download",
    "upload",
    "search",
    "find",
    "replace",
    "undo",
    "redo",
    "start",
    "stop",
    "pause",
    "run",
    "build",
    "test",
    "deploy",
    "install",
    "update",
    "upgrade",
    "reset",
    "clear",
    "apply",
    "cancel",
    "confirm",
    "continue",
    "submit",
    "sign",
    "log",
    "view",
    "show",
    "hide",
    "expand",
    "collapse",
    "select",
    "filter",
    "sort",
    "refresh",
    "archive",
    "restore",
    "approve",
    "reject",
    "invite",
    "follow",
    "join",
    "leave",
    "buy",
    "order",
    "pay",
    "book",
    "check",
    "enable",
    "disable",
    "connect",
]

ADJECTIVES = [
    "new",
    "old",
    "quick",
    "simple",
    "advanced",
    "recent",
    "popular",
    "free",
    "basic",
    "premium",
    "personal",
    "public",
    "private",
    "shared",
    "local",
    "global",
    "daily",
    "weekly",
    "monthly",
    "annual",
    "total",
    "average",
    "active",
    "pending",
    "failed",
    "ready",
    "open",
    "closed",
    "hidden",
    "important",
    "general",
    "custom",
    "default",
    "automatic",
    "manual",
    "secure",
    "smart",
    "modern",
    "classic",
    "early",
    "late",
    "bright",
    "quiet",
    "warm",
    "cold",
    "fresh",
]

SMALL = [
    "the",
    "a",
    "of",
    "and",
    "to",
    "in",
    "for",
    "with",
    "on",
    "by",
    "from",
    "at",
    "or",
    "as",
    "is",
    "are",
    "was",
    "be",
    "this",
    "that",
    "your",
    "our",
    "it",
    "we",
    "you",
    "not",
    "more",
    "all",
]

NAMES = [
    "Ada",
    "Amir",
    "Ana",
    "Bea",
    "Ben",
    "Carla",
    "Chen",
    "Dana",
    "Eli",
    "Emma",
    "Farid",
    "Greta",
    "Hana",
    "Ian",
    "Ines",
    "Jonas",
    "Kai",
    "Lara",
    "Leo",
    "Lin",
    "Mara",
    "Mei",
    "Milo",
    "Nadia",
    "Noor",
    "Olga",
    "Omar",
    "Paul",
    "Priya",
    "Rosa",
    "Sam",
    "Sofia",
    "Tariq",
    "Tess",
    "Uma",
    "Viktor",
    "Wen",
    "Yara",
    "Yusuf",
    "Zoe",
]

FAMILIES = [
    "Abel",
    "Baker",
    "Costa",
    "Dahl",
    "Eriksen",
    "Fischer",
    "Gomez",
    "Haddad",
    "Ito",
    "Jensen",
    "Kim",
    "Lopez",
    "Meyer",
    "Novak",
    "Okafor",
    "Patel",
    "Quinn",
    "Rossi",
    "Sato",
    "Tanaka",
    "Ueda",
    "Vargas",
    "Weber",
    "Xu",
    "Yilmaz",
    "Zhang",
    "Moreau",
    "Lindqvist",
    "Andersen",
    "Silva",
]

PLACES = [
    "Oslo",
    "Lima",
    "Kyoto",
    "Porto",
    "Quito",
    "Cairo",
    "Delhi",
    "Accra",
    "Turin",
    "Graz",
    "Bergen",
    "Lagos",
    "Hanoi",
    "Perth",
    "Leeds",
    "Utrecht",
    "Riga",
]

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Words:
    """Draws words of all sorts.

    Parameters
    ----------
    rng
        Where the draws come from.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def one(self, *choices: str) -> str:
        """One of the choices."""
        return choices[int(self.rng.integers(len(choices)))]

    def chance(self, share: float) -> bool:
        """True in this share of the calls."""
        return bool(self.rng.random() < share)

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def noun(self) -> str:
        """A noun, now and then in the plural."""
        return self.one(*NOUNS) + ("s" if self.chance(0.35) else "")

    def label(self) -> str:
        """One to three words with a capital, as on a menu."""
        shape = self.rng.random()
        words = [self.noun()]
        if shape < 0.35:
            words = [self.one(*ADJECTIVES), *words]
        elif shape < 0.5:
            words = [*words, self.one("and", "of", "&", "/"), self.noun()]
        return self._capital(words)

    def action(self) -> str:
        """What a button says."""
        shape = self.rng.random()
        if shape < 0.5:
            return self._capital([self.one(*VERBS)])
        return self._capital([self.one(*VERBS), *([self.one(*ADJECTIVES)] if shape > 0.85 else []), self.noun()])

    def title(self) -> str:
        """A heading of one to eight words."""
        many = self.between(1, 7)
        words = [self.one(*ADJECTIVES), self.noun()] if many < 3 else self._run(many)
        text = self._capital(words)
        return text.title() if self.chance(0.3) else text.upper() if self.chance(0.08) else text

    def sentence(self, least: int = 5, most: int = 18) -> str:
        """A sentence that means nothing."""
        words = self._run(self.between(least, most))
        if len(words) > 8 and self.chance(0.4):
            words[len(words) // 2] += ","
        return self._capital(words) + self.one(".", ".", ".", ".", "!", "?", ":")

    def paragraph(self, most: int = 5) -> str:
        """Some sentences."""
        return " ".join(self.sentence() for _ in range(self.between(1, most)))

    def person(self) -> str:
        """A full name."""
        return f"{self.one(*NAMES)} {self.one(*FAMILIES)}"

    def number(self) -> str:
        """A number as tables, badges and meters show it."""
        value = float(10 ** self.rng.uniform(0, 6))
        return self.one(
            f"{value:,.0f}", f"{value:.0f}", f"${value:,.2f}", f"{value / 1e4:.1f}%", f"{value / 1000:.1f}k",
            f"{value:,.2f} €", f"+{value / 1e5:.1f}%", f"{value / 100:.2f}", f"#{value:.0f}", f"{value % 60:.0f} min",
        )  # fmt: skip

    def price(self) -> str:
        """An amount of money."""
        return f"{self.one('$', '€', '£')}{self.between(1, 999)}{self.one('', '.00', '.99', '.50')}"

    def date(self) -> str:
        """A day or a time of day."""
        day, month, year = self.between(1, 28), self.between(1, 12), self.between(1998, 2031)
        return self.one(
            f"{day:02d}/{month:02d}/{year}", f"{year}-{month:02d}-{day:02d}", f"{MONTHS[month - 1]} {day}, {year}",
            f"{day} {MONTHS[month - 1]}", f"{self.between(0, 23)}:{self.between(0, 59):02d}", f"{day} days ago",
        )  # fmt: skip

    def mail(self) -> str:
        """An address for mail."""
        return f"{self.one(*NAMES).lower()}.{self.one(*FAMILIES).lower()}@example.{self.one('org', 'com', 'net')}"

    def cell(self) -> str:
        """What a table's cell holds."""
        return self.one(
            self.number(), self.date(), self.person(), self.label(), self.mail(), self.one(*PLACES), self.noun(),
            self.one("yes", "no", "–", "n/a", "open", "closed", "ok", "failed"),
        )  # fmt: skip

    def code(self) -> str:
        """A line of a program."""
        a, b = self.one(*NOUNS), self.one(*NOUNS)
        return self.one(
            f"def {a}({b}):", f"    return {a} + {self.between(0, 99)}", f"import {a}", f"const {a} = {b}[{self.between(0, 9)}];",
            f"if ({a} != {b}) {{", "}", f"# {self.sentence(3, 6)}", f"{a}.{b}('{self.noun()}')", f"$ {self.one(*VERBS)} --{a} {b}",
            f"for {a} in {b}:", f'  "{a}": "{b}",', f"<{a} class=\"{b}\">", f"SELECT {a} FROM {b};",
        )  # fmt: skip

    def _run(self, many: int) -> list[str]:
        return [
            self.one(*(SMALL if self.chance(0.4) else NOUNS if self.chance(0.6) else ADJECTIVES + VERBS))
            for _ in range(many)
        ]

    @staticmethod
    def _capital(words: list[str]) -> str:
        text = " ".join(words)
        return text[:1].upper() + text[1:]
