"""Many photos, the history, the training set and the model list, as a clerk uses them."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.photo_items import items_of_paths
from app.bridge.photo_models import card_rows
from app.bridge.photo_session import PhotoSession, open_in_use
from app.engine.images.picture import Picture
from app.engine.inference.model_list import ListedModel
from app.engine.messages import Language
from app.engine.vision.answers import Recognition
from app.engine.vision.models import photo_models
from app.engine.vision.recogniser import Recogniser
from app.views.recognise.batch_tab import BatchTab
from app.views.recognise.history_tab import HistoryTab
from app.views.recognise.labels_tab import LabelsTab
from app.views.recognise.models_tab import ModelsTab
from tests.engine.vision.detecting import finished, write_detector
from tests.engine.vision.networks import write_network
from tests.ui.photo_page import BLUE, GREEN, RED, WAIT_MS, photo, tiny_opener

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(desk: Desk, qtbot: QtBot, tmp_path: Path) -> PhotoSession:
    return PhotoSession(desk.settings.folder, desk.runner, opener=tiny_opener(tmp_path / "model"))


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """Three photos, one of them in a folder below, a file that is no picture, and one that only looks like one."""
    folder = tmp_path / "goods"
    photo(folder / "1 apple.png", RED)
    photo(folder / "2 tree.png", GREEN)
    photo(folder / "inner" / "3 car.png", BLUE)
    (folder / "4 broken.jpg").write_bytes(b"nothing")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    return folder


@pytest.fixture
def batch(desk: Desk, qtbot: QtBot, session: PhotoSession) -> BatchTab:
    made = BatchTab(desk, session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    return made


def run(batch: BatchTab, qtbot: QtBot, folder: Path) -> None:
    """Recognise a folder to its end."""
    batch.sources.choose_folder = lambda _parent, _words: [folder]
    QTest.mouseClick(batch.sources.folder, LEFT)
    qtbot.waitUntil(lambda: bool(batch.board.rows) and not batch.board.waiting, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not batch.board.is_running, timeout=WAIT_MS)


def names(batch: BatchTab) -> list[str]:
    return [row.name for row in batch.table.shown_rows]


def chapters(batch: BatchTab) -> dict[str, str]:
    return {row.name: row.seen.chapter for row in batch.board.rows if row.seen is not None}


def test_a_folder_is_recognised_and_what_cannot_be_read_says_why(batch: BatchTab, qtbot: QtBot, goods: Path) -> None:
    run(batch, qtbot, goods)

    assert chapters(batch) == {"1 apple.png": RED, "2 tree.png": GREEN, "3 car.png": BLUE}
    content = batch.table.content
    broken = next(place for place, row in enumerate(content.rows) if row.name == "4 broken.jpg")
    assert "4 broken.jpg" in str(content.index(broken, content.columns.index("state")).data())
    assert "4 / 4" in batch.status.text()
    assert not batch.table.content.index(0, 0).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_only_photos_in_one_state_are_shown(batch: BatchTab, qtbot: QtBot, goods: Path) -> None:
    run(batch, qtbot, goods)

    QTest.mouseClick(batch.states.button("failed"), LEFT)
    assert names(batch) == ["4 broken.jpg"]

    QTest.mouseClick(batch.states.button("all"), LEFT)
    assert len(names(batch)) == 4


class Gate:
    """A recogniser that waits after the first answers, so that a stop always comes in time."""

    def __init__(self, behind: Recogniser, free: int) -> None:
        self._behind, self._free = behind, free
        self.opened = threading.Event()

    def recognise_picture(self, picture: Picture, *, decode_ms: float = 0.0) -> Recognition:
        self._free -= 1
        if self._free < 0:
            self.opened.wait(timeout=WAIT_MS / 1_000)
        return self._behind.recognise_picture(picture, decode_ms=decode_ms)


def test_a_stopped_batch_goes_on_with_what_is_left(
    batch: BatchTab, session: PhotoSession, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [photo(tmp_path / "many" / f"{number:03}.png", RED) for number in range(60)]
    gate = Gate(session.recognisers.take(), free=10)
    monkeypatch.setattr(session.recognisers, "take", lambda: gate)
    batch.add(items_of_paths(paths))
    qtbot.waitUntil(lambda: any(row.seen is not None for row in batch.board.rows), timeout=WAIT_MS)

    QTest.mouseClick(batch.stop, LEFT)
    gate.opened.set()
    qtbot.waitUntil(lambda: not batch.board.is_running, timeout=WAIT_MS)
    assert 0 < len(batch.board.waiting) < 60
    QTest.mouseClick(batch.resume, LEFT)

    qtbot.waitUntil(lambda: not batch.board.is_running and not batch.board.waiting, timeout=WAIT_MS)
    assert session.desk.recognitions().count() == 60


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_answers_are_saved_as_a_file(
    batch: BatchTab, desk: Desk, qtbot: QtBot, goods: Path, tmp_path: Path, kind: str
) -> None:
    run(batch, qtbot, goods)
    target = tmp_path / f"out.{kind}"
    batch.files.chooser = lambda _parent, _proposed, _pattern: target

    with qtbot.waitSignal(desk.notices.posted, timeout=WAIT_MS):
        QTest.mouseClick(batch.saves[kind], LEFT)

    assert target.stat().st_size > 0


def test_the_saved_file_holds_every_photo_with_path_chapter_and_verdict(
    batch: BatchTab, desk: Desk, qtbot: QtBot, goods: Path, tmp_path: Path
) -> None:
    run(batch, qtbot, goods)
    batch.files.chooser = lambda _parent, _proposed, _pattern: tmp_path / "out.csv"

    with qtbot.waitSignal(desk.notices.posted, timeout=WAIT_MS):
        QTest.mouseClick(batch.saves["csv"], LEFT)

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["照片"]: row for row in csv.DictReader(file)}
    assert rows["3 car.png"]["首选章"] == BLUE
    assert rows["3 car.png"]["路径"] == str(goods / "inner" / "3 car.png")
    assert rows["4 broken.jpg"]["首选章"] == ""


def test_an_opened_row_goes_to_the_goods_tab(batch: BatchTab, session: PhotoSession, qtbot: QtBot, goods: Path) -> None:
    run(batch, qtbot, goods)
    batch.table.setCurrentIndex(batch.table.sorted.index(0, 0))

    with qtbot.waitSignal(session.photo_wanted) as asked:
        QTest.keyClick(batch.table, Qt.Key.Key_Return)

    assert asked.args[0].path == goods / "1 apple.png"


def test_a_digit_and_enter_label_a_row_and_go_on_to_the_next(
    batch: BatchTab, session: PhotoSession, qtbot: QtBot, goods: Path
) -> None:
    run(batch, qtbot, goods)
    batch.table.setCurrentIndex(batch.table.sorted.index(0, 0))
    first = batch.table.row_at(0)
    assert first.seen is not None
    second_guess = first.seen.guesses[1][0]

    QTest.keyClick(batch.table, Qt.Key.Key_2)
    assert second_guess in batch.marked.text()
    with qtbot.waitSignal(session.labelled, timeout=WAIT_MS):
        QTest.keyClick(batch.table, Qt.Key.Key_Return)

    assert batch.table.content.rows[0].label == second_guess
    assert batch.table.currentIndex().row() == 1
    assert batch.marked.text() == ""
    (label,) = session.desk.labels().all()
    with Image.open(session.desk.labels().picture_of(label.key.digest)) as kept:
        assert kept.size == (320, 240)


def test_a_label_given_elsewhere_stands_in_the_batch(
    batch: BatchTab, session: PhotoSession, qtbot: QtBot, goods: Path
) -> None:
    run(batch, qtbot, goods)
    row = batch.board.rows[0]
    assert row.seen is not None

    session.labelled.emit(row.seen.key.digest, "64")

    assert batch.table.content.rows[0].label == "64"


@pytest.fixture
def history(desk: Desk, qtbot: QtBot, session: PhotoSession, batch: BatchTab, goods: Path) -> HistoryTab:
    """Over the answers of a batch."""
    run(batch, qtbot, goods)
    made = HistoryTab(desk, session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    qtbot.waitUntil(lambda: len(made.table.content.rows) == 3, timeout=WAIT_MS)
    return made


@pytest.mark.parametrize(("typed", "found"), [("tree", "2 tree.png"), ("车辆", "3 car.png"), ("cheliang", "3 car.png")])
def test_the_history_is_searched_by_name_and_chapter(history: HistoryTab, qtbot: QtBot, typed: str, found: str) -> None:
    history.search.setText(typed)

    qtbot.waitUntil(lambda: [row.name for row in history.table.shown_rows] == [found], timeout=WAIT_MS)


def test_chosen_answers_are_removed_from_the_history(history: HistoryTab, qtbot: QtBot) -> None:
    history.table.selectRow(0)
    gone = history.table.chosen_rows[0].name

    QTest.mouseClick(history.remove, LEFT)

    qtbot.waitUntil(lambda: len(history.table.content.rows) == 2, timeout=WAIT_MS)
    assert gone not in [row.name for row in history.table.shown_rows]


def test_a_photo_of_the_history_opens_again_or_says_that_its_file_is_gone(
    history: HistoryTab, desk: Desk, session: PhotoSession, qtbot: QtBot
) -> None:
    history.table.setCurrentIndex(history.table.sorted.index(0, 0))
    with qtbot.waitSignal(session.photo_wanted) as asked:
        QTest.keyClick(history.table, Qt.Key.Key_Return)
    asked.args[0].path.unlink()

    with qtbot.waitSignal(desk.notices.posted) as told:
        QTest.keyClick(history.table, Qt.Key.Key_Return)

    assert told.args[0].code == "recognise.file_gone"


@pytest.fixture
def labels(desk: Desk, qtbot: QtBot, session: PhotoSession, batch: BatchTab, tmp_path: Path) -> LabelsTab:
    """Two copies of one drawing that were labelled differently, and another photo."""
    stripes = Image.linear_gradient("L").resize((300, 200)).rotate(20)
    (tmp_path / "goods").mkdir()
    stripes.convert("RGB").save(tmp_path / "goods" / "a.png")
    stripes.convert("RGB").resize((200, 140)).save(tmp_path / "goods" / "b.jpg", quality=60)
    Image.radial_gradient("L").convert("RGB").save(tmp_path / "goods" / "c.png")
    run(batch, qtbot, tmp_path / "goods")
    for row, chapter in zip(batch.board.rows, ("64", "84", "08"), strict=True):
        assert row.seen is not None
        session.desk.give_label(row.seen, chapter, source="goods", picture=row.seen.thumbnail)
    made = LabelsTab(desk, session, chooser=lambda _parent: tmp_path / "set")
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    qtbot.waitUntil(lambda: len(made.content.labels) == 3, timeout=WAIT_MS)
    return made


def test_labels_that_contradict_a_photo_that_looks_alike_are_flagged_with_both_pictures(labels: LabelsTab) -> None:
    rows = {str(row[0]): str(row[2]) for row in labels.table.content.rows}
    assert "冲突" in rows["a.png"]
    assert "a.png" in rows["b.jpg"]
    assert rows["c.png"] == ""

    labels.table.selectRow([row[0] for row in labels.table.content.rows].index("a.png"))

    assert labels.like.isVisible()
    assert not labels.picture.photo.isNull()
    assert not labels.like.photo.isNull()


def test_a_label_is_taken_back_in_the_training_set(labels: LabelsTab, session: PhotoSession, qtbot: QtBot) -> None:
    labels.table.selectRow([row[0] for row in labels.table.content.rows].index("b.jpg"))

    QTest.mouseClick(labels.withdraw, LEFT)

    qtbot.waitUntil(lambda: len(labels.content.labels) == 2, timeout=WAIT_MS)
    assert labels.content.conflicts == 0
    assert {label.chapter for label in session.desk.labels().all()} == {"64", "08"}


def test_the_training_set_is_exported(labels: LabelsTab, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(desk.notices.posted, timeout=WAIT_MS) as told:
        QTest.mouseClick(labels.export, LEFT)

    assert told.args[0].code == "recognise.labels_exported"
    assert len(list((tmp_path / "set").glob("*/*.jpg"))) == 3
    assert (tmp_path / "set" / "MANIFEST.csv").is_file()


@pytest.fixture
def models(desk: Desk, qtbot: QtBot, tmp_path: Path) -> ModelsTab:
    """Two imported models, the second in use."""
    found = photo_models(desk.settings.folder)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        added = found.add(write_network(tmp_path / name, name=name, strength=10.0 + len(name)))
        found.use(added.id)
    made = ModelsTab(desk, PhotoSession(desk.settings.folder, desk.runner, opener=open_in_use))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.state is not None, timeout=WAIT_MS)
    return made


def place_of(models: ModelsTab, name: str) -> int:
    return next(at for at, row in enumerate(models.table.content.rows) if str(row[0]).startswith(name))


def test_models_stand_with_accuracy_and_size_and_the_card_tells_licence_and_hash(models: ModelsTab) -> None:
    row = models.table.content.rows[place_of(models, "second")]

    assert row[1] == "使用中"
    assert (row[2], row[3], row[7]) == (0.5, 0.75, round(in_use(models).size_bytes / 1_000_000, 1))
    shown = [models.table.content.index(place_of(models, "second"), column).data() for column in (2, 3)]
    assert shown == ["50.0%", "75.0%"]
    told = dict(card_rows(in_use(models), Language.ZH))
    assert (told["许可"], told["SHA-256"]) == ("Apache-2.0", in_use(models).card.sha256)


def in_use(models: ModelsTab) -> ListedModel:
    assert models.state is not None
    return next(each for each in models.state.models if each.is_in_use)


def test_another_model_is_used_at_once_and_taken_back(models: ModelsTab, qtbot: QtBot) -> None:
    session = models._session
    assert session.recognisers.take().network.model == "second"
    models.table.selectRow(place_of(models, "first"))

    with qtbot.waitSignal(session.model_changed, timeout=WAIT_MS):
        QTest.mouseClick(models.use, LEFT)
    assert session.recognisers.take().network.model == "first"

    with qtbot.waitSignal(session.model_changed, timeout=WAIT_MS):
        QTest.mouseClick(models.back, LEFT)
    assert session.recognisers.take().network.model == "second"


def test_a_model_that_its_card_does_not_describe_is_refused(
    models: ModelsTab, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "altered").mkdir()
    altered = write_network(tmp_path / "altered", name="altered")
    altered.write_bytes(altered.read_bytes() + b"\0")
    models.chooser = lambda _parent: altered

    with qtbot.waitSignal(desk.notices.posted, timeout=WAIT_MS) as told:
        QTest.mouseClick(models.add, LEFT)

    assert told.args[0].code == "model.hash_differs"


def test_a_model_that_is_not_in_use_is_removed(models: ModelsTab, qtbot: QtBot) -> None:
    models.table.selectRow(place_of(models, "first"))

    QTest.mouseClick(models.remove, LEFT)

    qtbot.waitUntil(
        lambda: "first" not in [str(row[0]).split()[0] for row in models.table.content.rows], timeout=WAIT_MS
    )


def test_a_detector_is_imported_used_at_once_and_given_up_again(
    models: ModelsTab, qtbot: QtBot, tmp_path: Path
) -> None:
    session, row = models._session, models.detector
    row.chooser = lambda _parent: write_detector(tmp_path / "yolo.onnx", finished())
    assert session.recognisers.take().detector is None

    with qtbot.waitSignal(session.model_changed, timeout=WAIT_MS):
        QTest.mouseClick(row.add, LEFT)
    assert "yolo" in row.state.text()
    detector = session.recognisers.take().detector
    assert detector is not None
    assert detector.model == "yolo"

    with qtbot.waitSignal(session.model_changed, timeout=WAIT_MS):
        QTest.mouseClick(row.remove, LEFT)
    assert session.recognisers.take().detector is None


def test_a_network_is_refused_as_a_detector(models: ModelsTab, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    models.detector.chooser = lambda _parent: write_network(tmp_path / "other")

    with qtbot.waitSignal(desk.notices.posted, timeout=WAIT_MS) as told:
        QTest.mouseClick(models.detector.add, LEFT)

    assert told.args[0].code == "vision.other_detector"
