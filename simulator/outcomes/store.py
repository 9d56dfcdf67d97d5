"""A folder that keeps what every replicate came to, as it comes, and from which a restart goes on.

``manifest.json`` says of what task and by which versions; ``parts/`` has one Parquet file a block, written whole or not
at all; ``results.parquet`` is the long table that people read, written when all is done.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.errors import Fault, InputError, shown
from simulator.outcomes.arrow import is_installed
from simulator.outcomes.described import package_of
from simulator.outcomes.manifest import ANEW, MANIFEST, manifest, read_manifest, read_whole, refuse_others
from simulator.outcomes.parts import DamagedError, part_bytes, read_part
from simulator.outcomes.saving import write_bytes_whole, write_made_whole
from simulator.outcomes.tidy import write_long

if TYPE_CHECKING:
    import pandas as pd

PARTS, LOCK, RESULTS = "parts", ".lock", "results.parquet"
INSTALL = "pip install 'residency-match-simulator[parquet]'"
_PART = re.compile(r"replicates-(\d{8,})-(\d{8,})\.parquet")
_OURS = re.compile(rf"\.?({_PART.pattern}|manifest\.json|[a-z_]+\.parquet)(\..*)?|\.lock")


@dataclass
class Folder:
    """A folder for the results of one task.

    Attributes
    ----------
    path : Path
        Made if missing.
    is_anew : bool
        Whether results that are there are thrown away; otherwise they must be of the same task and versions.
    n_found, n_done : int
        Replicates that were there when it was opened, of those asked for; and all that are there now.

    Raises
    ------
    InputError
        The extra `parquet` is not installed.
    """

    path: Path
    is_anew: bool = False
    n_found: int = field(default=0, init=False)
    n_done: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if not is_installed():
            raise InputError(Fault("pyarrow is not installed", field="out", allowed=INSTALL))

    @contextmanager
    def opened(self, task: object) -> Iterator[OpenFolder]:
        """Open for a task; nobody else can meanwhile.

        Raises
        ------
        InputError
            Another run is writing there; it holds results of another task or of other versions, or other files; it
            cannot be written to.
        """
        with ExitStack() as stack:
            try:
                if self.path.exists() and not self.path.is_dir():
                    raise InputError(Fault("is no folder", field="out", got=str(self.path)))
                self.path.mkdir(parents=True, exist_ok=True)
                self._refuse_other_files()
                (self.path / PARTS).mkdir(exist_ok=True)
                stack.enter_context(_locked(self.path))
            except OSError as error:
                allowed = "a folder that you may write to, or a new one"
                fault = Fault(
                    f"cannot write here: {error.strerror or error}", field="out", got=str(self.path), allowed=allowed
                )
                raise InputError(fault) from error
            self._claim(task)
            yield OpenFolder(self, package_of(task), getattr(task, "axes", dict)())

    def _refuse_other_files(self) -> None:
        odd = sorted(p.name for p in self.path.iterdir() if p.name not in (PARTS, LOCK))
        if odd and MANIFEST not in odd:
            what = f"holds other files, such as {shown(odd[0])}"
            raise InputError(Fault(what, field="out", got=str(self.path), allowed="a new or empty folder"))

    def _claim(self, task: object) -> None:
        """Write the manifest, or see that the one that is there is the same."""
        file, mine = self.path / MANIFEST, manifest(task)
        if file.exists() and not self.is_anew:
            refuse_others(self.path, read_manifest(file), mine)
        elif not self.is_anew and any(_PART.fullmatch(path.name) for path in (self.path / PARTS).iterdir()):
            what = f"holds results without their {MANIFEST}, so that nobody can tell of what they are"
            raise InputError(Fault(what, field="out", got=str(self.path), allowed=ANEW))
        self._sweep(everything=self.is_anew)
        self.is_anew = False  # opened a second time, it goes on
        if not file.is_file():
            with self.full_disk_said():
                write_bytes_whole(file, (json.dumps(mine, indent=1, ensure_ascii=False) + "\n").encode())

    def _sweep(self, *, everything: bool) -> None:
        """Throw away what a killed run left half written, or all that a run writes."""
        for path in [*self.path.iterdir(), *(self.path / PARTS).iterdir()]:
            is_half = path.name.startswith(".") and path.name != LOCK
            if path.is_file() and _OURS.fullmatch(path.name) and (is_half or (everything and path.name != LOCK)):
                path.unlink(missing_ok=True)

    def save_table(self, name: str, table: pd.DataFrame) -> Path:
        """Write a further table beside the results.

        Parameters
        ----------
        name : str
            Without ``.parquet``.
        table : DataFrame

        Returns
        -------
        Path

        Raises
        ------
        InputError
            It cannot be written.
        """
        with self.full_disk_said():
            return write_made_whole(
                self.path / f"{name}.parquet", lambda at: table.to_parquet(at, engine="pyarrow", index=False)
            )

    @contextmanager
    def full_disk_said(self) -> Iterator[None]:
        """Add to a fault of writing what is kept, and that the same command goes on from there."""
        try:
            yield
        except InputError as error:
            kept = replicates_are(self.n_done).capitalize()
            hint = f"{kept} kept; once this is mended, the same command goes on from there."
            faults = [Fault(f.message, file=f.file, allowed=f.allowed, hint=hint) for f in error.faults]
            raise InputError(faults) from error


def replicates_are(n: int, verb: str = "are") -> str:
    """Say so many replicates with the verb that goes with them: "1 replicate is", "3 replicates are".

    Parameters
    ----------
    n : int
    verb : str
        ``are`` or ``were``.
    """
    if n > 1:
        return f"{n:,} replicates {verb}"
    return f"{'1' if n else 'no'} replicate { ({'are': 'is', 'were': 'was'}[verb]) }"


class OpenFolder:
    """A folder while a task is run.

    Parameters
    ----------
    folder : Folder
    package : str
        From which the types of results come.
    axes : mapping
        Labels for the long table, see `tidy.write_long`.
    """

    def __init__(self, folder: Folder, package: str, axes: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self.folder, self.package, self.axes = folder, package, axes

    def found(self, replicates: int) -> dict[int, Any]:
        """Return what is there of the first so many replicates; a damaged file counts as not there."""
        found: dict[int, Any] = {}
        for path in sorted((self.folder.path / PARTS).iterdir()):
            name = _PART.fullmatch(path.name)
            if name and int(name[1]) < replicates:
                found |= {r: answer for r, answer in self._read(path).items() if r < replicates}
        self.folder.n_found = self.folder.n_done = len(found)
        return found

    def _read(self, path: Path) -> dict[int, Any]:
        try:
            return read_part(read_whole(path), self.package)
        except DamagedError:
            path.unlink(missing_ok=True)
            return {}

    def keep(self, answers: Mapping[int, Any]) -> None:
        """Write a block, whole or not at all.

        Raises
        ------
        InputError
            It cannot be written, such as on a full disk.
        """
        data = part_bytes(answers)
        if data is None:
            for r, answer in answers.items():
                self.keep({r: answer})
            return
        name = f"replicates-{min(answers):08d}-{max(answers):08d}.parquet"
        with self.folder.full_disk_said():
            write_bytes_whole(self.folder.path / PARTS / name, data)
        self.folder.n_done += len(answers)

    def finish(self, answers: Sequence[Any]) -> None:
        """Write ``results.parquet``.

        Raises
        ------
        InputError
            It cannot be written.
        """
        with self.folder.full_disk_said():
            write_made_whole(self.folder.path / RESULTS, lambda path: write_long(path, answers, self.axes))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder; two runs in one would throw away each other's files."""
    try:
        import fcntl
    except ImportError:  # on Windows
        yield
        return
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            fault = Fault("another run is writing here", field="out", got=str(folder), allowed="another folder")
            raise InputError(fault) from error
        yield
