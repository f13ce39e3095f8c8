import mlflow
import numpy
from mlflow.entities import Dataset, DatasetInput, InputTag
from tracking_case import TrackingCase


def dataset(**changed):
    whole = {"name": "flowers", "digest": "abc123", "source_type": "local", "source": '{"uri": "flowers.csv"}'}
    return {**whole, **changed}


class Inputs(TrackingCase):
    def inputs(self, run_id):
        return self.client.get_run(run_id).inputs.dataset_inputs

    def log(self, run_id, *datasets, tags=()):
        given = [{"dataset": each, "tags": [{"key": k, "value": v} for k, v in tags]} for each in datasets]
        return self.post("runs/log-inputs", {"run_id": run_id, "datasets": given})

    def test_a_dataset_of_numpy_is_told_as_it_was_given(self):
        mlflow.set_experiment(self.new_name())
        given = mlflow.data.from_numpy(numpy.arange(12).reshape(3, 4), name="numbers")
        with mlflow.start_run() as run:
            mlflow.log_input(given, context="training", tags={"split": "a"})
        [found] = self.inputs(run.info.run_id)
        self.assertEqual((found.dataset.name, found.dataset.digest), ("numbers", given.digest))
        self.assertEqual(found.dataset.schema, given.to_dict()["schema"])
        self.assertEqual(found.dataset.profile, given.to_dict()["profile"])
        tags = {tag.key: tag.value for tag in found.tags}
        self.assertEqual(tags, {"mlflow.data.context": "training", "split": "a"})

    def test_one_of_the_same_name_and_digest_is_an_input_once(self):
        run_id = self.new_run()
        self.assertAnswer(self.log(run_id, dataset(), dataset(source="other"), tags=[("context", "train")]), 200)
        self.assertAnswer(self.log(run_id, dataset(), tags=[("context", "test")]), 200)
        [found] = self.inputs(run_id)
        self.assertEqual(found.dataset.source, '{"uri": "flowers.csv"}')
        self.assertEqual([(tag.key, tag.value) for tag in found.tags], [("context", "train")])

    def test_another_digest_or_name_is_another_dataset(self):
        run_id = self.new_run()
        self.assertAnswer(self.log(run_id, dataset(), dataset(digest="2"), dataset(name="trees")), 200)
        found = sorted((each.dataset.name, each.dataset.digest) for each in self.inputs(run_id))
        self.assertEqual(found, [("flowers", "2"), ("flowers", "abc123"), ("trees", "abc123")])

    def test_the_client_logs_several_at_once(self):
        run_id = self.new_run()
        inputs = [
            DatasetInput(Dataset(f"set {i} 🦉", f"{i}", "http", "https://example.com", "{}", "{}"), [InputTag("n", str(i))])
            for i in range(5)
        ]
        self.client.log_inputs(run_id, datasets=inputs)
        found = {each.dataset.name: [(tag.key, tag.value) for tag in each.tags] for each in self.inputs(run_id)}
        self.assertEqual(found, {f"set {i} 🦉": [("n", str(i))] for i in range(5)})

    def test_long_texts_are_refused(self):
        run_id = self.new_run()
        limits = {"name": 500, "digest": 36, "source": 65_535, "schema": 1_048_575}
        for name, most in limits.items():
            with self.subTest(name):
                self.assertAnswer(self.log(run_id, dataset(**{"digest": name[:30], name: "x" * most})), 200)
                self.assertInvalid(self.log(run_id, dataset(**{name: "x" * (most + 1)})))
        self.assertInvalid(self.log(run_id, dataset(digest="t1"), tags=[("k" * 256, "v")]))
        self.assertInvalid(self.log(run_id, dataset(digest="t2"), tags=[("k", "v" * 501)]))

    def test_a_profile_of_several_megabytes_is_kept(self):
        run_id = self.new_run()
        self.assertAnswer(self.log(run_id, dataset(profile="x" * 8_000_000)), 200)
        self.assertEqual(len(self.inputs(run_id)[0].dataset.profile), 8_000_000)

    def test_nothing_given_is_no_error(self):
        run_id = self.new_run()
        self.assertAnswer(self.post("runs/log-inputs", {"run_id": run_id}), 200)
        self.assertEqual(self.inputs(run_id), [])

    def test_a_deleted_or_unknown_run_takes_none(self):
        run_id = self.new_run()
        self.client.delete_run(run_id)
        self.assertInvalid(self.log(run_id, dataset()))
        self.assertAnswer(self.log("0" * 32, dataset()), 404, "RESOURCE_DOES_NOT_EXIST")
