import math

from mlflow.entities import LoggedModelInput, LoggedModelOutput, LoggedModelStatus, Metric
from tracking_case import TrackingCase, here_or_mlflow

UNKNOWN_MODEL = f"m-{'0' * 32}"


class LoggedModels(TrackingCase):
    def setUp(self):
        self.experiment_id = self.new_experiment()

    def new_model(self, name="model", **options):
        return self.client.create_logged_model(self.experiment_id, name=name, **options)

    def found(self, **query):
        models = self.client.search_logged_models([self.experiment_id], **query)
        return [each.name for each in models]

    def test_is_told_as_it_was_made(self):
        run_id = self.new_run(self.experiment_id)
        model = self.new_model(
            source_run_id=run_id, model_type="classifier", params={"C": "1.0", "depth": "3"}, tags={"team": "red"}
        )
        self.assertRegex(model.model_id, "^m-[0-9a-f]{32}$")
        self.assertEqual(self.client.get_logged_model(model.model_id).to_dictionary(), model.to_dictionary())
        self.assertEqual((model.name, model.model_type, model.source_run_id), ("model", "classifier", run_id))
        self.assertEqual((model.params, model.tags), ({"C": "1.0", "depth": "3"}, {"team": "red"}))
        self.assertEqual(model.status, LoggedModelStatus.PENDING)
        self.assertEqual(model.creation_timestamp, model.last_updated_timestamp)
        at = f"mlflow-artifacts:/{self.experiment_id}/models/{model.model_id}/artifacts"
        self.assertEqual(model.artifact_location, at)

    def test_has_a_name_made_up_and_none_that_breaks_an_address(self):
        self.assertTrue(self.client.create_logged_model(self.experiment_id).name)
        for name in ("a/b", "a:b", "a.b", "50%", "'a'", '"a"'):
            with self.subTest(name):
                self.refused("INVALID_PARAMETER_VALUE", self.new_model, name)

    def test_is_finalized(self):
        model = self.new_model()
        for status in (LoggedModelStatus.READY, LoggedModelStatus.FAILED):
            ended = self.client.finalize_logged_model(model.model_id, status)
            self.assertEqual((ended.status, ended.creation_timestamp), (status, model.creation_timestamp))

    def test_takes_hundreds_of_parameters(self):
        params = {f"p{i}": str(i) for i in range(250)}
        model = self.new_model(params=params)
        self.client.log_model_params(model.model_id, {"later": "1"})
        self.assertEqual(self.client.get_logged_model(model.model_id).params, {**params, "later": "1"})

    def test_takes_and_loses_tags(self):
        id = self.new_model(tags={"a": "1"}).model_id
        self.client.set_logged_model_tags(id, {"a": "2", "b": "3"})
        self.client.delete_logged_model_tag(id, "b")
        self.assertEqual(self.client.get_logged_model(id).tags, {"a": "2"})
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.delete_logged_model_tag, id, "b")

    def test_is_deleted_and_not_gone(self):
        model = self.new_model(tags={"a": "1"})
        self.client.delete_logged_model(model.model_id)
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.get_logged_model, model.model_id)
        self.assertEqual(self.found(), [])
        kept = self.get(f"logged-models/{model.model_id}", allow_deleted="true")
        self.assertEqual(self.assertAnswer(kept, 200)["model"]["info"]["tags"], [{"key": "a", "value": "1"}])

    def test_that_is_not_there_is_not_found(self):
        for id in (UNKNOWN_MODEL, "model"):
            at = f"logged-models/{id}"
            for method, path, body in (
                ("GET", at, None),
                ("DELETE", at, {}),
                ("PATCH", at, {"status": "LOGGED_MODEL_READY", "model_id": id}),
                ("PATCH", f"{at}/tags", {"tags": [{"key": "a", "value": "1"}]}),
                ("DELETE", f"{at}/tags/a", None),
                ("POST", f"{at}/params", {"model_id": id, "params": [{"key": "a", "value": "1"}]}),
                ("GET", f"{at}/artifacts/directories", None),
            ):
                with self.subTest(f"{method} {path}"):
                    self.assertAnswer(self.ask(method, path, json=body), 404, "RESOURCE_DOES_NOT_EXIST")

    def test_is_found_by_experiment_newest_first_in_pages(self):
        for name in ("first", "second", "third"):
            self.new_model(name)
        page = self.client.search_logged_models([self.experiment_id], max_results=2)
        self.assertEqual([each.name for each in page], ["third", "second"])
        rest = self.client.search_logged_models([self.experiment_id], max_results=2, page_token=page.token)
        self.assertEqual(([each.name for each in rest], rest.token), (["first"], None))
        oldest_first = [{"field_name": "creation_time", "ascending": True}]
        self.assertEqual(self.found(order_by=oldest_first), ["first", "second", "third"])
        self.assertEqual(self.found(filter_string="name = 'second'"), ["second"])
        self.assertAnswer(self.post("logged-models/search", {"experiment_ids": []}), 200)
        self.assertInvalid(self.post("logged-models/search", {}))

    def test_is_found_by_what_it_has(self):
        run_id = self.new_run(self.experiment_id)
        for name, depth, points in (
            ("forest", "3", [("acc", 0.5, "train"), ("acc", 0.9, "test")]),
            ("boost", "5", [("acc", 0.7, "train")]),
            ("plain", None, []),
        ):
            model = self.new_model(
                name, model_type=f"{name} type", params={"depth": depth} if depth else None, tags={"first": name[0]}
            )
            for step, (key, value, on) in enumerate(points):
                point = Metric(key, value, 1000 + step, step, model.model_id, on, f"{on}-digest")
                self.client.log_batch(run_id, metrics=[point])
        train, test = ({"dataset_name": name, "dataset_digest": f"{name}-digest"} for name in ("train", "test"))
        named_only = here_or_mlflow(["boost"], [], "MLflow compares the digest that was not given, too")
        for query, names in (
            ({"filter_string": "name LIKE '%o%'"}, ["boost", "forest"]),
            ({"filter_string": "name IN ('plain', 'forest')"}, ["plain", "forest"]),
            ({"filter_string": "model_type != 'forest type'"}, ["plain", "boost"]),
            ({"filter_string": "params.depth = '3' AND tags.first = 'f'"}, ["forest"]),
            ({"filter_string": "params.depth != '3'"}, ["boost"]),
            ({"filter_string": "metrics.acc > 0.6"}, ["boost", "forest"]),
            ({"filter_string": "metrics.acc > 0.6", "datasets": [train]}, ["boost"]),
            ({"filter_string": "metrics.acc > 0.6", "datasets": [{"dataset_name": "train"}]}, named_only),
            ({"datasets": [test]}, ["forest"]),
            ({"filter_string": "creation_timestamp > 0"}, ["plain", "boost", "forest"]),
            ({"order_by": [{"field_name": "name"}]}, ["boost", "forest", "plain"]),
            ({"order_by": [{"field_name": "metrics.acc", "ascending": False}]}, ["forest", "boost", "plain"]),
            ({"order_by": [{"field_name": "metrics.acc", "ascending": False, **train}]}, ["boost", "forest", "plain"]),
        ):
            with self.subTest(str(query)):
                self.assertEqual(self.found(**query), names)
        for query in (
            {"filter_string": "name > 'a'"},
            {"order_by": [{"field_name": "nonsense"}]},
            {"order_by": [{"field_name": "params.depth"}]},
        ):
            with self.subTest(str(query)):
                self.refused("INVALID_PARAMETER_VALUE", self.found, **query)

    def test_has_the_metrics_that_were_logged_of_it(self):
        run_id, id = self.new_run(self.experiment_id), self.new_model().model_id
        on = {"dataset_name": "train", "dataset_digest": "abc"}
        points = [
            Metric("loss", 0.5, 1000, 1, model_id=id, **on),
            Metric("loss", math.inf, 2000, 2, model_id=id),
            Metric("other", 1.0, 1000, 0),
        ]
        self.client.log_batch(run_id, metrics=points)
        self.client.log_metric(run_id, "single", 2.0, model_id=id)
        found = {(each.key, each.step): each for each in self.client.get_logged_model(id).metrics}
        self.assertEqual(set(found), {("loss", 1), ("loss", 2), ("single", 0)})
        first = found["loss", 1]
        self.assertEqual((first.value, first.dataset_name, first.dataset_digest), (0.5, "train", "abc"))
        self.assertEqual((first.model_id, first.run_id, first.timestamp), (id, run_id, 1000))
        infinity = here_or_mlflow(math.inf, 1.7976931348623157e308, "MLflow's database has no infinity")
        self.assertEqual(found["loss", 2].value, infinity)
        self.assertEqual(set(self.data(run_id).metrics), {"loss", "other", "single"})

    def test_is_what_a_run_reads_and_makes(self):
        run_id = self.new_run(self.experiment_id)
        first, second = self.new_model().model_id, self.new_model().model_id
        self.client.log_outputs(run_id, [LoggedModelOutput(first, 5)])
        self.client.log_outputs(run_id, [LoggedModelOutput(second, 7)])
        self.client.log_inputs(run_id, models=[LoggedModelInput(second)])
        run = self.client.get_run(run_id)
        made = {(each.model_id, each.step) for each in run.outputs.model_outputs}
        self.assertEqual(made, {(first, 5), (second, 7)})
        self.assertEqual([each.model_id for each in run.inputs.model_inputs], [second])
