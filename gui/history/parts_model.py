"""The parts that were found so far, as rows. More are asked for as one scrolls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QModelIndex, Qt, Signal

from gui.widgets.tables import NOWHERE, HeadedModel, Index
from gui.words import UNKNOWN, count, defect_words, outcome_word, probability
from inference.records.history import HistoryPage
from inference.records.part_record import PartRecord
from inference.records.steps import Key
from inference.verdict import Outcome

OUTCOME_COLUMN = 2


class PartsModel(HeadedModel):
    """Newest first. Rows are added below, never between: nothing moves under the hand."""

    more_wanted = Signal()
    numbers = (3, 6)

    def __init__(self) -> None:
        super().__init__()
        self.heads = (
            self.tr("Time"), self.tr("Part"), self.tr("Outcome"), self.tr("P(def)"),
            self.tr("Type"), self.tr("Model"), self.tr("ms"), self.tr("Operator"),
        )  # fmt: skip
        self.parts: list[PartRecord] = []
        self.reached: Key | None = None

    def begin_anew(self, page: HistoryPage) -> None:
        """The first page of another search."""
        self.beginResetModel()
        self.parts, self.reached = list(page.parts), page.reached
        self.endResetModel()

    def add(self, page: HistoryPage) -> None:
        """The page behind the last one."""
        self.reached = page.reached
        if page.parts:
            first = len(self.parts)
            self.beginInsertRows(QModelIndex(), first, first + len(page.parts) - 1)
            self.parts += page.parts
            self.endInsertRows()

    @property
    def newest(self) -> Key | None:
        return (self.parts[0].time, self.parts[0].part_id) if self.parts else None

    def counts(self) -> Counter[Outcome]:
        """Of the rows that are here."""
        return Counter(part.outcome for part in self.parts)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.parts)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.reached is not None

    def fetchMore(self, _: Index) -> None:
        self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        part = self.parts[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (1, 5):
            return f"{part.part_id}\n{part.source_path or part.source}\n{part.model_id or ''}"
        return texts(part)[index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def texts(part: PartRecord) -> Sequence[str]:
    """A row as it is read."""
    operator = part.operator
    return (
        _moment(part.time),
        _name(part),
        outcome_word(part.outcome),
        probability(part.probability_def),
        defect_words(part.defect_type or UNKNOWN),
        part.model_id or UNKNOWN,
        _latency(part.timings.total_ms),
        "" if operator is None else f"{outcome_word(operator.outcome)} · {operator.by}",
    )


def _moment(time: datetime) -> str:
    """The year only where it is another one."""
    local = time.astimezone()
    is_this_year = local.year == datetime.now(UTC).astimezone().year
    return f"{local:%m-%d %H:%M:%S}" if is_this_year else f"{local:%Y-%m-%d %H:%M}"


def _latency(total_ms: float) -> str:
    return f"{total_ms:.1f}" if total_ms < 1000 else count(round(total_ms))


def _name(part: PartRecord) -> str:
    """A file by its name; any other part by its id."""
    path = part.source_path
    return path.replace("\\", "/").rpartition("/")[2] if path else part.part_id
