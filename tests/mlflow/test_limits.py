from mlflow.entities import Metric, Param, RunTag
from tracking_case import TrackingCase, here_or_mlflow

GOOD_KEYS = ["a", "a b", "a/b", "a.b", "a-b_c", "a:b", ".a", "a.", "größe", "日本", "0", "x" * 250, " a", "a "]
"""What would not be a file of its own name, or has other characters."""
BAD_KEYS = ["", "/", "/a", "a/", "a//b", ".", "..", "../x", "a/../b", "a/./b", "./a", "a\\b", "a?b", "a*", "a|b", "a\tb"]
BAD_KEYS += ["...", "..a", "a;b", "🦉", "a'b", 'a"b', "a%b", "a,b", "<a>", "x" * 251, "a\u200bb"]


class Keys(TrackingCase):
    def bodies(self, run_id, key):
        yield "runs/log-metric", {"run_id": run_id, "key": key, "value": 1, "timestamp": 1}
        yield "runs/log-parameter", {"run_id": run_id, "key": key, "value": "1"}
        yield "runs/set-tag", {"run_id": run_id, "key": key, "value": "1"}
        yield "runs/log-batch", {"run_id": run_id, "metrics": [{"key": key, "value": 1, "timestamp": 1}]}
        yield "runs/log-batch", {"run_id": run_id, "params": [{"key": key, "value": "1"}]}
        yield "runs/log-batch", {"run_id": run_id, "tags": [{"key": key, "value": "1"}]}

    def test_that_name_things(self):
        run_id = self.new_run()
        for key in GOOD_KEYS:
            for path, body in self.bodies(run_id, key):
                with self.subTest(path=path, key=key):
                    self.assertAnswer(self.post(path, body), 200)
        data = self.data(run_id)
        self.assertEqual(sorted(data.metrics), sorted(GOOD_KEYS))
        self.assertEqual(sorted(data.params), sorted(GOOD_KEYS))
        self.assertEqual(sorted(data.tags), sorted([*GOOD_KEYS, "mlflow.runName"]))

    def test_that_do_not(self):
        run_id = self.new_run()
        for key in BAD_KEYS:
            for path, body in self.bodies(run_id, key):
                with self.subTest(path=path, key=key):
                    self.assertInvalid(self.post(path, body))
        data = self.data(run_id)
        self.assertEqual((data.metrics, data.params, list(data.tags)), ({}, {}, ["mlflow.runName"]))

    def test_that_end_in_a_line_break(self):
        run_id = self.new_run()
        status = here_or_mlflow(400, 200, because="Python's $ overlooks a line break at the end")
        for path, body in self.bodies(run_id, "a\n"):
            self.assertEqual(self.post(path, body).status_code, status, path)


class Batches(TrackingCase):
    def test_as_large_as_may_be(self):
        run_id = self.new_run()
        self.client.log_batch(run_id, metrics=[Metric(f"m{i}", i, i, i) for i in range(1_000)])
        params = [Param(f"p{i}", str(i)) for i in range(100)]
        tags = [RunTag(f"t{i}", str(i)) for i in range(100)]
        metrics = [Metric(f"n{i}", i, i, i) for i in range(800)]
        self.client.log_batch(run_id, metrics=metrics, params=params, tags=tags)
        data = self.data(run_id)
        self.assertEqual((len(data.metrics), len(data.params), len(data.tags)), (1_800, 100, 101))
        self.assertEqual(data.metrics["m999"], 999.0)

    def test_too_large(self):
        run_id = self.new_run()
        metrics = [{"key": f"m{i}", "value": i, "timestamp": 1} for i in range(1_001)]
        params = [{"key": f"p{i}", "value": "1"} for i in range(101)]
        tags = [{"key": f"t{i}", "value": "1"} for i in range(101)]
        bodies = [
            {"metrics": metrics},
            {"params": params},
            {"tags": tags},
            {"metrics": metrics[:901], "params": params[:50], "tags": tags[:50]},
        ]
        for body in bodies:
            self.assertInvalid(self.post("runs/log-batch", {"run_id": run_id, **body}))
        data = self.data(run_id)
        self.assertEqual((data.metrics, data.params, len(data.tags)), ({}, {}, 1))

    def test_all_or_nothing(self):
        run_id = self.new_run()
        metrics = [{"key": "good", "value": 1, "timestamp": 1}, {"key": "a//b", "value": 1, "timestamp": 1}]
        params, tags = [{"key": "p", "value": "1"}], [{"key": "t", "value": "1"}]
        body = {"run_id": run_id, "metrics": metrics, "params": params, "tags": tags}
        self.assertInvalid(self.post("runs/log-batch", body))
        data = self.data(run_id)
        self.assertEqual((data.metrics, data.params, list(data.tags)), ({}, {}, ["mlflow.runName"]))

    def test_an_empty_one_is_fine(self):
        run_id = self.new_run()
        self.assertAnswer(self.post("runs/log-batch", {"run_id": run_id}), 200)
        self.assertAnswer(self.post("runs/log-batch", {"run_id": run_id, "metrics": [], "params": [], "tags": []}), 200)
        self.assertInvalid(self.post("runs/log-batch", {}))

    def test_the_client_sends_large_dictionaries_in_parts(self):
        run_id = self.new_run()
        import mlflow

        mlflow.log_params({f"p{i}": i for i in range(250)}, run_id=run_id)
        mlflow.log_metrics({f"m{i}": i for i in range(1_000)}, run_id=run_id)
        data = self.data(run_id)
        self.assertEqual((len(data.params), len(data.metrics)), (250, 1_000))
