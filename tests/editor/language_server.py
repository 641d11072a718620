"""A client of yaml-language-server: opens files and returns what an editor would underline."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Message = dict[str, Any]


class LanguageServer:
    """A server that validates every YAML file by one schema."""

    def __init__(self, command: Path, schema: Path) -> None:
        self._settings = {
            "yaml": {
                "schemas": {schema.as_uri(): ["*.yaml"]},
                "schemaStore": {"enable": False},
                "validate": True,
                "hover": True,
                "completion": True,
            }
        }
        self._published: dict[str, list[Message]] = {}
        self._number = 0
        self._process = subprocess.Popen(
            [command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Self:
        able = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
        }
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": able})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": self._settings})
        return self

    def __exit__(self, *_: object) -> None:
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.communicate(timeout=30)

    def problems(self, uri: str, text: str) -> list[Message]:
        """Return what the server finds wrong with a text."""
        return self.all_problems({uri: text})[uri]

    def all_problems(self, texts: Mapping[str, str]) -> dict[str, list[Message]]:
        """Return the same of texts by address; it pauses before each, so all are opened first."""
        for uri, text in texts.items():
            self._published.pop(uri, None)
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
            self._tell("textDocument/didOpen", {"textDocument": document})
        while not texts.keys() <= self._published.keys():
            self._take()
        return {uri: self._published[uri] for uri in texts}

    def hover(self, uri: str, line: int, character: int) -> str:
        """Return what is shown over a place of an open text, counted from 0."""
        found = self._ask("textDocument/hover", _place(uri, line, character))
        return str(found["contents"]["value"]) if found else ""

    def completions(self, uri: str, line: int, character: int) -> list[str]:
        """Return what is offered at a place of an open text, counted from 0."""
        found = self._ask("textDocument/completion", _place(uri, line, character))
        return [str(each["label"]) for each in found["items"]]

    # -- messages -------------------------------------------------------------------------------

    def _ask(self, method: str, params: object) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._take()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _take(self) -> Message:
        """Read one message; what the server asks of an editor is answered at once."""
        message = self._receive()
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self._published[params["uri"]] = params["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, message: Message) -> object:
        if message["method"] != "workspace/configuration":
            return None
        wanted: Iterable[Message] = message["params"]["items"]
        return [self._settings.get(each.get("section", ""), {}) for each in wanted]

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def _receive(self) -> Message:
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        assert length, "the language server has stopped"
        found: Message = json.loads(stream.read(length))
        return found


def _place(uri: str, line: int, character: int) -> Message:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
