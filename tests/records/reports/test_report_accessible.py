"""The report and the certificates in a real browser, judged by axe-core."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from records.dataset import Dataset
from records.reports import write_certificates, write_gap_report

AXE = "BACKFILE_TEST_AXE"
"""The environment variable that names axe-core's `axe.min.js`."""
RUN = """
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then(found => {
  const said = found.violations.map(one => [one.id, one.help, one.nodes.map(node => node.html.slice(0, 200))]);
  document.body.innerHTML = "";
  document.body.appendChild(document.createTextNode("AXE" + JSON.stringify(said) + "EXA"));
});
"""


def violations(page: Path) -> list[object]:
    """What axe-core finds wrong with a page; its policy is taken out for that, since it lets no script run."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium or AXE not in os.environ:
        pytest.skip(f"needs Chromium, and {AXE} to name axe-core's axe.min.js")
    text = re.sub(r"<meta http-equiv=.Content-Security-Policy.[^>]*>", "", page.read_text("utf-8"))
    axe = Path(os.environ[AXE]).read_text("utf-8").replace("</script", "<\\/script")
    judged = page.with_name("judged.html")
    judged.write_text(text.replace("</body>", f"<script>{axe}</script><script>{RUN}</script></body>"), "utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000", "--dump-dom"]
    done = subprocess.run([*command, judged.as_uri()], capture_output=True, text=True, check=True, timeout=120)
    said = re.search(r"AXE(\[.*\])EXA", done.stdout, re.DOTALL)
    assert said, done.stdout[-500:]
    found: list[object] = json.loads(html.unescape(said[1]))
    return found


def test_the_report_breaks_no_rule(rich: Dataset, tmp_path: Path) -> None:
    """No violation of WCAG 2.1 A and AA, nor of axe's own good practice."""
    assert violations(write_gap_report(rich, tmp_path / "report.html")) == []


def test_a_certificate_breaks_no_rule(rich: Dataset, tmp_path: Path) -> None:
    """Nor does a binder's certificate."""
    assert violations(write_certificates(rich, tmp_path)[0]) == []
