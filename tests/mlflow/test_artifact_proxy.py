import os
import pathlib
import tempfile
from unittest import mock
from urllib.parse import urlsplit

from mlflow.exceptions import MlflowException
from tracking_case import TrackingCase, here_or_mlflow

PROXY = "/api/2.0/mlflow-artifacts/artifacts"


class ArtifactProxy(TrackingCase):
    def setUp(self):
        self.run_id = self.new_run()

    def listed(self, path=None):
        return [(each.path, each.is_dir) for each in self.client.list_artifacts(self.run_id, path)]

    def fetched(self, path):
        with tempfile.TemporaryDirectory() as folder:
            return pathlib.Path(self.client.download_artifacts(self.run_id, path, folder)).read_bytes()

    def address(self, path=""):
        """As the client asks for it."""
        return f"{PROXY}{urlsplit(self.client.get_run(self.run_id).info.artifact_uri).path}{path}"

    def test_nothing_is_listed_of_a_file_or_of_what_is_not_there(self):
        self.client.log_text(self.run_id, "x", "d/a.txt")
        self.assertEqual(self.listed(), [("d", True)])
        self.assertEqual(self.listed("d/a.txt"), [])
        self.assertEqual(self.listed("nothing"), [])
        with self.assertRaises(MlflowException):
            self.fetched("nothing")

    def test_files_and_folders_are_deleted(self):
        for path in ("a.txt", "d/b.txt", "d/e/c.txt", "dd.txt"):
            self.client.log_text(self.run_id, path, path)
        self.assertAnswer(self.ask("DELETE", self.address("/d"), prefix=""), 200)
        self.assertEqual(self.listed(), [("a.txt", False), ("dd.txt", False)])
        self.assertAnswer(self.ask("DELETE", self.address("/nothing"), prefix=""), 200)

    def test_the_client_falls_back_from_uploads_in_parts(self):
        forced = {
            "MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD": "true",
            "MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE": "10",
            "MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD": "true",
        }
        with mock.patch.dict(os.environ, forced):
            self.client.log_text(self.run_id, "long enough to be parted", "a.txt")
            self.assertEqual(self.fetched("a.txt"), b"long enough to be parted")

    def test_a_path_that_leads_out_is_refused(self):
        for path in ("../x", "a/../../x", "%2e%2e/x", "%252e%252e/x", "/etc/passwd", "a#b"):
            with self.subTest(path):
                for at in ("/api/2.0/mlflow/artifacts/list", "/get-artifact"):
                    answer = self.ask("GET", at, prefix="", params={"run_id": self.run_id, "path": path})
                    self.assertEqual(self.assertInvalid(answer)["message"], "Invalid path")
        for path in ("/%252e%252e/x", "/a%23b"):
            with self.subTest(path):
                self.assertInvalid(self.ask("PUT", self.address(path), prefix="", data=b"x"))

    def test_a_download_is_an_attachment(self):
        self.client.log_text(self.run_id, "<script>alert(1)</script>", "page.html")
        query = {"run_uuid": self.run_id, "path": "page.html"}
        for answer in (
            self.ask("GET", "/get-artifact", prefix="", params=query),
            self.ask("GET", self.address("/page.html"), prefix=""),
        ):
            self.assertEqual((answer.status_code, answer.text), (200, "<script>alert(1)</script>"))
            self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment; filename="))
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(answer.headers["Content-Length"], "25")

    def test_a_part_is_fetched_by_its_range(self):
        self.client.log_text(self.run_id, "0123456789", "digits.txt")
        part = self.ask("GET", self.address("/digits.txt"), prefix="", headers={"Range": "bytes=2-4"})
        self.assertEqual((part.status_code, part.text), (206, "234"))
        self.assertEqual(part.headers["Content-Range"], "bytes 2-4/10")

    def test_a_folder_is_not_a_file(self):
        self.client.log_text(self.run_id, "x", "d/a.txt")
        query = {"run_id": self.run_id, "path": "d"}
        said = self.assertInvalid(self.ask("GET", "/get-artifact", prefix="", params=query))["message"]
        self.assertIn("Artifact path refers to a directory, not a file", said)
        for path in ("/d", "/d/a.txt/b"):
            with self.subTest(path):
                answer = self.ask("PUT", self.address(path), prefix="", data=b"x")
                status = here_or_mlflow(400, 500, "MLflow's file system fails, and nobody foresaw it")
                self.assertEqual(answer.status_code, status)

    def test_a_run_that_is_not_there_has_no_artifacts(self):
        unknown = "0" * 32
        self.assertAnswer(self.get("artifacts/list", run_id=unknown), 404, "RESOURCE_DOES_NOT_EXIST")
        self.assertInvalid(self.get("artifacts/list"))
        missing = self.ask("GET", "/get-artifact", prefix="", params={"run_id": self.run_id, "path": "x"})
        self.assertAnswer(missing, 404, "RESOURCE_DOES_NOT_EXIST")
