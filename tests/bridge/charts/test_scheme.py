import ast
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWebEngineCore import QWebEngineUrlScheme

from app.bridge.charts.scheme import SCHEME, ChartFiles, register_scheme

# Before pytest-qt makes its application, or the engine does not know the address.
register_scheme()


@pytest.fixture
def files(qapp: object) -> ChartFiles:
    return ChartFiles()


def test_no_environment_opens_remote_debugging(repository: Path) -> None:
    code = (
        "import os; from app.bridge.charts.scheme import register_scheme; register_scheme();"
        "print({name: text for name, text in os.environ.items() if name.startswith('QTWEBENGINE')})"
    )
    environment = {
        "QTWEBENGINE_REMOTE_DEBUGGING": "9222",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--remote-debugging-port=9222 --lang=zh",
    }

    report = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, env=environment, capture_output=True, text=True, check=True
    )

    flags = (
        "--lang=zh --force-webrtc-ip-handling-policy=disable_non_proxied_udp --process-per-site"
        " --js-flags=--max-semi-space-size=8,--heap-growing-percent=50"
    )
    assert ast.literal_eval(report.stdout) == {"QTWEBENGINE_CHROMIUM_FLAGS": flags}


def test_the_scheme_is_known_to_the_engine() -> None:
    assert QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "with_maps.html",
        "page.js",
        "page.css",
        "echarts.min.js",
        "qwebchannel.js",
        "facts.json",
        "maps/world.json",
        "maps/china.json",
    ],
)
def test_files_of_the_page_are_served(files: ChartFiles, name: str) -> None:
    assert files.content(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../theme/tokens.toml",
        "../../README.md",
        "maps/../manifest.json",
        "maps/provinces/hebei.json",
        "manifest.json",
        "fonts/../echarts.min.js",
        "fonts/",
        "/etc/passwd",
        "..\\theme\\tokens.toml",
        "web/manifest.json",
    ],
)
def test_nothing_else_is_served(files: ChartFiles, name: str) -> None:
    assert files.content(name) is None


def test_an_operators_map_replaces_ours_and_ours_fills_the_gap(files: ChartFiles, tmp_path: Path) -> None:
    ours = files.content("maps/china.json")
    (tmp_path / "world.json").write_bytes(b"{}")
    files.use_map_folder(tmp_path)

    assert files.content("maps/world.json") == b"{}"
    assert files.content("maps/china.json") == ours


def test_a_link_out_of_the_operators_folder_is_not_followed(files: ChartFiles, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_bytes(b"secret")
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "world.json").symlink_to(outside)
    files.use_map_folder(folder)

    assert files.content("maps/world.json") != b"secret"
