import math
import random

import mlflow
from mlflow.entities import Metric
from tracking_case import IS_REFERENCE, UNKNOWN_RUN, TrackingCase, here_or_mlflow, now, only_here

MAX_DOUBLE = 1.7976931348623157e308


class Metrics(TrackingCase):
    def history(self, run_id, key="loss"):
        return [(each.value, each.step, each.timestamp) for each in self.client.get_metric_history(run_id, key)]

    def test_a_point_is_kept_with_step_and_time(self):
        run_id, time = self.new_run(), now()
        self.client.log_metric(run_id, "loss", 0.1 + 0.2, timestamp=time, step=7)
        self.assertEqual(self.history(run_id), [(0.1 + 0.2, 7, time)])
        [metric] = self.client.get_run(run_id).data._metric_objs
        self.assertEqual((metric.key, metric.value, metric.step, metric.timestamp), ("loss", 0.1 + 0.2, 7, time))

    def test_doubles_keep_every_digit(self):
        run_id = self.new_run()
        values = [0.1, 1 / 3, 5e-324, 2.2250738585072014e-308, MAX_DOUBLE, -MAX_DOUBLE, 123456789.123456789, 1e22, -0.0]
        self.client.log_batch(run_id, metrics=[Metric("loss", value, 1, i) for i, value in enumerate(values)])
        self.assertEqual([value for value, _, _ in self.history(run_id)], values)

    def test_nan_is_kept(self):
        run_id = self.new_run()
        self.client.log_metric(run_id, "loss", math.nan, step=1)
        self.client.log_batch(run_id, metrics=[Metric("other", math.nan, 1, 1)])
        self.assertTrue(math.isnan(self.data(run_id).metrics["loss"]))
        self.assertTrue(math.isnan(self.history(run_id)[0][0]))
        self.assertTrue(math.isnan(self.data(run_id).metrics["other"]))
        self.client.log_metric(run_id, "loss", 1.0, step=2)
        self.assertEqual(self.data(run_id).metrics["loss"], 1.0)

    def test_infinities_are_kept(self):
        run_id = self.new_run()
        self.client.log_metric(run_id, "up", math.inf)
        self.client.log_batch(run_id, metrics=[Metric("down", -math.inf, 1, 1)])
        infinity = here_or_mlflow(math.inf, MAX_DOUBLE, because="MLflow's databases have no infinities, ours has")
        self.assertEqual(self.data(run_id).metrics, {"up": infinity, "down": -infinity})
        self.assertEqual(self.history(run_id, "up")[0][0], infinity)

    def test_steps_may_be_negative_and_large(self):
        run_id = self.new_run()
        steps = [-(2**63), -(2**53) - 1, -(2**31) - 1, -1, 0, 1, 2**31, 2**53 - 1, 2**53, 2**53 + 1, 2**63 - 2, 2**63 - 1]
        for step in random.Random(1).sample(steps, len(steps)):
            self.client.log_metric(run_id, "loss", 1.0, timestamp=5, step=step)
        self.assertEqual([step for _, step, _ in self.history(run_id)], steps)
        self.assertEqual(self.client.get_run(run_id).data._metric_objs[0].step, 2**63 - 1)
        sampled = self.get("metrics/get-history-bulk-interval", run_ids=run_id, metric_key="loss", max_results=100)
        self.assertEqual([point["step"] for point in sampled.json()["metrics"]], steps)
        query = {"run_ids": run_id, "metric_key": "loss", "start_step": 2**53, "end_step": 2**63 - 2}
        self.assertEqual([point["step"] for point in self.get("metrics/get-history-bulk-interval", **query).json()["metrics"]], steps[8:11])

    def test_steps_in_a_batch_and_as_texts_keep_every_digit(self):
        run_id = self.new_run()
        keys = [f"k{i}" for i in range(20)]
        self.client.log_batch(run_id, metrics=[Metric(key, 1.0, 1, 2**62 + i) for i, key in enumerate(keys)])
        body = {"run_id": run_id, "key": "text", "value": 1, "timestamp": 1, "step": str(2**63 - 1)}
        self.assertAnswer(self.post("runs/log-metric", body), 200)
        self.assertEqual([self.history(run_id, key)[0][1] for key in keys], [2**62 + i for i in range(20)])
        self.assertEqual(self.history(run_id, "text")[0][1], 2**63 - 1)
        steps = {metric.key: metric.step for metric in self.client.get_run(run_id).data._metric_objs}
        self.assertEqual((steps["k7"], steps["text"]), (2**62 + 7, 2**63 - 1))

    def test_a_step_of_more_than_64_bits_is_refused(self):
        run_id = self.new_run()
        if not IS_REFERENCE:  # it logs 0 in place of one of more than 64
            for step in (2**63, -(2**63) - 1, str(2**64)):
                body = {"run_id": run_id, "key": "loss", "value": 1, "timestamp": 1, "step": step}
                self.assertInvalid(self.post("runs/log-metric", body))

    def test_a_time_of_more_than_53_bits_is_refused_rather_than_rounded(self):
        run_id = self.new_run()
        if not IS_REFERENCE:  # it logs 0 in place of one of more than 64
            for timestamp in (2**63, 2**64, "1e400", "x", 1.5):
                body = {"run_id": run_id, "key": "loss", "value": 1, "timestamp": timestamp}
                self.assertInvalid(self.post("runs/log-metric", body))

    def test_a_time_is_not_before_1970(self):
        run_id = self.new_run()
        self.client.log_metric(run_id, "loss", 1, timestamp=0)
        body = {"run_id": run_id, "key": "loss", "value": 1, "timestamp": -1}
        self.assertInvalid(self.post("runs/log-metric", body))

    def test_the_latest_is_that_of_the_highest_step_then_time_then_value(self):
        run_id = self.new_run()
        told = [  # value, time, step, and the latest after it
            (1.0, 100, 0, 1.0),
            (2.0, 50, 0, 1.0),
            (3.0, 100, 0, 3.0),
            (2.5, 100, 0, 3.0),
            (0.5, 10, 1, 0.5),
            (9.0, 999, 0, 0.5),
            (0.7, 10, -5, 0.5),
            (0.6, 11, 1, 0.6),
        ]
        for value, time, step, latest in told:
            self.client.log_metric(run_id, "loss", value, timestamp=time, step=step)
            self.assertEqual(self.data(run_id).metrics["loss"], latest, (value, time, step))

    def test_the_latest_of_a_batch_does_not_depend_on_its_order(self):
        points = [(float(value), time, step) for value in range(3) for time in (5, 6) for step in (0, 1)]
        for seed in range(4):
            run_id = self.new_run()
            shuffled = random.Random(seed).sample(points, len(points))
            self.client.log_batch(run_id, metrics=[Metric("loss", *point) for point in shuffled])
            self.assertEqual(self.data(run_id).metrics, {"loss": 2.0})
            expected = sorted(((v, s, t) for v, t, s in points), key=lambda each: (each[2], each[1], each[0]))
            self.assertEqual(self.history(run_id), expected)

    def test_history_is_in_the_order_of_time_then_step_then_value(self):
        run_id = self.new_run()
        told = [(1.0, 30, 1), (2.0, 10, 9), (3.0, 20, 5), (5.0, 20, 4), (4.0, 20, 4), (4.0, 20, -4)]
        for value, time, step in told:
            self.client.log_metric(run_id, "loss", value, timestamp=time, step=step)
        expected = [(2.0, 9, 10), (4.0, -4, 20), (4.0, 4, 20), (5.0, 4, 20), (3.0, 5, 20), (1.0, 1, 30)]
        self.assertEqual(self.history(run_id), expected)

    def test_what_is_said_twice_is_kept_once(self):
        run_id = self.new_run()
        batch = [Metric("loss", 1.0, 5, 1), Metric("loss", 1.0, 5, 1), Metric("loss", 2.0, 5, 1)]
        self.client.log_batch(run_id, metrics=batch)
        self.client.log_batch(run_id, metrics=batch)
        self.client.log_metric(run_id, "loss", 1.0, timestamp=5, step=1)
        self.assertEqual(self.history(run_id), [(1.0, 1, 5), (2.0, 1, 5)])

    def test_history_comes_in_pages(self):
        run_id = self.new_run()
        self.client.log_batch(run_id, metrics=[Metric("loss", float(i), i, i) for i in range(25)])
        pages, token = [], None
        while token != "":
            query = {"run_id": run_id, "metric_key": "loss", "max_results": 10, **({"page_token": token} if token else {})}
            body = self.assertAnswer(self.get("metrics/get-history", **query), 200)
            pages.append([each["step"] for each in body["metrics"]])
            token = body.get("next_page_token", "")
        self.assertEqual(pages, [list(range(10)), list(range(10, 20)), list(range(20, 25))])
        self.assertNotIn("next_page_token", self.get("metrics/get-history", run_id=run_id, metric_key="loss").json())
        whole = {"run_id": run_id, "metric_key": "loss", "max_results": 25}
        self.assertNotIn("next_page_token", self.get("metrics/get-history", **whole).json())

    def test_odd_pages_are_refused(self):
        run_id = self.new_run()
        query = {"run_id": run_id, "metric_key": "loss"}
        # MLflow overlooks what is no number.
        for max_results in here_or_mlflow((0, -1, "x", 1.5), (0, -1), because="what is wrong is said"):
            self.assertInvalid(self.get("metrics/get-history", **query, max_results=max_results))
        # Those of other letters MLflow answers with a 500.
        for token in ("nonsense", "e30=", *here_or_mlflow(("🦉", "LTU="), (), because="a 500 is a bug")):
            self.assertInvalid(self.get("metrics/get-history", **query, max_results=5, page_token=token))

    def test_a_page_token_alone_is_looked_at(self):
        run_id = self.new_run()
        self.assertInvalid(self.get("metrics/get-history", run_id=run_id, metric_key="loss", page_token="nonsense"))

    def test_bodies_of_pythons_json_have_nan_and_infinities(self):
        run_id = self.new_run()
        for number in ("NaN", "Infinity", "-Infinity"):
            text = f'{{"run_id": "{run_id}", "key": "{number}", "value": {number}, "timestamp": 1}}'
            self.assertAnswer(self.post_text("runs/log-metric", text), 200)
        kept = here_or_mlflow(["nan", "inf", "-inf"], ["0.0"] * 3, because="MLflow takes them and keeps 0")
        metrics = self.data(run_id).metrics
        self.assertEqual([str(metrics[number]) for number in ("NaN", "Infinity", "-Infinity")], kept)

    def test_history_of_what_was_never_logged_is_empty(self):
        run_id = self.new_run()
        self.assertEqual(self.history(run_id, "never"), [])
        answer = self.get("metrics/get-history", run_id=run_id, metric_key="a//b; DROP")
        self.assertEqual(self.assertAnswer(answer, 200).get("metrics", []), [])
        self.assertInvalid(self.get("metrics/get-history", run_id=run_id))

    def test_history_of_a_run_that_is_not_there(self):
        answer = self.get("metrics/get-history", run_id=UNKNOWN_RUN, metric_key="loss")
        if IS_REFERENCE:  # it does not look
            self.assertAnswer(answer, 200)
        else:
            self.assertAnswer(answer, 404, "RESOURCE_DOES_NOT_EXIST")

    def test_a_history_of_many_thousand_points_is_told_whole(self):
        run_id = self.new_run()
        for start in range(0, 12_000, 1_000):
            points = [Metric("loss", i / 7, 1_000 + i, i) for i in range(start, start + 1_000)]
            self.client.log_batch(run_id, metrics=points)
        self.assertEqual(self.history(run_id), [(i / 7, i, 1_000 + i) for i in range(12_000)])
        self.assertEqual(self.data(run_id).metrics, {"loss": 11_999 / 7})

    def test_numbers_may_be_texts_as_in_protobufs_json(self):
        run_id = self.new_run()
        told = [("1.5", 1.5), ("1e3", 1000.0), ("-Infinity", here_or_mlflow(-math.inf, -MAX_DOUBLE, because="see above"))]
        for i, (text, value) in enumerate(told):
            body = {"run_id": run_id, "key": "loss", "value": text, "timestamp": str(i), "step": str(i)}
            self.assertAnswer(self.post("runs/log-metric", body), 200)
            self.assertEqual(self.data(run_id).metrics["loss"], value)

    def test_fluent_metrics_of_a_run_that_is_not_active(self):
        run_id = self.new_run()
        mlflow.log_metrics({"a": 1, "b": 2.5}, step=3, run_id=run_id)
        self.assertEqual(self.data(run_id).metrics, {"a": 1.0, "b": 2.5})


