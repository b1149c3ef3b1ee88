"""The models of one kind that can be used: those that the program ships and those that were imported, one in use."""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import InputError, ResourceError, UsageError
from app.engine.inference.cards import Card, card_path, read_card, read_model
from app.engine.whole_files import written_whole

_CHOICES = "in-use.json"
_MOST_REMEMBERED = 20
_ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One model; `id` is the beginning of its hash, so that a file of the same name is never taken for another."""

    id: str
    path: Path
    card: Card
    size_bytes: int
    is_shipped: bool
    is_in_use: bool


class ModelList:
    """The models below `folder`, which the user may add to, and those that the program ships.

    `check` opens a model and raises ResourceError for one that is not of this kind.
    """

    def __init__(self, folder: Path, *, shipped: Sequence[Path], check: Callable[[Path], object]) -> None:
        self._folder = folder
        self._shipped = tuple(shipped)
        self._check = check

    def models(self) -> tuple[ListedModel, ...]:
        """Shipped ones first; files whose card is missing or unreadable are left out, as they could not be used."""
        in_use = self.in_use()
        return tuple(self._listed(path, in_use) for path in self._paths())

    def in_use(self) -> Path:
        """The chosen model, else the first that the program ships; ResourceError where there is none at all."""
        return self._history()[-1]

    def use(self, model_id: str) -> ListedModel:
        """Choose a model from now on; refused if it is not what its card says."""
        path = self._path_of(model_id)
        self._check(path)
        self._write([*self._choices(), model_id])
        return self._listed(path, path)

    def can_go_back(self) -> bool:
        """True if another model was in use before this one."""
        return len(self._history()) > 1

    def go_back(self) -> ListedModel:
        """Use the model again that was in use before; UsageError if there was none."""
        history = self._history()
        if len(history) < 2:
            raise UsageError("model.none_before")
        before = history[-2]
        self._check(before)
        self._write([_id(path) for path in history[1:-1]])
        return self._listed(before, before)

    def add(self, model: Path) -> ListedModel:
        """Copy a model file and its card from anywhere; refused if the two disagree or it is of another kind."""
        card = read_card(model)
        read_model(model, card)
        self._check(model)
        target = self._folder / card.sha256[:_ID_LENGTH] / model.name
        if not target.exists():
            try:
                _copy_pair(model, target)
            except OSError as error:
                raise InputError("model.not_copied", path=str(model), reason=error.strerror or str(error)) from error
        return self._listed(target, self.in_use())

    def remove(self, model_id: str) -> None:
        """Delete an imported model; UsageError for one that ships with the program or is in use."""
        path = self._path_of(model_id)
        if path in self._shipped or path == self.in_use():
            raise UsageError("model.not_removable", name=path.stem)
        shutil.rmtree(path.parent)

    def _history(self) -> list[Path]:
        """The models that were in use one after another and are still there; the program's own is the first."""
        paths = {_id(path): path for path in self._paths()}
        if not paths:
            raise ResourceError("model.none", folder=str(self._folder))
        chosen = [paths[each] for each in self._choices() if each in paths]
        return [path for path, _ in itertools.groupby([next(iter(paths.values())), *chosen])]

    def _paths(self) -> Iterator[Path]:
        imported = sorted(self._folder.glob("*/*.onnx")) if self._folder.is_dir() else []
        for path in (*self._shipped, *imported):
            with contextlib.suppress(ResourceError):
                read_card(path)
                yield path

    def _path_of(self, model_id: str) -> Path:
        for path in self._paths():
            if _id(path) == model_id:
                return path
        raise UsageError("model.unknown", given=model_id)

    def _listed(self, path: Path, in_use: Path) -> ListedModel:
        size = path.stat().st_size if path.exists() else 0
        return ListedModel(_id(path), path, read_card(path), size, path in self._shipped, path == in_use)

    def _choices(self) -> list[str]:
        """Ids in the order in which they were chosen; empty where the record is missing or unreadable."""
        try:
            chosen = json.loads((self._folder / _CHOICES).read_text(encoding="utf-8"))
            return [str(each) for each in chosen["chosen"]]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def _write(self, choices: Sequence[str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with written_whole(self._folder / _CHOICES) as partial:
            partial.write_text(json.dumps({"chosen": list(choices)[-_MOST_REMEMBERED:]}), encoding="utf-8")


def _id(path: Path) -> str:
    return read_card(path).sha256[:_ID_LENGTH]


def _copy_pair(model: Path, target: Path) -> None:
    """The card last: a model without a card is not listed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for source, copy in ((model, target), (card_path(model), card_path(target))):
        with written_whole(copy) as partial:
            shutil.copyfile(source, partial)
