"""What the user chose on this desk: one JSON file in the folder of the user's own data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar, get_args

from app.engine.errors import EngineError, InputError
from app.engine.messages import Language

FORMAT = "settings/1"
SHORTEST_SCENE_S, LONGEST_SCENE_S = 3, 3600
SHORTEST_REST_S, LONGEST_REST_S = 10, 600
ThemeName = Literal["system", "light", "dark"]
_THEMES: tuple[ThemeName, ...] = get_args(ThemeName)
_NAME, _DAMAGED, _LOCK = "settings.json", "settings.damaged.json", "settings.lock"
_SECTIONS = ("maps", "screen", "kiosk", "window", "photos")
_LOCK_WAIT_S = 5.0
_T = TypeVar("_T")
_Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class MapSettings:
    """What stands beside every map; without an approval number it is marked for internal use."""

    approval_number: str = ""
    source_note: str = ""
    folder: str = ""  # of map files that replace those of the program; empty for none


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """The standing display."""

    interval_s: int = 20  # how long a scene stays
    title: str = ""  # empty for the program's own
    hidden_scenes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """The display that visitors touch; its title is that of the standing display."""

    rest_s: int = 45  # untouched for so long, it forgets the visitor's photo and begins anew


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """Where the main window was, as base64 of what the toolkit saves; empty before the first run."""

    geometry: str = ""


@dataclass(frozen=True, slots=True)
class PhotoSettings:
    """How photos of goods are answered."""

    threshold: float = 0.6  # a person must look below this probability


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything remembered between two runs; what the file lacks has its default."""

    language: Language = Language.ZH
    theme: ThemeName = "system"
    animations: bool = True
    page: str = ""  # where the next start begins; empty for the first page
    selection: Mapping[str, object] = field(default_factory=dict)  # as selection_codec writes it
    mapping_folder: str = ""  # empty for `mappings` beside the settings
    export_folder: str = ""  # where the last document was saved; empty before the first
    recent: tuple[str, ...] = ()  # paths of imported files, newest first
    maps: MapSettings = MapSettings()
    screen: ScreenSettings = ScreenSettings()
    kiosk: KioskSettings = KioskSettings()
    window: WindowSettings = WindowSettings()
    photos: PhotoSettings = PhotoSettings()


@dataclass(frozen=True, slots=True)
class StoredSettings:
    """What was read; `problem` is what the user should be told, the settings can be used all the same."""

    settings: Settings
    problem: EngineError | None = None


def read_settings(folder: Path) -> StoredSettings:
    """The settings kept in `folder`; a damaged file is set aside and the defaults hold. Never fails."""
    path = folder / _NAME
    try:
        document = _read_document(path)
    except OSError as error:
        problem = InputError("settings.unreadable", path=str(path), reason=error.strerror or str(error))
        return StoredSettings(Settings(), problem)
    except (ValueError, RecursionError):
        return StoredSettings(Settings(), _set_aside(path))
    return StoredSettings(_parsed(document))


def write_settings(folder: Path, settings: Settings) -> None:
    """Replace the file in one step; what other versions of the program keep in it stays."""
    # Imported when something is written: a window that only reads its settings is there before the lock's library
    import filelock

    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / _LOCK, timeout=_LOCK_WAIT_S):
            _write_document(path, _merged(_kept(path), _document(settings)))
    except OSError as error:
        raise InputError("settings.cannot_write", path=str(path), reason=error.strerror or str(error)) from error


