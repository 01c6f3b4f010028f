"""The pictures of docs/images, taken of a built graph: ``python docs/make_screenshots.py OUT/graph.html``.

Run it on the shipped sample after the model or the explorer changed.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"


def shoot(page: Page, name: str) -> None:
    """Save what is seen once the drawing has come to rest."""
    page.wait_for_timeout(400)
    page.screenshot(path=IMAGES / f"explorer-{name}.png")


def main(graph: Path, words: str) -> None:
    """Open the page and take a picture of each view, with the entity that the words find."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        page.goto(graph.resolve().as_uri())
        page.wait_for_selector("body[data-ready]")
        shoot(page, "graph")
        page.fill("#search", words)
        page.press("#search", "Enter")
        shoot(page, "entity")
        if page.locator("#panel .rows .grow").count():
            page.click("#panel .rows .grow >> nth=0")
            shoot(page, "event")
        for name in ("timeline", "map"):
            page.click(f"[data-view={name}]")
            shoot(page, name)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "秦刚")
