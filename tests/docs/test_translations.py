"""The Chinese pages: their catalogs, what is told without words, and how they are searched."""

from __future__ import annotations

import importlib
import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

DOCS: Final = Path(__file__).parents[2] / "docs"
CATALOGS: Final = DOCS / "locales" / "zh_CN" / "LC_MESSAGES"
#: Words of the theme, which are on no page of ours.
OF_THEME: Final = CATALOGS / "sphinx.po"
FILES: Final = sorted(set(CATALOGS.rglob("*.po")) - {OF_THEME})
_HAN: Final = "\u3400-\u9fff"
_CODE: Final = re.compile(r"(`+)(?P<code>.*?)\1|\]\((?P<target>[^)]*)\)|\{(?P<role>[\w:]+)\}")
_HALF_WIDTH: Final = re.compile(rf"[{_HAN}][,;:!?(]|[,;:!?)][{_HAN}]")
_ONLY_TRADITIONAL: Final = "們這個為沒規則員項數據請寫見說時間應該類別級額記錄認設讀鍵單問題"

#: What a library of Sphinx's own world calls of it is not for us to mend.
pytestmark = pytest.mark.filterwarnings("ignore:.*Check CHANGES for Sphinx API modifications")


def _name(file: Path) -> str:
    return file.relative_to(CATALOGS).as_posix()


def _catalog(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream)


def _codes(text: str) -> Counter[str]:
    """Return what is the same in both languages: code, targets of links, roles."""
    found = (each.groupdict() for each in _CODE.finditer(text))
    return Counter(value for each in found for value in each.values() if value is not None)


def test_every_page_has_a_catalog_and_every_catalog_a_page() -> None:
    pages = {each.relative_to(DOCS).with_suffix("").as_posix() for each in DOCS.rglob("*.md")}
    written = {each for each in pages if not each.startswith(("_build/", "reference/checks/"))}
    named = {_name(each).removesuffix(".po") for each in FILES}
    assert named == written | {"reference/checks/index"}


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_every_message_has_words_that_nobody_has_to_look_at_again(file: Path) -> None:
    catalog = _catalog(file)
    assert [each.id for each in catalog if each.id and not each.string] == []
    assert [each.id for each in catalog if each.id and each.fuzzy] == []
    assert list(catalog.obsolete) == []


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_code_links_and_roles_are_those_of_the_message(file: Path) -> None:
    others = [
        (each.string, _codes(str(each.id)) - _codes(str(each.string)))
        for each in _catalog(file)
        if each.id and _codes(str(each.id)) != _codes(str(each.string))
    ]
    assert others == []


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_words_are_simplified_chinese_with_its_own_punctuation(file: Path) -> None:
    for each in _catalog(file):
        text = _CODE.sub("`", str(each.string))
        assert _HALF_WIDTH.findall(text) == [], text
        assert not set(text) & set(_ONLY_TRADITIONAL), text


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    """A folder of pages and catalogs that is built as the documentation is."""
    pytest.importorskip("sphinx", reason="pages are built with the group docs")
    (tmp_path / "conf.py").write_text(
        "extensions = ['myst_parser', 'translations']\nlanguage = 'zh_CN'\n"
        "locale_dirs = ['locales']\ngettext_compact = False\n"
    )
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        yield tmp_path
    finally:
        sys.path.remove(str(DOCS / "_ext"))


def _write(site: Path, page: str, words: dict[str, str]) -> None:
    (site / "index.md").write_text(page, encoding="utf-8")
    entries = [f"msgid {json.dumps(each)}\nmsgstr {json.dumps(words[each])}\n" for each in words]
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    file = site / "locales" / "zh_CN" / "LC_MESSAGES" / "index.po"
    file.parent.mkdir(parents=True)
    decoded = (each.encode().decode("unicode_escape") for each in entries)
    file.write_text("\n".join([head, *decoded]), encoding="utf-8")


def _build(site: Path) -> list[str]:
    """Build the pages, and return the warnings about them."""
    application = importlib.import_module("sphinx.application")
    out, warnings = site / "out", io.StringIO()
    app = application.Sphinx(
        site, site, out, out / ".doctrees", "html", status=None, warning=warnings, freshenv=True
    )
    app.build()
    told = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue()).splitlines()
    return [each.partition("WARNING: ")[2] for each in told if "index.md" in each]


def _index(site: Path) -> dict[str, Any]:
    text = (site / "out" / "searchindex.js").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    return found