class Values(TrackingCase):
    def test_what_is_no_number_is_refused(self):
        run_id = self.new_run()
        # To a list or an object MLflow answers with a 500.
        worse = here_or_mlflow(([1], {"a": 1}), (), because="a client's mistake is no failure of the server")
        for wrong in ("abc", "", None, "1,5", "0x10", "nan()", *worse):
            with self.subTest(wrong):
                body = {"run_id": run_id, "key": "loss", "value": wrong, "timestamp": 1}
                self.assertInvalid(self.post("runs/log-metric", body))
        self.assertEqual(self.data(run_id).metrics, {})

    @only_here("protobuf refuses it, and then MLflow logs 0 in its place")
    def test_a_truth_is_no_number(self):
        body = {"run_id": self.new_run(), "key": "loss", "value": True, "timestamp": 1}
        self.assertInvalid(self.post("runs/log-metric", body))

    def test_a_point_needs_key_value_and_time(self):
        whole = {"run_id": self.new_run(), "key": "loss", "value": 1, "timestamp": 1}
        for name in ("run_id", "key", "value", "timestamp"):
            with self.subTest(name):
                self.assertInvalid(self.post("runs/log-metric", {k: v for k, v in whole.items() if k != name}))
        for name in ("key", "value", "timestamp"):
            with self.subTest(f"metrics[0].{name}"):
                metric = {k: v for k, v in whole.items() if k not in (name, "run_id")}
                self.assertInvalid(self.post("runs/log-batch", {"run_id": whole["run_id"], "metrics": [metric]}))


