"""Shows the notifications, over the lower left of the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.notifications import Notification, Notifications

_WIDTH = 480
_MARGIN = 20


class Toasts(QWidget):
    """Lies over `page`, keeps out of the mouse's way."""

    def __init__(self, page: QWidget, notifications: Notifications) -> None:
        super().__init__(page)
        self._page = page
        self._notifications = notifications
        self._labels: list[QLabel] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        notifications.changed.connect(self._show)
        page.installEventFilter(self)
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
        width = min(_WIDTH, self._page.width() - 2 * _MARGIN)
        self.setFixedWidth(max(width, 1))
        self.setFixedHeight(max(self._layout.totalHeightForWidth(width), 1))
        self.move(_MARGIN, self._page.height() - self.height() - _MARGIN)
        self.raise_()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False


def _toast(notification: Notification) -> QLabel:
    again = f"  \N{MULTIPLICATION SIGN}{notification.times}" if notification.times > 1 else ""
    label = QLabel(notification.text + again)
    label.setObjectName("toast")
    label.setProperty("serious", notification.serious)
    label.setWordWrap(True)
    return label
