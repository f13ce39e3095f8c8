import math
import time

import mlflow
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, ViewType
from tracking_case import UNKNOWN_RUN, TrackingCase, here_or_mlflow


class SearchRuns(TrackingCase):
    """One experiment of twelve runs; every expectation is made from what was logged."""

    COUNT = 12

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.experiment_id = cls.client.create_experiment(f"search-{time.time_ns()}")
        cls.runs = []
        for i in range(cls.COUNT):
            tags = {"even": str(i % 2 == 0), "Größe": f"g{i % 3}", "a.b c": "x'y" if i == 4 else "z"}
            if i < 6:
                tags["half"] = "first"
            run = cls.client.create_run(cls.experiment_id, start_time=1_000 + i // 2, run_name=f"Run_{i:02}%", tags=tags)
            id = run.info.run_id
            loss = {3: math.nan, 5: math.inf, 6: -math.inf}.get(i, i / 10)
            metrics = [] if i == 0 else [Metric("loss", loss, 1, 0), Metric("m/acc top", i % 4, 1, 0)]
            cls.client.log_batch(id, metrics, [Param("depth", str(i)), Param("kind", "Tree" if i % 3 else "line")])
            if i % 4 == 0:
                cls.client.set_terminated(id, "FAILED" if i == 4 else "FINISHED", end_time=5_000 + i)
            cls.runs.append(id)
        dataset = Dataset("flowers", "d1", "local", "x")
        cls.client.log_inputs(cls.runs[7], [DatasetInput(dataset, [InputTag("mlflow.data.context", "training")])])

    def found(self, filter="", order_by=(), **options):
        found = self.client.search_runs([self.experiment_id], filter, order_by=list(order_by), **options)
        return [self.runs.index(run.info.run_id) for run in found]

    def assertFound(self, filter, expected):
        with self.subTest(filter):
            self.assertEqual(sorted(self.found(filter)), sorted(expected))

    def test_all_newest_first_then_by_id(self):
        expected = sorted(range(self.COUNT), key=lambda i: (-(i // 2), self.runs[i]))
        self.assertEqual(self.found(), expected)

    def test_a_found_run_is_told_whole(self):
        [run] = self.client.search_runs([self.experiment_id], f"run_id = '{self.runs[7]}'")
        self.assertEqual(run.to_dictionary(), self.client.get_run(self.runs[7]).to_dictionary())
        [dataset] = run.inputs.dataset_inputs
        self.assertEqual((dataset.dataset.name, dataset.tags[0].value), ("flowers", "training"))

    def test_by_metrics(self):
        numbers = {i: i / 10 for i in range(1, self.COUNT) if i not in (3, 5, 6)}
        self.assertFound("metrics.loss > 0.7", [i for i, v in numbers.items() if v > 0.7] + [5])
        self.assertFound("metric.loss >= 0.7 and metrics.loss <= 0.9", [7, 8, 9])
        self.assertFound("metrics.loss = 0.2", [2])
        self.assertFound("metrics.loss < 2e-1", [1, 6])
        self.assertFound("metrics.loss < -5", [6])
        self.assertFound("metrics.`m/acc top` = 3", [3, 7, 11])
        self.assertFound('metrics."m/acc top" = 3.0', [3, 7, 11])
        self.assertFound("metrics.never > 0", [])

    def test_nan_is_equal_to_nothing(self):
        others = [i for i in range(1, self.COUNT) if i != 3]
        self.assertFound("metrics.loss != 77", [*others, 3])
        self.assertFound("metrics.loss < 0.15", [1, 6])
        self.assertFound("metrics.loss > -99", [i for i in others if i != 6])

    def test_by_params_and_tags(self):
        self.assertFound("params.depth = '7'", [7])
        self.assertFound("params.kind != 'line'", [i for i in range(self.COUNT) if i % 3])
        self.assertFound("parameters.kind LIKE 'T%'", [i for i in range(self.COUNT) if i % 3])
        self.assertFound("params.kind LIKE 't%'", [])
        self.assertFound("params.kind ILIKE 't%'", [i for i in range(self.COUNT) if i % 3])
        self.assertFound("tags.even = 'True' AND params.kind = 'line'", [0, 6])
        self.assertFound("tags.half = 'first'", range(6))
        self.assertFound("tags.half != 'first'", [])
        self.assertFound("tags.half IS NULL", range(6, self.COUNT))
        self.assertFound("tags.half IS NOT NULL", range(6))
        self.assertFound("tag.`a.b c` = \"x'y\"", [4])
        self.assertFound('tags."Größe" = "g1"', [1, 4, 7, 10])
        self.assertFound("params.never IS NULL", range(self.COUNT))

    def test_by_attributes(self):
        self.assertFound("status = 'FINISHED'", [0, 8])
        self.assertFound("attributes.status != 'RUNNING'", [0, 4, 8])
        self.assertFound("start_time >= 1004 and start_time < 1006", [8, 9, 10, 11])
        self.assertFound("attributes.end_time > 5000", [4, 8])
        self.assertFound("run_name = 'Run_03%'", [3])
        self.assertFound("attributes.`run name` LIKE 'Run_1%'", [10, 11])
        self.assertFound("tags.mlflow.runName ILIKE 'run_0_%'", range(10))
        ids = ", ".join(f"'{self.runs[i]}'" for i in (1, 5))
        self.assertFound(f"run_id IN ({ids})", [1, 5])
        self.assertFound(f"attributes.run_id NOT IN ({ids})", [i for i in range(self.COUNT) if i not in (1, 5)])
        self.assertFound(f"run_id = '{UNKNOWN_RUN}'", [])

    def test_by_datasets(self):
        self.assertFound("dataset.name = 'flowers'", [7])
        self.assertFound("datasets.digest IN ('d1', 'd2') AND dataset.context = 'training'", [7])
        self.assertFound("dataset.context = 'test'", [])

    def test_in_the_order_of_a_metric(self):
        def place(i, sign):
            loss = {3: math.nan, 5: math.inf, 6: -math.inf}.get(i, i / 10)
            if i == 0:
                return (2, 0, 0)
            return (1, 0, 0) if i == 3 else (0, sign * loss, 0)

        for word, sign in (("ASC", 1), ("DESC", -1)):
            expected = sorted(range(self.COUNT), key=lambda i: place(i, sign))
            self.assertEqual(self.found(order_by=[f"metrics.loss {word}"]), expected, word)

    def test_in_other_orders(self):
        self.assertEqual(self.found(order_by=["params.depth DESC"]), sorted(range(self.COUNT), key=str, reverse=True))
        self.assertEqual(self.found(order_by=["run_name"]), list(range(self.COUNT)))
        half = self.found(order_by=["tags.half", "attributes.run_name DESC"])
        self.assertEqual(half, [*range(5, -1, -1), *range(self.COUNT - 1, 5, -1)])
        ended = self.found(order_by=["end_time", "run_name ASC"])
        self.assertEqual(ended, [0, 4, 8, *(i for i in range(self.COUNT) if i % 4)])
        self.assertEqual(self.found(order_by=["start_time ASC", "run_name DESC"]), [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10])

    def test_in_pages_of_every_size(self):
        whole = self.found(order_by=["metrics.loss DESC"])
        for size in (1, 5, 11, 12, 13):
            found, token = [], None
            while token != "":
                page = self.client.search_runs(
                    [self.experiment_id], order_by=["metrics.loss DESC"], max_results=size, page_token=token
                )
                self.assertLessEqual(len(page), size)
                found += [self.runs.index(run.info.run_id) for run in page]
                token = page.token or ""
            self.assertEqual(found, whole, size)

    def test_deleted_ones_where_they_are_asked_for(self):
        id = self.new_experiment()
        kept, gone = self.new_run(id), self.new_run(id)
        self.client.delete_run(gone)
        found = lambda view: {run.info.run_id for run in self.client.search_runs([id], run_view_type=view)}  # noqa: E731
        self.assertEqual(found(ViewType.ACTIVE_ONLY), {kept})
        self.assertEqual(found(ViewType.DELETED_ONLY), {gone})
        self.assertEqual(found(ViewType.ALL), {kept, gone})

    def test_of_several_experiments_or_none(self):
        one, two = self.new_experiment(), self.new_experiment()
        ids = {self.new_run(one), self.new_run(two)}
        self.assertEqual({run.info.run_id for run in self.client.search_runs([one, two, one])}, ids)
        self.assertEqual(list(self.client.search_runs([])), [])
        unknown = here_or_mlflow("7b2f0f4e-0000-4000-8000-000000000000", "987654321", because="our ids are UUIDs")
        self.assertEqual(list(self.client.search_runs([unknown])), [])

    def test_what_is_no_filter_is_refused(self):
        odd = [
            "metrics.loss",
            "metrics.loss > 'a'",
            "metrics.loss LIKE 'a'",
            "params.depth > 3",
            "params.depth = 3",
            "nonsense.loss > 1",
            "metrics.loss > 1 OR metrics.loss < 0",
            "(metrics.loss > 1)",
            "status > 'A'",
            "attributes.nonsense = 'a'",
            "dataset.nonsense = 'a'",
            "metrics.loss > 1; DROP TABLE runs",
            "tags.half = 'unclosed",
            "tags.`unclosed = 'a'",
            "run_id IN ()",
            "' OR 1=1 --",
        ]
        for filter in odd:
            with self.subTest(filter):
                answer = self.post("runs/search", {"experiment_ids": [self.experiment_id], "filter": filter})
                self.assertInvalid(answer)

    def test_what_is_no_order_or_page_is_refused(self):
        query = {"experiment_ids": [self.experiment_id]}
        for odd in ("nonsense.loss", "metrics.loss UP", "loss", "attributes.nonsense", "metrics.loss DESC, run_name", ""):
            with self.subTest(odd):
                self.assertInvalid(self.post("runs/search", {**query, "order_by": [odd]}))
        for odd in ({"max_results": 50_001}, {"max_results": -1}, {"page_token": "nonsense"}, {"order_by": [5]}, {"filter": 5}):
            with self.subTest(odd):
                self.assertInvalid(self.post("runs/search", {**query, **odd}))

    def test_as_a_table(self):
        table = mlflow.search_runs([self.experiment_id], "params.kind = 'line'", order_by=["run_name"])
        self.assertEqual(list(table["params.depth"]), ["0", "3", "6", "9"])
        self.assertTrue(math.isnan(table["metrics.loss"][1]))
        self.assertEqual(list(table["tags.half"].fillna("-")), ["first", "first", "-", "-"])
