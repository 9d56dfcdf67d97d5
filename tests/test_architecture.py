"""The code keeps to its own architecture and style; each test lists every offender with its place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "simulator"

# Each may import only from what stands left of it, and from itself. Siblings on one step do not see each other.
STEPS = (
    {"_version"},
    {"errors", "engine"},
    {"scenario"},
    {"model"},
    {"season"},
    {"market"},
    {"outcomes"},
    {"strategy", "calibration"},
    {"pipeline"},
    {"advice"},
    {"cli"},
    {"", "__main__"},  # the public names, and python -m simulator
)
STEP_OF = {part: step for step, parts in enumerate(STEPS) for part in parts}

MAX_LINES, MAX_KERNEL_LINES, MAX_MEDIAN, MAX_NINETY, MAX_MODULE_LINES = 45, 80, 8, 20, 250
NEW_RANDOM = {"Generator", "default_rng", "SeedSequence", "Philox"}
NOT_OURS = {".git", ".venv", "venv", "out", "dist", "build", "__pycache__", ".hypothesis"}


class Module(NamedTuple):
    """One source file of the package, parsed."""

    path: Path
    name: str
    tree: ast.Module
    text: str

    @property
    def part(self) -> str:
        """The top-level part that it belongs to; empty for the package's own ``__init__``."""
        return self.name.partition(".")[2].partition(".")[0]

    def at(self, node: ast.AST) -> str:
        """Return path and line, as an editor opens them."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


Function = ast.FunctionDef | ast.AsyncFunctionDef


def _read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(path, name, ast.parse(text), text)


MODULES = [_read(path) for path in sorted(PACKAGE.rglob("*.py"))]


def _functions() -> Iterator[tuple[Module, Function]]:
    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield module, node


def _length(function: Function) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        text = function.body[0]
        lines -= (text.end_lineno or text.lineno) - text.lineno + 1
    return lines


def _is_kernel(function: Function) -> bool:
    return any("kernel" in ast.unparse(decorator) for decorator in function.decorator_list)


def _imported(module: Module, node: ast.AST) -> Iterator[str]:
    """Full names that an import statement asks for, relative ones resolved."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            here = module.name.split(".")
            depth = node.level - (module.path.name == "__init__.py")
            base = ".".join([*here[: len(here) - depth], *filter(None, [node.module])])
        yield from (f"{base}.{alias.name}" for alias in node.names)


def _part_of(name: str) -> str | None:
    """The part of the package that an imported name lies in; None for other packages."""
    first, _, rest = name.partition(".")
    if first != "simulator":
        return None
    part = rest.partition(".")[0]
    return part if part in STEP_OF else ""


def _wrong_imports(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        for name in _imported(module, node):
            part = _part_of(name)
            if part is None or part == module.part or STEP_OF[part] < STEP_OF[module.part]:
                continue
            yield f"{module.at(node)}: {module.part or 'simulator'} may not import {name}"


def test_every_part_has_its_place_in_the_order() -> None:
    unknown = sorted({module.part for module in MODULES} - set(STEP_OF))
    assert not unknown, f"not in the import order: {unknown}"


def test_imports_point_one_way() -> None:
    assert not [line for module in MODULES for line in _wrong_imports(module)]


def test_the_import_rule_sees_lazy_and_relative_imports() -> None:
    text = "def f():\n    from ..advice import words\n    import simulator.cli\n    from simulator import run\n"
    module = Module(PACKAGE / "model" / "x.py", "simulator.model.x", ast.parse(text), text)
    assert len(list(_wrong_imports(module))) == 3


def test_each_package_says_its_one_question_and_what_it_may_import() -> None:
    text_of = {
        module.name: ast.get_docstring(module.tree) or ""
        for module in MODULES
        if module.path.name == "__init__.py" and module.name.count(".") == 1
    }
    silent = {name for name, text in text_of.items() if not re.match(r"[A-Z ]+: ", text) or "import" not in text}
    assert not silent, "begin like 'WHAT WE BELIEVE: ...' and say what may be imported, and why"


def test_no_function_is_too_long() -> None:
    long = [
        f"{module.at(function)} {function.name}: {_length(function)} lines"
        for module, function in _functions()
        if _length(function) > (MAX_KERNEL_LINES if _is_kernel(function) else MAX_LINES)
    ]
    assert not long


def test_most_functions_are_short() -> None:
    lengths = sorted(_length(function) for _, function in _functions())
    assert median(lengths) <= MAX_MEDIAN
    assert lengths[int(0.9 * len(lengths))] <= MAX_NINETY


def test_no_module_is_too_long() -> None:
    lines_of = {str(module.path.relative_to(ROOT)): len(module.text.splitlines()) for module in MODULES}
    assert not {path: lines for path, lines in lines_of.items() if lines > MAX_MODULE_LINES}


def _unannotated(function: Function) -> list[str]:
    every = function.args
    named = [*every.posonlyargs, *every.args, *every.kwonlyargs, *filter(None, [every.vararg, every.kwarg])]
    bare = [arg.arg for arg in named if arg.annotation is None and arg.arg not in {"self", "cls"}]
    return bare + (["return"] if function.returns is None else [])


def test_every_parameter_and_return_is_annotated() -> None:
    assert not [f"{m.at(f)} {f.name}: {_unannotated(f)}" for m, f in _functions() if _unannotated(f)]


def _public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes, and public methods of public classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


def test_everything_public_is_documented() -> None:
    silent = [f"{m.at(m.tree)} module" for m in MODULES if not ast.get_docstring(m.tree)]
    silent += [f"{m.at(n)} {n.name}" for m in MODULES for n in _public(m.tree.body) if not ast.get_docstring(n)]
    assert not silent


def test_only_the_command_and_the_advice_print() -> None:
    prints = [
        module.at(node)
        for module in MODULES
        if module.part not in {"cli", "advice"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not prints


def _is_legacy_random(node: ast.AST) -> bool:
    """Whether this is ``np.random.NAME`` or ``from numpy.random import NAME`` with a global-state NAME."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "numpy.random" and any(alias.name not in NEW_RANDOM for alias in node.names)
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
        return False
    return ast.unparse(node.value) in {"np.random", "numpy.random"} and node.attr not in NEW_RANDOM


def test_no_random_numbers_with_global_state() -> None:
    tests = [_read(path) for path in sorted((ROOT / "tests").rglob("*.py"))]
    assert not [m.at(node) for m in [*MODULES, *tests] for node in ast.walk(m.tree) if _is_legacy_random(node)]


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if NOT_OURS.intersection(inside.parts) or inside.parts[0].endswith("_cache") or not path.is_file():
            continue
        try:
            yield str(inside), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(^|[^\w.])/(work|farm|root|Users|home/[a-z]+)/", id="a machine's path"),
        pytest.param(r"\.\./" + "shared", id="a folder outside the repository"),
        pytest.param("file:" + "//", id="a file address"),
    ],
)
def test_nothing_points_outside_the_repository(pattern: str) -> None:
    wanted = re.compile(pattern, re.MULTILINE)
    found = [
        f"{name}:{text[: hit.start()].count(chr(10)) + 1}"
        for name, text in _texts()
        for hit in [wanted.search(text)]
        if hit
    ]
    assert not found


def test_the_pins_are_plain_versions() -> None:
    lines = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)]
    assert not odd
