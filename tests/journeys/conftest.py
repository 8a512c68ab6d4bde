"""The house of the journeys and the browser's pages."""

from tests.journeys.browser import chromium_browser, new_page, page, phone
from tests.journeys.servers import house

__all__ = ["chromium_browser", "house", "new_page", "page", "phone"]