def test_a_page_with_all_its_words_is_built_in_chinese_without_a_warning(site: Path) -> None:
    _write(
        site,
        "# Pay\n\nEverybody is paid by `rule`.\n\n- 30 %\n- `code`\n- 班组\n",
        {"Pay": "薪酬", "Everybody is paid by `rule`.": "每个人都按 `rule` 发放。"},
    )
    assert _build(site) == []
    page = (site / "out" / "index.html").read_text(encoding="utf-8")
    assert "每个人都按" in page
    assert "Everybody" not in page


def test_a_changed_paragraph_is_told_with_the_words_that_are_left_over(site: Path) -> None:
    _write(
        site,
        "# Pay\n\nEverybody is paid twice.\n",
        {"Pay": "薪酬", "Everybody is paid.": "每个人都发放。"},
    )
    assert _build(site) == [
        "no words for (`make words`): Everybody is paid twice.",
        "words for nothing (`make words`): Everybody is paid.",
    ]


def test_new_messages_are_put_into_the_catalog_and_old_ones_go(site: Path, tmp_path: Path) -> None:
    changed = "Everybody is paid by the rules of October, once."
    words = {"Pay": "薪酬", changed: "每个人按十月的规则发放一次。", "What is gone.": "已经没有。"}
    _write(site, "# Pay\n", words)
    messages = ("Pay", changed.replace("once", "twice"), "A new one.", "`code`", "17", "班组")
    pot = tmp_path / "gathered" / "index.pot"
    pot.parent.mkdir()
    pot.write_text("\n".join(f'msgid "{each}"\nmsgstr ""\n' for each in messages), "utf-8")
    catalogs = site / "locales" / "zh_CN" / "LC_MESSAGES"

    update = importlib.import_module("words").update
    assert list(update(pot.parent, catalogs)) == [f"{catalogs / 'index.po'}: 2 to translate"]
    found = {each.id: (each.string, each.fuzzy) for each in _catalog(catalogs / "index.po")}
    found.pop("")
    assert found == {
        "Pay": ("薪酬", False),
        "Everybody is paid by the rules of October, twice.": (words[changed], True),
        "A new one.": ("", False),
    }

    text = (catalogs / "index.po").read_text("utf-8")
    list(update(pot.parent, catalogs))
    assert (catalogs / "index.po").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("how-to/pay-holidays", ("三倍", "加班", "节假", "假日", "倍", "holiday_pay")),
        ("how-to/share-out-duties", ("轮流", "值班", "rota")),
    ],
)
def test_words_of_a_chinese_page_are_found(site: Path, page: str, words: tuple[str, ...]) -> None:
    (site / "index.md").write_text((DOCS / f"{page}.md").read_text("utf-8"), encoding="utf-8")
    folder = site / "locales" / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(CATALOGS / f"{page}.po", folder / "index.po")
    _build(site)

    index = _index(site)
    held = {*index["terms"], *index["titleterms"]}
    assert [each for each in words if each not in held] == []


def _asked(query: str, known: tuple[str, ...]) -> list[str]:
    """Return the terms of a query as the browser takes them from it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node to run what the browser runs")
    splitter = importlib.import_module("chinese_search").ChineseSearch.js_splitter_code
    held = dict.fromkeys(known, 0)
    script = (
        f"const Search = {{ hasIndex: () => true, _index: {{ terms: {json.dumps(held)},"
        f" titleterms: {{}} }} }};\n{splitter}\n"
        f"console.log(JSON.stringify(splitQuery({json.dumps(query)})));"
    )
    run = subprocess.run(
        [node, "-e", script], capture_output=True, check=True, encoding="utf-8", timeout=60
    )
    terms: list[str] = json.loads(run.stdout)
    return terms


@pytest.mark.parametrize(
    ("query", "known", "terms"),
    [
        ("加班", ("加班",), ["加班"]),
        ("节假日加班", ("节假", "假日", "加班"), ["节假", "假日", "加班"]),
        ("薪资", (), ["薪资"]),
        ("班", (), ["班"]),
        ("first_contact 首次", ("首次",), ["first_contact", "首次"]),
        ("CSV文件", ("文件",), ["CSV", "文件"]),
    ],
)
def test_a_query_is_cut_as_the_pages_are(
    site: Path, query: str, known: tuple[str, ...], terms: list[str]
) -> None:
    assert site.exists()
    assert _asked(query, known) == terms
    pieces = importlib.import_module("chinese_search").ChineseSearch({}).split(query)
    assert set(terms) <= set(pieces)
