"""What run.py can do: each verb names the locks it needs and the command it hands over to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from tools import build_web, environment, setup_errors, system_packages
from tools import bundle as build_bundle
from tools.environment import ROOT

APP_LOCKS = ("base",)
TEST_LOCKS = ("dev",)
BUNDLE_LOCKS = ("base", "bundle")
BUNDLE_PACKAGES = ("binutils",)  # PyInstaller reads with it which libraries a program loads
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


def run(arguments: Sequence[str], *, usage: str) -> int:
    """Do what the first argument says; without one, start the program."""
    if not arguments:
        return start()
    verb, rest = arguments[0], list(arguments[1:])
    if verb in {"-h", "--help", "help"}:
        sys.stdout.write(usage)
        return 0
    if verb not in VERBS:
        raise setup_errors.SetupUsageError("setup.unknown_verb", verb=verb, verbs=", ".join(VERBS))
    return VERBS[verb](rest)


def start() -> int:
    """The program itself; missing maps are tried once per version of their lock, not at each start."""
    environment.ensure(APP_LOCKS)
    build_web.provide()
    return hand_over(["-m", "app"])


def test(arguments: list[str]) -> int:
    """pytest with the caller's arguments."""
    environment.ensure(TEST_LOCKS)
    build_web.provide(must_retry=True)
    return hand_over(["-m", "pytest", *arguments])


def check(arguments: list[str]) -> int:
    """Every check, all of them even if one fails."""
    refuse_arguments("check", arguments)
    environment.ensure(TEST_LOCKS)
    failed = [" ".join(command) for command in CHECKS if call_script(*command)]
    if failed:
        setup_errors.say("setup.check_failed", names=", ".join(failed))
        return 1
    setup_errors.say("setup.check_passed")
    return 0


def bench(arguments: list[str]) -> int:
    """One module of `benchmarks`."""
    if not arguments or arguments[0] not in BENCHMARKS:
        raise setup_errors.SetupUsageError("setup.benchmark_missing", names=", ".join(BENCHMARKS))
    environment.ensure(TEST_LOCKS)
    return hand_over(["-m", f"benchmarks.{arguments[0]}", *arguments[1:]])


def bundle(arguments: list[str]) -> int:
    """A folder with the program, Python and every resource inside."""
    refuse_arguments("bundle", arguments)
    environment.ensure(BUNDLE_LOCKS)
    system_packages.provide(BUNDLE_PACKAGES)
    if not build_web.provide(must_retry=True):
        return 1
    return build_bundle.build()


def web(arguments: list[str]) -> int:
    """Build the web assets anew."""
    refuse_arguments("web", arguments)
    environment.ensure(APP_LOCKS)
    with environment.turn(environment.LOCK):
        return 0 if build_web.build() else 1


BENCHMARKS = (
    "analysis",
    "clean",
    "clusters",
    "codes",
    "dashboard",
    "fuzz_declarations",
    "potential",
    "price",
    "price_file",
    "price_window",
    "query",
    "screen",
    "start",
    "vision",
    "visits",
)
VERBS: dict[str, Callable[[list[str]], int]] = {
    "test": test,
    "check": check,
    "bench": bench,
    "bundle": bundle,
    "web": web,
}


def refuse_arguments(verb: str, arguments: Sequence[str]) -> None:
    """Stop at an argument that would be ignored."""
    if arguments:
        raise setup_errors.SetupUsageError("setup.unexpected_argument", verb=verb, argument=arguments[0])


def call(arguments: Sequence[str]) -> int:
    """Run the environment's Python in the repository and return its exit status."""
    return subprocess.call([str(environment.python()), *arguments], cwd=ROOT)


def call_script(name: str, *arguments: str) -> int:
    """Run a command of the environment in the repository and return its exit status."""
    script = environment.python().with_name(name + (".exe" if os.name == "nt" else ""))
    return subprocess.call([str(script), *arguments], cwd=ROOT)


def hand_over(arguments: Sequence[str]) -> int:
    """Become the environment's Python, working in the repository; Windows keeps a parent, which waits."""
    settings = sandbox_settings()
    command = [str(environment.python()), *arguments]
    if os.name != "nt":
        os.chdir(ROOT)
        os.execve(command[0], command, settings)
    return subprocess.call(command, cwd=ROOT, env=settings)


def sandbox_settings() -> dict[str, str]:
    """Chromium refuses to start as root with its sandbox on: only for uid 0 it is switched off, and said so."""
    if os.name == "nt" or os.geteuid() != 0:
        return dict(os.environ)
    setup_errors.say("setup.sandbox_off")
    return {**os.environ, "QTWEBENGINE_DISABLE_SANDBOX": "1"}
