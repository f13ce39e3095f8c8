from concurrent.futures import ThreadPoolExecutor

from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException
from tracking_case import TrackingCase, only_here

WRITERS = 8


class Writers(TrackingCase):
    """Many at once on one run: nothing is lost, and nobody is told of the others."""

    def at_once(self, work, count=WRITERS):
        def tried(i):
            try:
                work(i)
            except MlflowException as error:
                return error

        with ThreadPoolExecutor(count) as pool:
            return [error for error in pool.map(tried, range(count)) if error]

    def test_of_metrics(self):
        run_id = self.new_run()

        def work(writer):
            for i in range(20):
                step = i * WRITERS + writer
                self.client.log_metric(run_id, "loss", float(step), timestamp=step, step=step)

        self.assertEqual(self.at_once(work), [])
        steps = [each.step for each in self.client.get_metric_history(run_id, "loss")]
        self.assertEqual(steps, list(range(20 * WRITERS)))
        self.assertEqual(self.data(run_id).metrics, {"loss": 20.0 * WRITERS - 1})

    def test_of_batches_that_touch_the_same_keys_in_every_order(self):
        run_id = self.new_run()

        def work(writer):
            keys = [f"k{i}" for i in range(20)]
            for i in range(10):
                mixed = keys[i:] + keys[:i] if writer % 2 else keys[::-1]
                metrics = [Metric(key, writer + i / 10, i, i) for key in mixed]
                tags = [RunTag(key, str(writer)) for key in mixed]
                self.client.log_batch(run_id, metrics, [Param(f"p{writer}-{i}", "1")], tags)

        self.assertEqual(self.at_once(work), [])
        data = self.data(run_id)
        self.assertEqual(data.metrics, {f"k{i}": WRITERS - 1 + 0.9 for i in range(20)})
        self.assertEqual(len(data.params), 10 * WRITERS)
        self.assertEqual(len({data.tags[f"k{i}"] for i in range(20)} - set(map(str, range(WRITERS)))), 0)
        self.assertEqual(len(self.client.get_metric_history(run_id, "k0")), 10 * WRITERS)

    @only_here("on SQLite MLflow answers some of them with a 500")
    def test_of_one_param_one_wins_and_the_others_are_told(self):
        for _ in range(5):
            run_id = self.new_run()
            errors = self.at_once(lambda i: self.client.log_param(run_id, "p", i))
            self.assertEqual(len(errors), WRITERS - 1)
            for error in errors:
                self.assertEqual(error.error_code, "INVALID_PARAMETER_VALUE")
                self.assertIn("Changing param values is not allowed", str(error))
            self.assertIn(self.data(run_id).params["p"], map(str, range(WRITERS)))

    def test_of_the_same_param_all_are_content(self):
        run_id = self.new_run()
        self.assertEqual(self.at_once(lambda _: self.client.log_param(run_id, "p", "same")), [])
        self.assertEqual(self.data(run_id).params, {"p": "same"})

    @only_here("MLflow shows some of them the database's own error")
    def test_of_the_same_tag_one_is_the_last(self):
        run_id = self.new_run()
        self.assertEqual(self.at_once(lambda i: self.client.set_tag(run_id, "t", str(i))), [])
        self.assertIn(self.data(run_id).tags["t"], map(str, range(WRITERS)))

    def test_of_the_same_experiment_one_makes_it(self):
        name = self.new_name()
        errors = self.at_once(lambda _: self.client.create_experiment(name))
        self.assertEqual([error.error_code for error in errors], ["RESOURCE_ALREADY_EXISTS"] * (WRITERS - 1))

    def test_of_the_same_dataset(self):
        run_id = self.new_run()
        dataset = {"name": "n", "digest": "d", "source_type": "s", "source": "s"}
        body = {"run_id": run_id, "datasets": [{"dataset": dataset}]}
        answers = []
        self.at_once(lambda _: answers.append(self.post("runs/log-inputs", body).status_code))
        self.assertIn(200, answers)
        self.assertEqual(len(self.client.get_run(run_id).inputs.dataset_inputs), 1)

    def test_of_the_default_experiment(self):
        errors = self.at_once(lambda _: self.client.create_run("0"))
        self.assertEqual(errors, [])
