"""Comments: what a text says beside its document, in the order it stands there."""

from __future__ import annotations

import yaml

from ccops.rulepack.text.parsing import LOADER


def comments_in(text: str) -> tuple[str, ...]:
    r"""Return the comments of a YAML text in order. Raises ``yaml.YAMLError`` for broken syntax.

    >>> comments_in("a: '#1'  # first\n# second\n")
    ('# first', '# second')
    """
    found: list[str] = []
    at = 0
    for token in yaml.scan(text, Loader=LOADER):
        if token.end_mark.index > token.start_mark.index:
            found.extend(_between(text[at : token.start_mark.index]))
            block = isinstance(token, yaml.ScalarToken) and token.style in ("|", ">")
            if block:  # a comment may stand behind the sign that begins a block
                head = text[token.start_mark.index : token.end_mark.index].partition("\n")[0]
                found.extend(_between(head))
            at = token.end_mark.index
    return (*found, *_between(text[at:]))


def _between(gap: str) -> list[str]:
    lines = (line.partition("#") for line in gap.split("\n"))
    return [f"#{rest.rstrip()}" for _, sign, rest in lines if sign]
