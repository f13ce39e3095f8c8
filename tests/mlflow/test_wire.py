"""Requests no client sends: unknown fields, wrong types, broken bodies, large ones."""

import json

import requests
from tracking_case import IS_REFERENCE, URI, TrackingCase, here_or_mlflow, only_here

NO_STRINGS = [5, 1.5, True, ["a"], {"a": "b"}]


class Answers(TrackingCase):
    def test_are_json_with_numbers_and_names_as_mlflow_writes_them(self):
        experiment_id = self.new_experiment()
        run_id = self.new_run(experiment_id, start_time=5, run_name="r")
        self.client.log_metric(run_id, "loss", 0.5, timestamp=7, step=3)
        self.client.set_terminated(run_id, end_time=9)
        answer = self.get("runs/get", run_id=run_id)
        self.assertTrue(answer.headers["content-type"].startswith("application/json"))
        run = answer.json()["run"]
        info = {k: v for k, v in run["info"].items() if k != "user_id"}
        expected = {
            "run_id": run_id,
            "run_uuid": run_id,
            "run_name": "r",
            "experiment_id": experiment_id,
            "status": "FINISHED",
            "start_time": 5,
            "end_time": 9,
            "artifact_uri": f"mlflow-artifacts:/{experiment_id}/{run_id}/artifacts",
            "lifecycle_stage": "active",
        }
        self.assertEqual(info, expected)
        [metric] = run["data"]["metrics"]
        own = {k: metric[k] for k in ("key", "value", "timestamp", "step")}
        self.assertEqual(own, {"key": "loss", "value": 0.5, "timestamp": 7, "step": 3})
        self.assertEqual(run["data"]["tags"], [{"key": "mlflow.runName", "value": "r"}])

    def test_nan_and_infinities_are_texts(self):
        run_id = self.new_run()
        self.client.log_metric(run_id, "loss", float("nan"))
        text = self.get("runs/get", run_id=run_id).text
        metric = json.loads(text, parse_constant=lambda _: self.fail("bare NaN"))["run"]["data"]["metrics"][0]
        self.assertEqual(metric["value"], "NaN")

    def test_are_given_at_the_pages_paths_too(self):
        run_id = self.new_run()
        answer = self.ask("GET", "runs/get", prefix="/ajax-api/2.0/mlflow/", params={"run_id": run_id})
        self.assertEqual(self.assertAnswer(answer, 200)["run"]["info"]["run_id"], run_id)

    def test_to_what_is_no_call(self):
        for method, path in (("GET", "runs/nonsense"), ("POST", "nonsense"), ("GET", "")):
            self.assertEqual(self.ask(method, path).status_code, 404, path)
        wrong = here_or_mlflow(404, 405, because="which methods a path has is no business of who asks for another")
        self.assertEqual(self.ask("POST", "runs/get", json={}).status_code, wrong)

    def test_health_and_version(self):
        self.assertEqual(requests.get(f"{URI}/health", timeout=10).text, "OK")
        self.assertRegex(requests.get(f"{URI}/version", timeout=10).text, r"^\d+\.\d+\.\d+")


