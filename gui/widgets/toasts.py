"""Shows the notifications, over the page's left, above what can be pressed there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.notifications import Notification, Notifications

_WIDTH = 480
_MARGIN = 20
_GAP = 10
_CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


class Toasts(QWidget):
    """Lies over the page that is shown, keeps out of the mouse's way and off its controls."""

    def __init__(self, pages: QStackedWidget, notifications: Notifications) -> None:
        super().__init__(pages)
        self._pages = pages
        self._notifications = notifications
        self._labels: list[QLabel] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        notifications.changed.connect(self._show)
        # Once the page has been laid out.
        pages.currentChanged.connect(lambda _: QTimer.singleShot(0, self, self._place))
        pages.installEventFilter(self)
        self.hide()

    def texts(self) -> list[str]:
        """What is on the screen, oldest first."""
        return [label.text() for label in self._labels]

    def _show(self) -> None:
        for label in self._labels:
            self._layout.removeWidget(label)
            label.deleteLater()
        self._labels = [_toast(notification) for notification in self._notifications.shown]
        for label in self._labels:
            self._layout.addWidget(label)
            label.show()  # what is not shown yet has no height
        self.setVisible(bool(self._notifications.shown))
        self._place()

    def _place(self) -> None:
        page = self._pages.currentWidget()
        if page is None or not self._labels:
            return
        width = max(min(_WIDTH, self._pages.width() - 2 * _MARGIN), 1)
        height = max(self._layout.totalHeightForWidth(width), 1)
        lowest = QRect(_MARGIN, self._pages.height() - height - _MARGIN, width, height)
        self.setFixedSize(lowest.size())
        self.move(_risen(lowest, controls_of(page)).topLeft())
        self.raise_()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False


def controls_of(page: QWidget) -> list[QRect]:
    """Where on the page there is something to press, to pull or to type into."""
    found = (control for kind in _CONTROLS for control in page.findChildren(kind))
    return [
        control.visibleRegion().boundingRect().translated(control.mapTo(page, QPoint()))
        for control in found
        if control.isVisible() and not isinstance(control, QScrollBar)
    ]


def _risen(lowest: QRect, controls: Sequence[QRect]) -> QRect:
    """Moved up until it covers no control. Where all of the way is taken it stays."""
    place = QRect(lowest)
    while beneath := [control for control in controls if control.intersects(place)]:
        place.moveBottom(min(control.top() for control in beneath) - _GAP)
        if place.top() < 0:
            return lowest
    return place


def _toast(notification: Notification) -> QLabel:
    again = f"  \N{MULTIPLICATION SIGN}{notification.times}" if notification.times > 1 else ""
    label = QLabel(notification.text + again)
    label.setObjectName("toast")
    label.setProperty("serious", notification.serious)
    label.setWordWrap(True)
    return label
