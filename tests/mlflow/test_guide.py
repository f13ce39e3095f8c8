import os
import pathlib
import re

from tracking_case import TrackingCase, only_here

GUIDE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "guide"
BLOCK = re.compile(r"^```python (mlflow|mlflow-admin)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Guide(TrackingCase):
    """Every Python example of the guide, a file's one after another as one reads them."""

    def run_file(self, name):
        blocks = BLOCK.findall((GUIDE / name).read_text())
        self.assertGreater(len(blocks), 0)
        token = os.environ.get("MLFLOW_TRACKING_TOKEN")
        for number, (prover, source) in enumerate(blocks, 1):
            admin = os.environ.get("ADMIN_TOKEN")
            if prover == "mlflow-admin" and admin:
                os.environ["MLFLOW_TRACKING_TOKEN"] = admin
            try:
                exec(compile(source, f"{name}, example {number}", "exec"), {"__name__": "__main__"})
            finally:
                if token:
                    os.environ["MLFLOW_TRACKING_TOKEN"] = token

    def test_tracking(self):
        self.run_file("tracking.md")

    def test_registry(self):
        self.run_file("registry.md")

    @only_here("the guide is about this server")
    def test_every_example_belongs_to_a_tested_file(self):
        found = {path.name for path in GUIDE.glob("*.md") if "```python" in path.read_text()}
        self.assertEqual(found, {"tracking.md", "registry.md"})
        for name in found:
            text = (GUIDE / name).read_text()
            self.assertEqual(len(BLOCK.findall(text)), text.count("```python"))