class Bodies(TrackingCase):
    def test_unknown_fields_are_overlooked(self):
        answer = self.post("experiments/create", {"name": self.new_name(), "colour": "red", "more": {"x": [1]}})
        id = self.assertAnswer(answer, 200)["experiment_id"]
        body = {"experiment_id": id, "start_time": 1, "tags": [{"key": "a", "value": "b", "c": 1}], "nothing": None}
        run_id = self.assertAnswer(self.post("runs/create", body), 200)["run"]["info"]["run_id"]
        self.assertAnswer(self.get("runs/get", run_id=run_id, colour="red"), 200)
        metric = {"key": "m", "value": 1, "timestamp": 1, "colour": "red"}
        self.assertAnswer(self.post("runs/log-batch", {"run_id": run_id, "metrics": [metric], "x": 1}), 200)
        self.assertEqual(self.data(run_id).metrics, {"m": 1.0})

    def test_null_is_the_same_as_nothing(self):
        run_id = self.new_run()
        if not IS_REFERENCE:  # it breaks at lists that are null
            body = {"run_id": run_id, "metrics": None, "params": None, "tags": None}
            self.assertAnswer(self.post("runs/log-batch", body), 200)
        metric = {"run_id": run_id, "key": "m", "value": 1, "timestamp": 1, "step": None, "model_id": None}
        self.assertAnswer(self.post("runs/log-metric", metric), 200)
        body = {"experiment_id": self.new_experiment(), "start_time": 1, "run_name": None, "tags": None}
        self.assertAnswer(self.post("runs/create", body), 200)
        body = {"name": self.new_name(), "artifact_location": None, "tags": None}
        self.assertAnswer(self.post("experiments/create", body), 200)

    def test_what_is_no_text_is_refused(self):
        run_id, experiment_id = self.new_run(), self.new_experiment()
        for wrong in NO_STRINGS:
            with self.subTest(wrong):
                self.assertInvalid(self.post("experiments/create", {"name": wrong}))
                self.assertInvalid(self.post("experiments/delete", {"experiment_id": wrong}))
                self.assertInvalid(self.post("experiments/update", {"experiment_id": experiment_id, "new_name": wrong}))
                self.assertInvalid(self.post("runs/delete", {"run_id": wrong}))
                self.assertInvalid(self.post("runs/create", {"experiment_id": wrong, "start_time": 1}))
                self.assertInvalid(self.post("runs/log-parameter", {"run_id": run_id, "key": "k", "value": wrong}))
                self.assertInvalid(self.post("runs/log-parameter", {"run_id": run_id, "key": wrong, "value": "v"}))
                self.assertInvalid(self.post("runs/set-tag", {"run_id": run_id, "key": "k", "value": wrong}))
        self.assertEqual(self.data(run_id).params, {})

    def test_what_is_no_list_is_refused(self):
        run_id = self.new_run()
        for name in ("metrics", "params", "tags"):
            for wrong in (5, "a", True):
                with self.subTest(name=name, wrong=wrong):
                    self.assertInvalid(self.post("runs/log-batch", {"run_id": run_id, name: wrong}))

    @only_here("MLflow answers some of these with a 500, and logs nothing for others without a word")
    def test_lists_of_other_things_are_refused(self):
        run_id = self.new_run()
        for name in ("metrics", "params", "tags"):
            for wrong in ({"key": "a"}, [5], ["a"], [None], [[]], [{}], [{"key": 5}], [{"key": "a", "value": {}}]):
                with self.subTest(name=name, wrong=wrong):
                    self.assertInvalid(self.post("runs/log-batch", {"run_id": run_id, name: wrong}))
        for wrong in (5, [5], [{}], [{"dataset": 5}], [{"dataset": {"name": "a"}}], {"dataset": {}}):
            self.assertInvalid(self.post("runs/log-inputs", {"run_id": run_id, "datasets": wrong}))

    def test_what_is_no_object_is_refused(self):
        texts = ["[]", "5", '"text"', "{", "nonsense", "{'a': 1}", '{"name": "a",}', "\u0000", "[" * 50_000]
        for text in texts:
            with self.subTest(text[:20]):
                answer = self.post_text("experiments/create", text)
                if IS_REFERENCE:  # it takes some for an empty one and breaks at others
                    self.assertIn(answer.status_code, (400, 500))
                else:
                    self.assertInvalid(answer)

    def test_bytes_that_are_no_utf8_break_nothing(self):
        answer = self.post_text("experiments/create", b'{"name": "\xff\xfe%s"}' % self.new_name().encode())
        self.assertIn(answer.status_code, (200, 400))

    @only_here("MLflow answers with a 500")
    def test_what_is_nested_beyond_all_measure_is_refused(self):
        deep = '{"a":' * 100_000 + "1" + "}" * 100_000
        for body in ('{"name": %s}', '{"name": "a", "tags": %s}', '{"name": "a", "tags": [%s]}'):
            self.assertInvalid(self.post_text("experiments/create", body % deep))
        answer = self.post_text("experiments/create", '{"name": "%s", "unknown": %s}' % (self.new_name(), deep))
        because = "what is read calls itself for each level, so 500 are enough, wherever they stand"
        self.assertEqual(answer.status_code, here_or_mlflow(400, 200, because=because))

    def test_no_body_lacks_its_fields(self):
        for path in ("experiments/create", "runs/log-metric", "runs/delete"):
            self.assertInvalid(self.post_text(path, ""))

    @only_here("it wants the type that every client says, for browsers' sake; here a key is asked for")
    def test_are_json_whatever_type_is_said(self):
        for type in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8", "odd/type"):
            body = json.dumps({"name": self.new_name()})
            self.assertAnswer(
                self.ask("POST", "experiments/create", data=body, headers={"Content-Type": type}), 200
            )

    def test_compressed_ones_are_refused_or_read(self):
        import gzip

        body = gzip.compress(json.dumps({"name": self.new_name()}).encode())
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        self.assertInvalid(self.ask("POST", "experiments/create", data=body, headers=headers))


