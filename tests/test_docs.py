"""What the documentation says is so: links lead somewhere, names exist, nothing that it promises to list is missing."""

from __future__ import annotations

import ast
import re
import runpy
import tomllib
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from case_files import STAGES as CASE_STAGES
from case_files import Case, Found
from rawi.model import EVENT_TYPES, FACTUALITIES, STAGES, LinkAct, LinkKind, UndertakingKind

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md")), *sorted(ROOT.glob("examples/**/*.md"))]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub makes of headings."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_targets_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", text_of("Makefile"), flags=re.MULTILINE))
    for target in re.findall(r"(?:^|`)make (\w+)", text, flags=re.MULTILINE):
        assert target in targets, f"make {target}"
    typer = pytest.importorskip("typer")
    from rawi.cli.app import app

    command = typer.main.get_command(app)
    for name in re.findall(r"(?:^|`|bin/)rawi (?!-)([a-z]\w+)", text, flags=re.MULTILINE):
        assert name in command.commands, f"rawi {name}"


def test_every_file_of_the_lexicon_is_described() -> None:
    page = text_of("docs/lexicon.md")
    for path in (ROOT / "src/rawi/lexicon/data").rglob("*.*"):
        assert f"{path.name}`" in page, path.name


def test_the_keys_of_the_lexicon_are_those_of_its_records() -> None:
    script = runpy.run_path(str(ROOT / "scripts/generate_lexicon_keys.py"))
    assert text_of("docs/lexicon-keys.md") == script["page"](), "run scripts/generate_lexicon_keys.py"


def test_every_key_of_a_case_is_described() -> None:
    page = text_of("docs/cases.md")
    for kind in (Case, Found):
        for field in msgspec.structs.fields(kind):
            assert f"`{field.encode_name}`" in page, field.encode_name
    for stage in CASE_STAGES:
        assert f"`{stage}`" in page


def test_the_example_case_is_a_case() -> None:
    example = re.findall(r"```toml\n(stage.+?)```", text_of("docs/cases.md"), flags=re.DOTALL)[0]
    msgspec.convert(tomllib.loads(example)["case"], list[Case])


def test_the_walk_through_the_pipeline_is_in_its_order() -> None:
    tree = ast.parse(text_of("src/rawi/pipeline.py"))
    steps = {name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names}
    names = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    names.sort(key=lambda name: name.lineno)
    calls = [name.id for name in names if name.id in steps and name.id.islower()]
    page = text_of("docs/how-it-works.md")
    headings = re.findall(r"^## .*?`(\w+)`$", page, flags=re.MULTILINE)
    assert [name for name in headings if name in calls] == calls


def test_the_vocabularies_are_given_in_full() -> None:
    page = text_of("docs/semantics.md")
    for value in (*FACTUALITIES, *STAGES, *get_args(LinkAct), *get_args(LinkKind), *get_args(UndertakingKind)):
        assert f"`{value}`" in page, value
    for value in EVENT_TYPES:
        assert f"| {value} |" in page, value


def test_the_demo_says_that_it_is_one() -> None:
    articles = sorted((ROOT / "examples/demo").glob("*.txt"))
    assert len(articles) >= 12
    for path in articles:
        assert "كُتب لعرض برنامج راوي" in path.read_text(encoding="utf-8").splitlines()[-1], path.name


def test_the_example_of_the_readme_prints_what_it_says() -> None:
    script = runpy.run_path(str(ROOT / "scripts/refresh_readme.py"))
    readme = text_of("README.md")
    assert script["run_example"](readme) == readme, "run scripts/refresh_readme.py"