class ManyHistories(TrackingCase):
    """What MLflow's charts ask for, under the pages' paths."""

    def bulk(self, path, query):
        return self.ask("GET", f"metrics/{path}", prefix="/ajax-api/2.0/mlflow/", params=query)

    def points(self, path, **query):
        return self.assertAnswer(self.bulk(path, query), 200).get("metrics", [])

    def run_with(self, points):
        run_id = self.new_run()
        for start in range(0, len(points), 1_000):
            metrics = [Metric("loss", *point) for point in points[start : start + 1_000]]
            self.client.log_batch(run_id, metrics=metrics)
        return run_id

    def test_of_runs_come_by_id_then_time(self):
        points = [(3.0, 20, 1), (2.0, 20, 0), (1.0, 10, 5)]
        ids = sorted(self.run_with(points) for _ in range(3))
        query = {"run_id": [ids[2], ids[0], ids[1], UNKNOWN_RUN, "odd"], "metric_key": "loss"}
        found = self.points("get-history-bulk", **query)
        self.assertEqual([(each["run_id"], each["value"]) for each in found], [(id, v) for id in ids for v in (1, 2, 3)])
        self.assertEqual(found[0], {"key": "loss", "value": 1.0, "timestamp": 10, "step": 5, "run_id": ids[0]})
        self.assertEqual(self.points("get-history-bulk", **query, max_results=4), found[:4])
        self.assertEqual(self.points("get-history-bulk", **query, max_results=10**6), found)

    def test_are_asked_for_by_run_and_metric(self):
        for path, runs in (("get-history-bulk", "run_id"), ("get-history-bulk-interval", "run_ids")):
            self.assertInvalid(self.bulk(path, {"metric_key": "loss"}))
            self.assertInvalid(self.bulk(path, {runs: "a"}))
            self.assertInvalid(self.bulk(path, {runs: ["a"] * 101, "metric_key": "loss"}))
            self.assertEqual(self.points(path, **{runs: ["a"] * 100, "metric_key": "loss"}), [])

    def test_are_sampled_by_rows_with_first_and_last(self):
        long = self.run_with([(i / 7, 1_000 - i, i) for i in range(57)])
        short = self.run_with([(i / 3, i, i * 10) for i in range(4)])
        found = self.points("get-history-bulk-interval", run_ids=[long, short], metric_key="loss", max_results=10)
        steps = [(each["run_id"], each["step"]) for each in found]
        sampled = [0, 6, 12, 18, 24, 30, 36, 42, 47, 56]
        self.assertEqual(steps, [(long, step) for step in sampled] + [(short, step) for step in (0, 10, 20, 30)])
        self.assertEqual(found[1], {"key": "loss", "value": 6 / 7, "timestamp": 994, "step": 6, "run_id": long})

    def test_are_sampled_whatever_there_is_and_is_asked_for(self):
        for count in (1, 2, 7, 23, 24, 25):
            run_id = self.run_with([(float(i), i, i) for i in range(count)])
            for limit in (1, 2, 5, 12, 24, 2_500):
                size, longer = divmod(count, limit)
                expected = [i * size + min(i, longer) for i in range(limit - 1)] + [count - 1]
                query = {"run_ids": run_id, "metric_key": "loss", "max_results": limit}
                found = [each["step"] for each in self.points("get-history-bulk-interval", **query)]
                self.assertEqual(found, expected if count > limit else list(range(count)), (count, limit))

    def test_are_those_of_a_range_of_steps(self):
        run_id = self.run_with([(float(i), i, i) for i in range(100)])
        query = {"run_ids": run_id, "metric_key": "loss", "start_step": 10, "end_step": 50, "max_results": 5}
        found = self.points("get-history-bulk-interval", **query)
        self.assertEqual([each["step"] for each in found], [10, 19, 27, 35, 50])

    def test_of_a_whole_history_of_thousands(self):
        run_id = self.run_with([(float(i), i, i) for i in range(6_000)])
        found = self.points("get-history-bulk-interval", run_ids=run_id, metric_key="loss")
        self.assertEqual(len(found), 2_500)
        self.assertEqual((found[0]["step"], found[-1]["step"]), (0, 5_999))

    def test_of_odd_ranges_are_refused(self):
        query = {"run_ids": self.new_run(), "metric_key": "loss"}
        for odd in (
            {"start_step": 1},
            {"end_step": 1},
            {"start_step": 2, "end_step": 1},
            {"max_results": 0},
            {"max_results": 2_501},
            {"max_results": "x"},
            {"start_step": "x", "end_step": "y"},
        ):
            with self.subTest(odd):
                self.assertInvalid(self.bulk("get-history-bulk-interval", {**query, **odd}))

    def test_with_values_that_are_no_numbers(self):
        run_id = self.run_with([(math.nan, 1, 1), (1.0, 2, 2)])
        found = self.points("get-history-bulk-interval", run_ids=run_id, metric_key="loss")
        self.assertEqual([each["value"] for each in found], ["NaN", 1.0])