def _read_document(path: Path) -> _Document:
    """The file's content, {} where there is none; ValueError for what is no settings file of this format."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    document = _mapping(json.loads(text))
    if document.get("format") != FORMAT:
        raise ValueError(path)
    return document


def _set_aside(path: Path) -> EngineError:
    """Move the damaged file out of the way, over an earlier one, and say where it went."""
    aside = path.with_name(_DAMAGED)
    try:
        path.replace(aside)
    except OSError as error:
        return InputError("settings.unreadable", path=str(path), reason=error.strerror or str(error))
    return InputError("settings.damaged", path=str(aside))


def _kept(path: Path) -> _Document:
    try:
        return _read_document(path)
    except (ValueError, RecursionError):
        return {}


def _merged(old: _Document, new: _Document) -> _Document:
    """`new`, with the entries of `old` that it does not know."""
    merged = old | new
    for name in _SECTIONS:
        before, after = old.get(name), new[name]
        if isinstance(before, dict) and isinstance(after, dict):
            merged[name] = before | after
    return merged


def _write_document(path: Path, document: _Document) -> None:
    from app.engine.whole_files import put_in_place

    partial = path.with_name(f"{_NAME}.new")
    # Escaped, because a path of another system may hold bytes that are no text
    text = json.dumps(document, indent=1)
    partial.write_text(text + "\n", encoding="utf-8", newline="\n")
    put_in_place(partial, path)


def _document(settings: Settings) -> _Document:
    return {
        "format": FORMAT,
        "language": settings.language.value,
        "theme": settings.theme,
        "animations": settings.animations,
        "page": settings.page,
        "selection": dict(settings.selection),
        "mapping_folder": settings.mapping_folder,
        "export_folder": settings.export_folder,
        "recent": list(settings.recent),
        "maps": {
            "approval_number": settings.maps.approval_number,
            "source_note": settings.maps.source_note,
            "folder": settings.maps.folder,
        },
        "screen": {
            "interval_s": settings.screen.interval_s,
            "title": settings.screen.title,
            "hidden_scenes": list(settings.screen.hidden_scenes),
        },
        "kiosk": {"rest_s": settings.kiosk.rest_s},
        "window": {"geometry": settings.window.geometry},
        "photos": {"threshold": settings.photos.threshold},
    }


def _parsed(document: _Document) -> Settings:
    """Each entry that can be used; one that cannot has its default, so that a slip costs one setting only."""
    nothing: _Document = {}
    maps, screen, kiosk, window, photos = (_entry(document, name, _mapping, nothing) for name in _SECTIONS)
    return Settings(
        language=_entry(document, "language", Language, Language.ZH),
        theme=_entry(document, "theme", _theme, "system"),
        animations=_entry(document, "animations", _flag, True),
        page=_entry(document, "page", _text, ""),
        selection=_entry(document, "selection", _mapping, {}),
        mapping_folder=_entry(document, "mapping_folder", _text, ""),
        export_folder=_entry(document, "export_folder", _text, ""),
        recent=_entry(document, "recent", _texts, ()),
        maps=MapSettings(
            approval_number=_entry(maps, "approval_number", _text, ""),
            source_note=_entry(maps, "source_note", _text, ""),
            folder=_entry(maps, "folder", _text, ""),
        ),
        screen=ScreenSettings(
            interval_s=_entry(screen, "interval_s", _scene, ScreenSettings().interval_s),
            title=_entry(screen, "title", _text, ""),
            hidden_scenes=_entry(screen, "hidden_scenes", _texts, ()),
        ),
        kiosk=KioskSettings(_entry(kiosk, "rest_s", _rest, KioskSettings().rest_s)),
        window=WindowSettings(_entry(window, "geometry", _text, "")),
        photos=PhotoSettings(_entry(photos, "threshold", _share, PhotoSettings().threshold)),
    )


def _entry(section: _Document, name: str, read: Callable[[object], _T], default: _T) -> _T:
    try:
        return read(section[name])
    except (KeyError, ValueError):
        return default


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(value)
    return tuple(_text(each) for each in value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _theme(value: object) -> ThemeName:
    for name in _THEMES:
        if value == name:
            return name
    raise ValueError(value)


def _scene(value: object) -> int:
    return _seconds(value, SHORTEST_SCENE_S, LONGEST_SCENE_S)


def _rest(value: object) -> int:
    return _seconds(value, SHORTEST_REST_S, LONGEST_REST_S)


def _seconds(value: object, shortest: int, longest: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not shortest <= value <= longest:
        raise ValueError(value)
    return value


def _share(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise ValueError(value)
    return float(value)


def _mapping(value: object) -> _Document:
    if not isinstance(value, dict):
        raise ValueError(value)
    return value
