import os
import tempfile

import mlflow
from mlflow.artifacts import download_artifacts, load_dict, load_text
from tracking_case import UNKNOWN_RUN, TrackingCase, here_or_mlflow

ODD_FILES = ["größe.txt", "日本 語.txt", "a b&c=d.txt", "100%.txt", "quote'\".txt", "plus+.txt", "...dots", "🦉.bin"]
# None with # or ?, where the client itself cuts an address off.


class Artifacts(TrackingCase):
    def setUp(self):
        self.run_id = self.new_run()

    def listed(self, path=None):
        found = self.client.list_artifacts(self.run_id, path)
        return [(each.path, each.is_dir, each.file_size or 0) for each in found]

    def proxied(self, method, path, **options):
        [experiment_id] = [self.client.get_run(self.run_id).info.experiment_id]
        whole = f"{experiment_id}/{self.run_id}/artifacts/{path}"
        return self.ask(method, whole, prefix="/api/2.0/mlflow-artifacts/artifacts/", **options)

    def test_texts_and_dictionaries_come_back_as_they_were(self):
        text, table = "Größe\n日本語 🦉\n", {"a": [1, 2.5, None], "b": {"c": "ü"}}
        self.client.log_text(self.run_id, text, "notes/one.txt")
        self.client.log_dict(self.run_id, table, "table.json")
        self.assertEqual(load_text(f"runs:/{self.run_id}/notes/one.txt"), text)
        self.assertEqual(load_dict(f"runs:/{self.run_id}/table.json"), table)

    def test_are_listed_by_folder_with_sizes(self):
        for path, size in (("b.txt", 3), ("a/x.bin", 0), ("a/y/z.bin", 5), ("c/one", 1)):
            self.client.log_text(self.run_id, "x" * size, path)
        self.assertEqual(self.listed(), [("a", True, 0), ("b.txt", False, 3), ("c", True, 0)])
        self.assertEqual(self.listed("a"), [("a/x.bin", False, 0), ("a/y", True, 0)])
        self.assertEqual(self.listed("a/y"), [("a/y/z.bin", False, 5)])
        self.assertEqual(self.listed("b.txt"), [])
        self.assertEqual(self.listed("nothing"), [])

    def test_whole_folders_go_up_and_come_down(self):
        files = {f"{i % 3}/deep/{i}.bin": os.urandom(i * 1_000) for i in range(12)}
        with tempfile.TemporaryDirectory() as folder:
            for path, data in files.items():
                os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
                with open(os.path.join(folder, path), "wb") as file:
                    file.write(data)
            self.client.log_artifacts(self.run_id, folder, "up")
        with tempfile.TemporaryDirectory() as folder:
            down = download_artifacts(run_id=self.run_id, artifact_path="up", dst_path=folder)
            for path, data in files.items():
                with open(os.path.join(down, path), "rb") as file:
                    self.assertEqual(file.read(), data, path)

    def test_odd_names_are_kept_to_the_letter(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ODD_FILES:
                with self.subTest(name):
                    with open(os.path.join(folder, name), "w") as file:
                        file.write(name)
                    self.client.log_artifact(self.run_id, os.path.join(folder, name), "odd folder")
                    down = download_artifacts(run_id=self.run_id, artifact_path=f"odd folder/{name}", dst_path=folder)
                    with open(down) as file:
                        self.assertEqual(file.read(), name)
        self.assertEqual({path for path, _, _ in self.listed("odd folder")}, {f"odd folder/{name}" for name in ODD_FILES})

    def test_of_one_uploaded_twice_the_last_holds(self):
        self.client.log_text(self.run_id, "one", "a.txt")
        self.client.log_text(self.run_id, "second", "a.txt")
        self.assertEqual(load_text(f"runs:/{self.run_id}/a.txt"), "second")
        self.assertEqual(self.listed(), [("a.txt", False, 6)])

    def test_of_twenty_megabytes_not_a_byte_is_lost(self):
        data = os.urandom(20 * 1024 * 1024)
        self.assertEqual(self.proxied("PUT", "large.bin", data=data).status_code, 200)
        self.assertEqual(self.proxied("GET", "large.bin").content, data)
        self.assertEqual(self.listed(), [("large.bin", False, len(data))])

    def test_paths_that_lead_elsewhere_are_refused(self):
        nul = here_or_mlflow(("a%00b",), (), because="a path with NUL is none of a file")
        for odd in ("%2e%2e/%2e%2e/x", "a/%2e%2e/%2e%2e/%2e%2e/x", "..%2f..%2fx", *nul):
            for method in ("PUT", "GET"):
                with self.subTest(odd=odd, method=method):
                    answer = self.proxied(method, odd, data=b"x" if method == "PUT" else None)
                    self.assertIn(answer.status_code, here_or_mlflow((400, 404), (400, 404, 500), because="a 500 is a bug"))
        for odd in ("../x", "/etc", "a/../../x"):
            query = {"run_id": self.run_id, "path": odd}
            self.assertInvalid(self.ask("GET", "artifacts/list", params=query))
        self.assertEqual(self.listed(), [])

    def test_what_is_not_there(self):
        self.assertEqual(self.proxied("GET", "nothing.txt").status_code, 404)
        self.assertAnswer(self.get("artifacts/list", run_id=UNKNOWN_RUN), 404, "RESOURCE_DOES_NOT_EXIST")
        self.assertInvalid(self.get("artifacts/list"))

    def test_figures_and_tables_of_the_fluent_client(self):
        import matplotlib

        matplotlib.use("agg")
        from matplotlib import pyplot

        figure, axes = pyplot.subplots()
        axes.plot([1, 2, 3])
        mlflow.set_experiment(self.new_name())
        with mlflow.start_run() as run:
            mlflow.log_figure(figure, "plots/line.png")
            mlflow.log_table({"a": [1, 2], "b": ["x", "y"]}, "table.json")
            mlflow.log_table({"a": [3], "b": ["z"]}, "table.json")
        pyplot.close(figure)
        down = download_artifacts(run_id=run.info.run_id, artifact_path="plots/line.png")
        with open(down, "rb") as file:
            self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")
        self.assertEqual(list(mlflow.load_table("table.json", [run.info.run_id])["a"]), [1, 2, 3])
