"""How files are imported: the cleaning profile with what it means, duplicates, and what is there already."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from app.bridge.data_intake import Intake
from app.bridge.desk import Desk
from app.engine.records.options import OnConflict
from app.engine.records.rules import Profile
from app.views.data.layouts import column, named, row
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import label

_CHOICE_LENGTH = 12


class ImportOptionsBar(QWidget):
    """Says the same about all files on the desk; what a file itself was told about stays."""

    def __init__(self, desk: Desk, intake: Intake) -> None:
        super().__init__()
        self._desk, self._intake = desk, intake
        texts = desk.texts
        self.profile = named(ChoiceBox(texts, self._profile_name, label_code="data.option_profile"), "profile")
        self.conflict = named(ChoiceBox(texts, self._conflict_name, label_code="data.option_conflict"), "onConflict")
        self.duplicates = named(QCheckBox(), "dropDuplicates")
        self._meaning = label("caption", "profileMeaning", wraps=True)
        self._build()
        texts.language_changed.connect(self._explain)

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        whole = column(theme, self, gap=1)
        line = row(theme, gap=3)
        self.profile.show_choices([None, *Profile], None)
        self.conflict.show_choices(list(OnConflict), OnConflict.ASK)
        for box in (self.profile, self.conflict):
            box.setMinimumContentsLength(_CHOICE_LENGTH)
        texts.bind(self.duplicates.setText, "data.option_duplicates")
        for code, control in (("data.option_profile", self.profile), ("data.option_conflict", self.conflict)):
            words = label()
            texts.bind(words.setText, code)
            words.setBuddy(control)
            line.addWidget(words)
            line.addWidget(control)
        line.addWidget(self.duplicates)
        line.addStretch(1)
        whole.addLayout(line)
        whole.addWidget(self._meaning)
        self.profile.chosen.connect(self._on_changed)
        self.conflict.chosen.connect(self._on_changed)
        self.duplicates.toggled.connect(self._on_changed)
        self._explain()

    def _on_changed(self) -> None:
        profile, conflict = self.profile.value, self.conflict.value
        self._intake.state_all(
            profile if isinstance(profile, Profile) else None,
            drops_duplicates=self.duplicates.isChecked(),
            on_conflict=conflict if isinstance(conflict, OnConflict) else OnConflict.ASK,
        )
        self._explain()

    def _explain(self) -> None:
        chosen = self.profile.value
        name = chosen.value.replace("-", "_") if isinstance(chosen, Profile) else "by_format"
        self._meaning.setText(self._desk.texts.say(f"data.profile_{name}_means"))

    def _profile_name(self, profile: Profile | None) -> str:
        return self._desk.texts.say(f"data.profile_{profile.value.replace('-', '_') if profile else 'by_format'}")

    def _conflict_name(self, conflict: OnConflict) -> str:
        return self._desk.texts.say(f"data.conflict_{conflict.value}")
