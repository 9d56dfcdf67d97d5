"""What results depend on besides what was asked for: versions, sources, model data, kind of machine."""

from __future__ import annotations

import functools
import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from simulator._version import __version__
from simulator.engine.kernel import source_hash

LIBRARIES = ("numpy", "scipy", "numba")


@functools.cache
def fingerprint() -> dict[str, str]:
    """Return what must be the same wherever parts of one result are computed.

    Returns
    -------
    dict
        Versions of the simulator, of Python and of the numerical libraries, the kind of processor, and hashes of the
        sources that results rest on (``code``) and of the model's data files (``data``).
    """
    return {
        "simulator": __version__,
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
        "machine": platform.machine(),
        "code": source_hash(),
        "data": data_hash(),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


@functools.cache
def data_hash() -> str:
    """Hash of every data file of the package."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(p for folder in root.glob("*/data") for p in folder.rglob("*") if p.is_file()):
        if path.suffix != ".pyc":
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def differences(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    """Say what differs, an entry each; hashes are only named.

    Parameters
    ----------
    expected, found : dict
        Two of `fingerprint`.

    Returns
    -------
    list of str
        Such as ``numpy 2.4.6, not 2.4.5``; empty if nothing differs.
    """
    names = [name for name in {**expected, **found} if expected.get(name) != found.get(name)]
    hashes = {"code": "the simulator's code", "data": "the model's data"}
    return [hashes.get(n) or f"{n} {found.get(n, 'unknown')}, not {expected.get(n, 'unknown')}" for n in names]
