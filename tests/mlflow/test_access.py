"""Keys, and projects apart from one another; `mlflow server` has neither."""

import base64
import os

from mlflow.tracking import MlflowClient
from tracking_case import IS_REFERENCE, TOKEN, TrackingCase, only_here

STRANGER = os.environ.get("STRANGER_TOKEN")
PREDICT = os.environ.get("PREDICT_TOKEN")


@only_here("mlflow server asks for no key")
class Keys(TrackingCase):
    def test_without_one_nothing_is_answered(self):
        for token in (None, "wrong", "pp_" + "0" * 40, "' OR 1=1", "x" * 5_000):
            for path in ("experiments/get?experiment_id=0", "runs/get?run_id=1", "nonsense", "metrics/get-history"):
                self.assertAnswer(self.ask("GET", path, token=token), 401, "UNAUTHENTICATED")
            answer = self.ask("POST", "experiments/create", token=token, json={"name": self.new_name()})
            self.assertAnswer(answer, 401, "UNAUTHENTICATED")

    def test_without_one_the_body_is_not_looked_at(self):
        answer = self.ask("POST", "experiments/create", token=None, data="nonsense")
        self.assertAnswer(answer, 401, "UNAUTHENTICATED")

    def test_odd_headers_are_no_key(self):
        odd = ["", "Bearer", "Bearer ", TOKEN, f"Token {TOKEN}", "Basic !!!", "Basic " + "x" * 100]
        for header in odd:
            answer = self.ask(
                "GET", "experiments/get?experiment_id=0", token=None, headers={"Authorization": header}
            )
            self.assertAnswer(answer, 401, "UNAUTHENTICATED")

    def test_it_may_be_a_password_too(self):
        basic = base64.b64encode(f"anybody:{TOKEN}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        self.assertAnswer(self.ask("GET", "experiments/get?experiment_id=0", token=None, headers=headers), 200)

    def test_the_client_is_told_so(self):
        os.environ["MLFLOW_TRACKING_TOKEN"] = "wrong"
        try:
            self.refused("UNAUTHENTICATED", MlflowClient().get_experiment, "0")
        finally:
            os.environ["MLFLOW_TRACKING_TOKEN"] = TOKEN

    def test_the_client_sends_it_as_a_password(self):
        del os.environ["MLFLOW_TRACKING_TOKEN"]
        os.environ.update(MLFLOW_TRACKING_USERNAME="ada", MLFLOW_TRACKING_PASSWORD=TOKEN)
        try:
            self.assertEqual(MlflowClient().get_experiment("0").name, "Default")
        finally:
            del os.environ["MLFLOW_TRACKING_USERNAME"], os.environ["MLFLOW_TRACKING_PASSWORD"]
            os.environ["MLFLOW_TRACKING_TOKEN"] = TOKEN

    def test_one_that_may_only_track_does_all_of_the_registry_but_move_versions(self):
        def call(method, path, status, **body):
            answer = self.ask(method, path, token=STRANGER, json=body)
            self.assertAnswer(answer, status, "PERMISSION_DENIED" if status == 403 else None)

        name, other = self.new_name(), self.new_name()
        version = {"name": name, "version": "1"}
        call("POST", "registered-models/create", 200, name=other)
        call("POST", "registered-models/rename", 200, name=other, new_name=name)
        call("POST", "model-versions/create", 200, name=name, source="s3://bucket/model")
        call("PATCH", "model-versions/update", 200, **version, description="first")
        call("POST", "registered-models/alias", 200, **version, alias="champion")
        call("POST", "model-versions/set-tag", 200, **version, key="k", value="v")
        call("POST", "model-versions/transition-stage", 403, **version, stage="Production")
        call("DELETE", "registered-models/alias", 200, name=name, alias="champion")
        call("DELETE", "model-versions/delete", 200, **version)
        call("DELETE", "registered-models/delete", 200, name=name)

    def test_one_that_may_only_track_takes_nothing_out_of_production(self):
        name = self.new_name()
        version = {"name": name, "version": "1"}
        admin, tracker = os.environ["ADMIN_TOKEN"], TOKEN
        self.assertAnswer(self.ask("POST", "registered-models/create", json={"name": name}), 200)
        self.assertAnswer(self.ask("POST", "model-versions/create", json={"name": name, "source": "s3://b/m"}), 200)
        moved = self.ask("POST", "model-versions/transition-stage", token=admin, json={**version, "stage": "Production"})
        self.assertAnswer(moved, 200)
        for method, path, body in (
            ("DELETE", "model-versions/delete", version),
            ("DELETE", "registered-models/delete", {"name": name}),
            ("POST", "registered-models/rename", {"name": name, "new_name": self.new_name()}),
        ):
            answer = self.ask(method, path, token=tracker, json=body)
            self.assertAnswer(answer, 403, "PERMISSION_DENIED")
        self.assertAnswer(self.ask("DELETE", "registered-models/delete", token=admin, json={"name": name}), 200)

    def test_one_without_the_scope_track_may_not_write(self):
        answer = self.ask("POST", "experiments/create", token=PREDICT, json={"name": self.new_name()})
        self.assertAnswer(answer, 403, "PERMISSION_DENIED")


@only_here("mlflow server has no projects")
class AnotherProject(TrackingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if IS_REFERENCE:
            return
        cls.experiment_id = cls.client.create_experiment("of its own")
        cls.run_id = cls.client.create_run(cls.experiment_id, run_name="own").info.run_id
        cls.client.log_param(cls.run_id, "p", "1")

    def test_sees_nothing_of_this_one(self):
        queries = [
            ("experiments/get", {"experiment_id": self.experiment_id}),
            ("experiments/get-by-name", {"experiment_name": "of its own"}),
            ("runs/get", {"run_id": self.run_id}),
            ("metrics/get-history", {"run_id": self.run_id, "metric_key": "m"}),
        ]
        for path, query in queries:
            with self.subTest(path):
                answer = self.ask("GET", path, token=STRANGER, params=query)
                self.assertAnswer(answer, 404, "RESOURCE_DOES_NOT_EXIST")

    def test_changes_nothing_of_this_one(self):
        run, experiment = {"run_id": self.run_id}, {"experiment_id": self.experiment_id}
        dataset = {"name": "n", "digest": "d", "source_type": "s", "source": "s"}
        bodies = [
            ("experiments/update", {**experiment, "new_name": "x"}),
            ("experiments/delete", experiment),
            ("experiments/restore", experiment),
            ("experiments/set-experiment-tag", {**experiment, "key": "k", "value": "v"}),
            ("experiments/delete-experiment-tag", {**experiment, "key": "k"}),
            ("runs/create", {**experiment, "start_time": 1}),
            ("runs/update", {**run, "status": "FAILED"}),
            ("runs/delete", run),
            ("runs/restore", run),
            ("runs/log-metric", {**run, "key": "m", "value": 1, "timestamp": 1}),
            ("runs/log-parameter", {**run, "key": "p", "value": "2"}),
            ("runs/set-tag", {**run, "key": "k", "value": "v"}),
            ("runs/delete-tag", {**run, "key": "k"}),
            ("runs/log-batch", {**run, "params": [{"key": "p", "value": "2"}]}),
            ("runs/log-inputs", {**run, "datasets": [{"dataset": dataset}]}),
        ]
        before = self.client.get_run(self.run_id).to_dictionary()
        for path, body in bodies:
            with self.subTest(path):
                answer = self.ask("POST", path, token=STRANGER, json=body)
                self.assertAnswer(answer, 404, "RESOURCE_DOES_NOT_EXIST")
        self.assertEqual(self.client.get_run(self.run_id).to_dictionary(), before)
        self.assertEqual(self.client.get_experiment(self.experiment_id).tags, {})

    def test_has_names_and_a_default_experiment_of_its_own(self):
        own = self.client.create_experiment("of both")
        answer = self.ask("POST", "experiments/create", token=STRANGER, json={"name": "of both"})
        self.assertNotEqual(self.assertAnswer(answer, 200)["experiment_id"], own)
        theirs = self.ask("GET", "experiments/get?experiment_id=0", token=STRANGER)
        self.assertEqual(self.assertAnswer(theirs, 200)["experiment"]["name"], "Default")
