"""What the page may not do is refused, and no request arrives at a real server on this machine."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.charts.profile import ChartProfile, shared_profile
from app.bridge.charts.scheme import HOME
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import drawn_area, evaluate, wait_for


class CountingServer(ThreadingHTTPServer):
    """Counts every connection that reaches it."""

    connections = 0

    def verify_request(self, request: object, client_address: object) -> bool:
        self.connections += 1
        return True


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(b"reached")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as above
        """Not on the terminal."""


@pytest.fixture
def server() -> Iterator[CountingServer]:
    server = CountingServer(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def address(server: CountingServer) -> str:
    return f"127.0.0.1:{server.server_port}"


@pytest.fixture(scope="module")
def area(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[ChartArea]:
    with drawn_area(QtBot(request), Theme(ThemeMode.LIGHT), Texts(Language.ZH)) as area:
        yield area


def _attempt(bot: QtBot, page: QWebEnginePage, script: str) -> str:
    """What became of an attempt that sets `attempt` to its outcome."""
    page.runJavaScript(f"window.attempt = ''; (() => {{ {script} }})()")
    wait_for(bot, page, "window.attempt")
    return str(evaluate(bot, page, "window.attempt"))


_ELEMENT = """
const one = document.createElement('{tag}'); one.{field} = '{url}';
one.onload = () => {{ window.attempt = 'loaded'; }}; one.onerror = () => {{ window.attempt = 'refused'; }};
document.body.append(one);
"""
_SOCKET = """
try {{ const socket = new WebSocket('ws://{address}/');
socket.onopen = () => {{ window.attempt = 'open'; }}; socket.onerror = () => {{ window.attempt = 'refused'; }};
}} catch (error) {{ window.attempt = 'refused'; }}
"""
_XHR = """
const request = new XMLHttpRequest(); request.open('GET', '{url}');
request.onload = () => {{ window.attempt = 'loaded'; }}; request.onerror = () => {{ window.attempt = 'refused'; }};
request.send();
"""
_FETCH = "fetch('{url}').then(() => {{ window.attempt = 'loaded'; }}, () => {{ window.attempt = 'refused'; }});"
_IMPORT = "import('{url}').then(() => {{ window.attempt = 'loaded'; }}, () => {{ window.attempt = 'refused'; }});"


def _attempts(url: str, address: str) -> dict[str, str]:
    return {
        "fetch": _FETCH.format(url=url),
        "import": _IMPORT.format(url=url),
        "xhr": _XHR.format(url=url),
        "socket": _SOCKET.format(address=address),
        "image": _ELEMENT.format(tag="img", field="src", url=url),
        "script": _ELEMENT.format(tag="script", field="src", url=url),
    }


@pytest.mark.parametrize("way", ["fetch", "import", "xhr", "socket", "image", "script"])
def test_the_page_reaches_no_server(
    qtbot: QtBot, area: ChartArea, server: CountingServer, address: str, way: str
) -> None:
    seen: list[str] = []
    area.page.channel.request_refused.connect(seen.append)

    outcome = _attempt(qtbot, area.page, _attempts(f"http://{address}/", address)[way])
    qtbot.waitUntil(lambda: bool(seen), timeout=5_000)

    assert outcome == "refused"
    assert server.connections == 0


@pytest.mark.parametrize("way", ["fetch", "xhr", "image"])
def test_the_page_reads_no_file_of_the_machine(qtbot: QtBot, area: ChartArea, tmp_path: Path, way: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")

    outcome = _attempt(qtbot, area.page, _attempts(secret.as_uri(), "unused")[way])

    assert outcome == "refused"


_PUT = """
const url = 'http://{address}/';
const put = (tag, fields) => {{
    const one = Object.assign(document.createElement(tag), fields);
    document.body.append(one);
    return one;
}};
"""


@pytest.mark.parametrize(
    "way",
    [
        "location.href = url",
        "window.open(url)",
        "put('iframe', {{src: url}})",
        "put('form', {{action: url}}).submit()",
        "put('a', {{href: url, target: '_blank'}}).click()",
        "put('a', {{href: url, ping: url}}).click()",
        "put('link', {{rel: 'prefetch', href: url}})",
        "put('style', {{textContent: `@import url(${{url}})`}})",
        "navigator.sendBeacon(url, 'x')",
        "new EventSource(url)",
        "location.href = 'data:text/html,<p>x'",
    ],
)
def test_the_page_goes_nowhere(qtbot: QtBot, area: ChartArea, server: CountingServer, address: str, way: str) -> None:
    area.page.runJavaScript(f"(() => {{ {(_PUT + way).format(address=address)}; }})()")
    wait_for(qtbot, area.page, "(window.turns = (window.turns ?? 0) + 1) > 20")

    assert server.connections == 0
    assert area.page.url() == HOME
    assert evaluate(qtbot, area.page, "document.querySelectorAll('.card').length") == 3


@pytest.mark.parametrize("code", ["eval('1 + 1')", "new Function('return 2')()", "setTimeout('window.ran = 1', 0)"])
def test_text_is_never_run_as_code(qtbot: QtBot, area: ChartArea, code: str) -> None:
    outcome = _attempt(
        qtbot,
        area.page,
        f"""addEventListener('securitypolicyviolation', (event) => {{ window.attempt = event.effectiveDirective; }});
        try {{ {code}; }} catch (error) {{ window.attempt ||= error.name; }}""",
    )

    assert outcome in {"EvalError", "script-src"}
    assert evaluate(qtbot, area.page, "window.ran ?? 0") == 0


def test_the_page_stores_nothing(qtbot: QtBot, area: ChartArea) -> None:
    profile = shared_profile()

    assert profile.isOffTheRecord()
    assert profile.httpCacheType() is QWebEngineProfile.HttpCacheType.NoCache
    assert (
        evaluate(
            qtbot,
            area.page,
            "(() => { try { localStorage.x = 1; return 'kept'; } catch (error) { return error.name; } })()",
        )
        != "kept"
    )


def test_the_clipboard_and_windows_are_out_of_reach(area: ChartArea) -> None:
    settings, attribute = area.page.settings(), QWebEngineSettings.WebAttribute

    for name in (
        "JavascriptCanAccessClipboard",
        "JavascriptCanOpenWindows",
        "LocalContentCanAccessRemoteUrls",
        "ScreenCaptureEnabled",
    ):
        assert not settings.testAttribute(attribute[name])


def test_the_second_wall_holds_without_the_first(
    qtbot: QtBot, qapp: QApplication, server: CountingServer, address: str
) -> None:
    profile = ChartProfile()
    page = QWebEnginePage(profile)
    refused: list[str] = []
    profile.guard.refused.connect(refused.append)
    with qtbot.waitSignal(page.loadFinished, timeout=10_000):
        page.setHtml("<p>a page without a content policy</p>", QUrl(f"http://{address}/"))

    outcomes = {way: _attempt(qtbot, page, script) for way, script in _attempts(f"http://{address}/", address).items()}

    assert set(outcomes.values()) == {"refused"}
    assert server.connections == 0
    assert any(where == "http://127.0.0.1" for where in refused)
    shiboken6.delete(page)
    shiboken6.delete(profile)


def test_the_server_would_count_a_page_without_walls(
    qtbot: QtBot, qapp: QApplication, server: CountingServer, address: str
) -> None:
    profile = QWebEngineProfile()
    page = QWebEnginePage(profile)
    with qtbot.waitSignal(page.loadFinished, timeout=10_000):
        page.setHtml("<p>no walls</p>", QUrl(f"http://{address}/"))

    outcome = _attempt(qtbot, page, _attempts(f"http://{address}/", address)["fetch"])

    assert outcome == "loaded"
    assert server.connections > 0
    shiboken6.delete(page)
    shiboken6.delete(profile)


def test_no_datagram_leaves_a_page(qtbot: QtBot, area: ChartArea) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.setblocking(False)
        server = f"stun:127.0.0.1:{receiver.getsockname()[1]}"
        script = f"""const peer = new RTCPeerConnection({{iceServers: [{{urls: '{server}'}}]}});
            peer.onicegatheringstatechange = () => {{ window.attempt = peer.iceGatheringState; }};
            peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer));"""
        area.page.runJavaScript(script)
        wait_for(qtbot, area.page, "window.attempt === 'complete'")

        with pytest.raises(BlockingIOError):
            receiver.recv(1)