class Unstorable(TrackingCase):
    """NUL and halves of characters, which PostgreSQL does not keep; MLflow on SQLite does, or breaks."""

    @only_here("what SQLite keeps and PostgreSQL does not")
    def test_are_refused_everywhere(self):
        run_id, experiment_id = self.new_run(), self.new_experiment()
        for odd in ("\\u0000", "a\\u0000b", "\\ud800", "a\\udc00b", "\\ude00\\ud83d"):
            bodies = [
                ("experiments/create", '{"name": "%s"}'),
                ("experiments/create", '{"name": "x%s", "artifact_location": "s3://a"}'),
                ("experiments/create", '{"name": "location", "artifact_location": "s3://%s"}'),
                ("experiments/create", '{"name": "tags", "tags": [{"key": "k", "value": "%s"}]}'),
                ("experiments/update", '{"experiment_id": "' + experiment_id + '", "new_name": "%s"}'),
                ("experiments/set-experiment-tag", '{"experiment_id": "' + experiment_id + '", "key": "k", "value": "%s"}'),
                ("experiments/set-experiment-tag", '{"experiment_id": "' + experiment_id + '", "key": "%s", "value": "v"}'),
                ("experiments/delete-experiment-tag", '{"experiment_id": "' + experiment_id + '", "key": "%s"}'),
                ("runs/create", '{"experiment_id": "' + experiment_id + '", "run_name": "%s"}'),
                ("runs/create", '{"experiment_id": "' + experiment_id + '", "tags": [{"key": "k", "value": "%s"}]}'),
                ("runs/update", '{"run_id": "' + run_id + '", "run_name": "%s"}'),
                ("runs/log-metric", '{"run_id": "' + run_id + '", "key": "%s", "value": 1, "timestamp": 1}'),
                ("runs/log-parameter", '{"run_id": "' + run_id + '", "key": "k", "value": "%s"}'),
                ("runs/set-tag", '{"run_id": "' + run_id + '", "key": "k", "value": "%s"}'),
                ("runs/set-tag", '{"run_id": "' + run_id + '", "key": "mlflow.runName", "value": "%s"}'),
                ("runs/delete-tag", '{"run_id": "' + run_id + '", "key": "%s"}'),
                ("runs/log-batch", '{"run_id": "' + run_id + '", "params": [{"key": "k", "value": "%s"}]}'),
                (
                    "runs/log-inputs",
                    '{"run_id": "' + run_id + '", "datasets": [{"dataset": {"name": "%s", "digest": "d", '
                    '"source_type": "s", "source": "s"}}]}',
                ),
            ]
            for path, body in bodies:
                with self.subTest(path=path, odd=odd):
                    self.assertInvalid(self.post_text(path, body.replace("%s", odd)))
        self.assertEqual(self.data(run_id).params, {})

    @only_here("what SQLite keeps and PostgreSQL does not")
    def test_are_not_there_to_be_found(self):
        run_id = self.new_run()
        for odd in ("\0", "a\0b"):
            for path, query in (
                ("experiments/get", {"experiment_id": odd}),
                ("experiments/get-by-name", {"experiment_name": odd}),
                ("runs/get", {"run_id": odd}),
                ("metrics/get-history", {"run_id": run_id, "metric_key": odd}),
            ):
                with self.subTest(path=path):
                    self.assertIn(self.get(path, **query).status_code, (400, 404))

    def test_a_query_that_is_no_utf8_breaks_nothing(self):
        for query in ("%ff%fe", "%", "%zz", "%ed%a0%80"):
            answer = self.ask("GET", f"experiments/get-by-name?experiment_name={query}")
            self.assertIn(answer.status_code, (400, 404), answer.text)

    def test_a_field_given_twice_in_a_query(self):
        run_id = self.new_run()
        answer = self.ask("GET", f"runs/get?run_id={run_id}&run_id={run_id}")
        self.assertEqual(answer.status_code, here_or_mlflow(400, 200, because="which of the two is meant is not said"))


class LargeBodies(TrackingCase):
    def test_ten_megabytes_of_a_batch(self):
        run_id = self.new_run()
        tags = [{"key": f"t{i}", "value": "x" * 100_000} for i in range(100)]
        self.assertAnswer(self.post("runs/log-batch", {"run_id": run_id, "tags": tags}), 200)
        self.assertEqual(self.data(run_id).tags["t99"], "x" * 8_000)

    @only_here("it has no limit but memory")
    def test_more_than_sixteen_are_refused_in_words(self):
        run_id = self.new_run()
        body = {"run_id": run_id, "key": "k", "value": "x" * (17 * 1024 * 1024)}
        try:
            answer = self.post("runs/log-parameter", body)
        except requests.ConnectionError:
            return  # the answer came, and the connection went, before all of it was sent
        self.assertAnswer(answer, 413, "REQUEST_TOO_LARGE")
        self.assertEqual(self.data(run_id).params, {})
