"""Calls of older clients, and of MLflow's own pages."""

import json

import mlflow
from tracking_case import UNKNOWN_RUN, TrackingCase


class NotedModels(TrackingCase):
    MODEL = {
        "artifact_path": "model",
        "utc_time_created": "2026-01-31 12:00:00.000000",
        "flavors": {"python_function": {"loader_module": "x", "config": {"secret": 1}}},
    }

    def note(self, run_id, model):
        text = model if isinstance(model, str) else json.dumps(model)
        return self.post("runs/log-model", {"run_id": run_id, "model_json": text})

    def test_are_listed_in_a_tag_of_the_run_without_their_settings(self):
        run_id = self.new_run()
        for path in ("model", "second"):
            self.assertAnswer(self.note(run_id, {**self.MODEL, "run_id": run_id, "artifact_path": path}), 200)
        noted = json.loads(self.data(run_id).tags["mlflow.log-model.history"])
        self.assertEqual([each["artifact_path"] for each in noted], ["model", "second"])
        self.assertEqual(noted[0]["flavors"], {"python_function": {"loader_module": "x"}})
        self.assertEqual(noted[0]["run_id"], run_id)

    def test_are_all_there_however_many_they_are(self):
        run_id = self.new_run()
        for number in range(20):
            model = {**self.MODEL, "run_id": run_id, "artifact_path": f"{number}", "flavors": {"long": {"name": "x" * 1_000}}}
            self.assertAnswer(self.note(run_id, model), 200)
        noted = json.loads(self.data(run_id).tags["mlflow.log-model.history"])
        self.assertEqual([each["artifact_path"] for each in noted], [str(number) for number in range(20)])

    def test_that_say_too_little_are_refused(self):
        run_id = self.new_run()
        for model in ("{", self.MODEL, {"run_id": run_id}):
            self.assertInvalid(self.note(run_id, model))
        unknown = self.note(UNKNOWN_RUN, {**self.MODEL, "run_id": UNKNOWN_RUN})
        self.assertAnswer(unknown, 404, "RESOURCE_DOES_NOT_EXIST")


class FilesOfVersions(TrackingCase):
    def test_are_downloaded_by_name_and_number(self):
        run_id = self.new_run()
        self.client.log_text(run_id, "weights", "model/data/weights.txt")
        name = self.new_name()
        self.client.create_registered_model(name)
        root = self.client.get_run(run_id).info.artifact_uri
        self.client.create_model_version(name, f"{root}/model", run_id)
        where = {"name": name, "version": "1", "path": "data/weights.txt"}
        answer = self.ask("GET", "model-versions/get-artifact", prefix="/", params=where)
        self.assertEqual((answer.status_code, answer.text), (200, "weights"))
        for path in ("../weights.txt", "/etc/passwd", "data/%2e%2e/%2e%2e/x"):
            answer = self.ask("GET", "model-versions/get-artifact", prefix="/", params={**where, "path": path})
            self.assertInvalid(answer)
        missing = self.ask("GET", "model-versions/get-artifact", prefix="/", params={**where, "version": "2"})
        self.assertAnswer(missing, 404, "RESOURCE_DOES_NOT_EXIST")


class TheDefaultExperiment(TrackingCase):
    """It is asked for as "0"; the id that is answered works wherever an id does."""

    def test_takes_all_that_other_experiments_take(self):
        asked = self.client.get_experiment("0")
        self.assertEqual((asked.name, asked.lifecycle_stage), ("Default", "active"))
        for id in ("0", asked.experiment_id):
            with self.subTest(id):
                run = self.client.create_run(id)
                self.assertEqual(run.info.experiment_id, asked.experiment_id)
                found = self.client.search_runs([id], f"run_id = '{run.info.run_id}'")
                self.assertEqual([each.info.run_id for each in found], [run.info.run_id])
                self.client.set_experiment_tag(id, "k", id)
                self.assertEqual(self.client.get_experiment("0").tags["k"], id)
                model = self.client.create_logged_model(id)
                models = self.client.search_logged_models([id], f"model_id = '{model.model_id}'")
                self.assertEqual([each.model_id for each in models], [model.model_id])
                self.client.log_text(run.info.run_id, "x", "x.txt")
                self.assertEqual([each.path for each in self.client.list_artifacts(run.info.run_id)], ["x.txt"])
        by_name = self.client.get_experiment_by_name("Default")
        self.assertEqual(by_name.experiment_id, asked.experiment_id)

    def test_is_where_fluent_calls_log_when_none_is_chosen(self):
        mlflow.set_experiment(experiment_id="0")
        with mlflow.start_run() as run:
            with mlflow.start_span("s") as span:
                pass
        mlflow.flush_trace_async_logging()
        default = self.client.get_experiment("0").experiment_id
        self.assertEqual(run.info.experiment_id, default)
        found = self.client.search_traces(locations=["0"], filter_string=f"run_id = '{run.info.run_id}'")
        self.assertEqual([each.info.trace_id for each in found], [span.trace_id])
