"""Make the mutants of a file, with the operators of mutmut and of cosmic-ray.

Only their operators are used. Each mutant is a whole file, so that class bodies, constants and
decorated functions are mutated like everything else (docs/decisions/0019-mutation-testing.md).
"""

from __future__ import annotations

import ast
import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cosmic_ray.plugins
import libcst
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from libcst.metadata import MetadataWrapper
from mutmut.mutation import file_mutation
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TOOLS = ("mutmut", "cosmic-ray")


@dataclass(slots=True)
class Mutant:
    """One file with one change: where it is, what the lines were and what they became."""

    file: str
    where: str
    line: int
    was: str
    now: str
    text: str = field(repr=False)
    tools: list[str] = field(default_factory=list)


def mutants_of(file: str, text: str) -> list[Mutant]:
    """Make every mutant that differs from the original and from every other one."""
    original = _meaning(text)
    known: dict[str, Mutant] = {}
    for tool, changed in (*_by_mutmut(text), *_by_cosmic_ray(text)):
        try:
            meaning = _meaning(changed)
        except SyntaxError:  # not a program, so nothing to test
            continue
        if meaning == original:
            continue
        if meaning not in known:
            known[meaning] = _mutant(file, text, changed)
        if tool not in known[meaning].tools:
            known[meaning].tools.append(tool)
    return sorted(known.values(), key=lambda mutant: mutant.line)


class _Everywhere(file_mutation.MutationVisitor):  # type: ignore[misc]  # untyped without the tool
    """mutmut leaves out decorated functions, for its own way of switching. Ours is another."""

    def _skip_node_and_children(self, node: libcst.CSTNode) -> bool:
        if isinstance(node, libcst.FunctionDef) and node.decorators:
            return False
        return bool(super()._skip_node_and_children(node))


def _by_mutmut(text: str) -> Iterator[tuple[str, str]]:
    nothing = IgnoredCode(set(), set(), set())
    visitor = _Everywhere(mutation_operators, nothing)
    module = MetadataWrapper(libcst.parse_module(text)).visit(visitor)
    for mutation in visitor.mutations:
        changed = file_mutation.deep_replace(module, mutation.original_node, mutation.mutated_node)
        yield "mutmut", changed.code


def _by_cosmic_ray(text: str) -> Iterator[tuple[str, str]]:
    for name in cosmic_ray.plugins.operator_names():
        operator_class = cosmic_ray.plugins.get_operator(name)
        if operator_class.arguments():  # two operators draw random numbers
            continue
        operator = operator_class()
        places = sum(
            1 for node in ast_nodes(get_ast(text)) for _ in operator.mutation_positions(node)
        )
        for place in range(places):
            changed = mutate_code(text, operator, place)
            if changed is not None:
                yield "cosmic-ray", changed


def _meaning(text: str) -> str:
    """Write a program down without what only readers and type checkers see."""
    return ast.dump(_Unread().visit(ast.parse(text)))


class _Unread(ast.NodeTransformer):
    """Take out docstrings, annotations and imports for type checkers: no test can see them."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        if any(isinstance(base, ast.Name) and base.id == "Record" for base in node.bases):
            return node  # here the annotations are read, by pydantic
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | None:
        named = [part.id for part in ast.walk(node.test) if isinstance(part, ast.Name)]
        return None if named == ["TYPE_CHECKING"] else self.generic_visit(node)


def _mutant(file: str, text: str, changed: str) -> Mutant:
    before, after = text.splitlines(), changed.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    edits = [edit for edit in matcher.get_opcodes() if edit[0] != "equal"]
    was = _in_one_line(line for edit in edits for line in before[edit[1] : edit[2]])
    now = _in_one_line(line for edit in edits for line in after[edit[3] : edit[4]])
    line = edits[0][1] + 1
    return Mutant(file, _where(text, line), line, was, now, changed)


def _in_one_line(lines: Iterable[str]) -> str:
    return " ".join(line.strip() for line in lines if line.strip())


def _where(text: str, line: int) -> str:
    """Name the definition in which a line stands."""
    names: list[str] = []
    nodes: list[ast.stmt] = ast.parse(text).body
    while nodes:
        inside = [
            node
            for node in nodes
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and min([node.lineno, *(d.lineno for d in node.decorator_list)]) <= line
            and line <= (node.end_lineno or 0)
        ]
        names += [node.name for node in inside]
        nodes = [child for node in inside for child in node.body]
    return ".".join(names) or "module"
