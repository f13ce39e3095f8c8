import mlflow
from mlflow.entities import RunStatus
from mlflow.exceptions import MlflowException
from tracking_case import IS_REFERENCE, UNKNOWN_RUN, TrackingCase, now


class Runs(TrackingCase):
    def test_a_new_one_is_told_as_it_was_made(self):
        experiment_id, start = self.new_experiment(), now() - 5_000
        tags = {"mlflow.user": "ada", "stage": "try", "empty": ""}
        run = self.client.create_run(experiment_id, start_time=start, tags=tags, run_name="first light")
        self.assertRegex(run.info.run_id, r"^[0-9a-f]{32}$")
        self.assertEqual(run.info.run_name, "first light")
        self.assertEqual(run.info.experiment_id, experiment_id)
        self.assertEqual(run.info.user_id, "ada")
        self.assertEqual(run.info.status, "RUNNING")
        self.assertEqual(run.info.start_time, start)
        self.assertIsNone(run.info.end_time)
        self.assertEqual(run.info.lifecycle_stage, "active")
        self.assertEqual(run.data.tags, {**tags, "mlflow.runName": "first light"})
        self.assertEqual((run.data.params, run.data.metrics), ({}, {}))
        self.assertEqual(self.client.get_run(run.info.run_id).to_dictionary(), run.to_dictionary())

    def test_without_a_name_one_is_made_up(self):
        run = self.client.create_run(self.new_experiment())
        self.assertTrue(run.info.run_name)
        self.assertEqual(run.data.tags["mlflow.runName"], run.info.run_name)

    def test_the_tag_names_it_too_unless_both_differ(self):
        experiment_id = self.new_experiment()
        run = self.client.create_run(experiment_id, tags={"mlflow.runName": "by tag"})
        self.assertEqual(run.info.run_name, "by tag")
        self.client.create_run(experiment_id, tags={"mlflow.runName": "same"}, run_name="same")
        self.refused(
            "INVALID_PARAMETER_VALUE",
            self.client.create_run,
            experiment_id,
            tags={"mlflow.runName": "one"},
            run_name="another",
        )

    def test_odd_names_are_kept_to_the_letter(self):
        experiment_id = self.new_experiment()
        for odd in ("日本語 🦉", " spaces ", "a/b\\c", "'\";--", "line\nbreak", "<b>&amp;", "0", "x" * 250):
            with self.subTest(odd):
                run = self.client.create_run(experiment_id, run_name=odd)
                self.assertEqual(self.client.get_run(run.info.run_id).info.run_name, odd)

    def test_every_status_may_follow_every_other(self):
        run_id = self.new_run()
        for status in ("SCHEDULED", "RUNNING", "FINISHED", "FAILED", "RUNNING", "KILLED", "FINISHED"):
            self.client.update_run(run_id, status=status)
            self.assertEqual(self.client.get_run(run_id).info.status, status)

    def test_terminated_with_a_status_and_a_time(self):
        run_id, end = self.new_run(), now() + 1_234
        self.client.set_terminated(run_id, "FAILED", end_time=end)
        info = self.client.get_run(run_id).info
        self.assertEqual((info.status, info.end_time), ("FAILED", end))
        self.client.set_terminated(run_id)
        self.assertEqual(self.client.get_run(run_id).info.status, "FINISHED")

    def test_a_status_may_be_a_number_and_nothing_else(self):
        run_id = self.new_run()
        for name in ("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"):
            body = {"run_id": run_id, "status": RunStatus.from_string(name)}
            self.assertEqual(self.assertAnswer(self.post("runs/update", body), 200)["run_info"]["status"], name)
        if not IS_REFERENCE:  # it overlooks a status it does not know
            for wrong in ("DONE", "", "finished", 0, 6, 1.5):
                self.assertInvalid(self.post("runs/update", {"run_id": run_id, "status": wrong}))

    def test_renamed_by_update_and_by_tag(self):
        run_id = self.new_run(run_name="one")
        self.client.update_run(run_id, name="two")
        run = self.client.get_run(run_id)
        self.assertEqual((run.info.run_name, run.data.tags["mlflow.runName"]), ("two", "two"))
        self.client.set_tag(run_id, "mlflow.runName", "three")
        run = self.client.get_run(run_id)
        self.assertEqual((run.info.run_name, run.data.tags["mlflow.runName"]), ("three", "three"))
        self.assertAnswer(self.post("runs/update", {"run_id": run_id, "run_name": ""}), 200)
        self.assertEqual(self.client.get_run(run_id).info.run_name, "three")

    def test_an_update_that_says_nothing_changes_nothing(self):
        run_id = self.new_run(run_name="stays")
        self.client.set_terminated(run_id, "KILLED", end_time=1_000_000)
        before = self.client.get_run(run_id).to_dictionary()
        self.assertAnswer(self.post("runs/update", {"run_id": run_id}), 200)
        self.assertEqual(self.client.get_run(run_id).to_dictionary(), before)

    def test_deleted_it_is_read_but_not_written(self):
        run_id = self.new_run()
        self.client.log_param(run_id, "p", "1")
        self.client.delete_run(run_id)
        run = self.client.get_run(run_id)
        self.assertEqual((run.info.lifecycle_stage, run.data.params), ("deleted", {"p": "1"}))
        writes = [
            (self.client.log_metric, "m", 1.0),
            (self.client.log_param, "q", "1"),
            (self.client.set_tag, "t", "1"),
            (self.client.update_run, "FINISHED"),
        ]
        for write, *args in writes:
            self.refused("INVALID_PARAMETER_VALUE", write, run_id, *args)
        self.assertInvalid(self.post("runs/log-batch", {"run_id": run_id}))
        self.assertInvalid(self.post("runs/delete-tag", {"run_id": run_id, "key": "t"}))
        self.client.restore_run(run_id)
        self.client.log_metric(run_id, "m", 1.0)
        self.assertEqual(self.client.get_run(run_id).info.lifecycle_stage, "active")

    def test_deleting_or_restoring_twice_is_no_error(self):
        run_id = self.new_run()
        self.client.restore_run(run_id)
        self.client.delete_run(run_id)
        self.client.delete_run(run_id)
        self.client.restore_run(run_id)
        self.client.restore_run(run_id)
        self.assertEqual(self.client.get_run(run_id).info.lifecycle_stage, "active")

    def test_an_unknown_run_does_not_exist(self):
        body = {"run_id": UNKNOWN_RUN, "key": "k", "value": "1", "timestamp": 0}
        for path in ("update", "delete", "restore", "log-metric", "log-parameter", "set-tag", "delete-tag", "log-batch"):
            with self.subTest(path):
                self.assertAnswer(self.post(f"runs/{path}", body), 404, "RESOURCE_DOES_NOT_EXIST")
        self.assertAnswer(self.get("runs/get", run_id=UNKNOWN_RUN), 404, "RESOURCE_DOES_NOT_EXIST")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.get_run, UNKNOWN_RUN)

    def test_odd_run_ids_are_refused_and_never_break_the_server(self):
        for odd in ("nonsense", "' OR 1=1 --", "../../etc/passwd", "日本", "x" * 1_000, "A" * 32):
            with self.subTest(odd):
                self.assertAnswer(self.get("runs/get", run_id=odd), 404, "RESOURCE_DOES_NOT_EXIST")
        for path in ("runs/get", "metrics/get-history"):
            self.assertInvalid(self.get(path))
            self.assertInvalid(self.get(path, run_id=""))

    def test_old_clients_say_run_uuid(self):
        run_id = self.new_run()
        self.assertEqual(self.assertAnswer(self.get("runs/get", run_uuid=run_id), 200)["run"]["info"]["run_uuid"], run_id)
        body = {"run_uuid": run_id, "key": "loss", "value": 1, "timestamp": 5}
        self.assertAnswer(self.post("runs/log-metric", body), 200)
        self.assertEqual(self.data(run_id).metrics, {"loss": 1.0})


class FluentRuns(TrackingCase):
    def setUp(self):
        self.experiment = mlflow.set_experiment(self.new_name())

    def tearDown(self):
        while mlflow.active_run():
            mlflow.end_run()

    def test_a_block_ends_its_run_and_a_mistake_in_it_fails_it(self):
        with mlflow.start_run() as good:
            self.assertEqual(self.client.get_run(good.info.run_id).info.status, "RUNNING")
        info = self.client.get_run(good.info.run_id).info
        self.assertEqual(info.status, "FINISHED")
        self.assertGreaterEqual(info.end_time, info.start_time)
        with self.assertRaises(ZeroDivisionError), mlflow.start_run() as bad:
            1 / 0
        self.assertEqual(self.client.get_run(bad.info.run_id).info.status, "FAILED")

    def test_everything_a_script_says_of_its_run(self):
        with mlflow.start_run(run_name="all", tags={"a": "1"}, description="what **it** is") as run:
            mlflow.log_param("depth", 3)
            mlflow.log_params({"rate": 0.1, "names": ["x", "y"], "none": None, "flag": True})
            mlflow.log_metric("loss", 0.5, step=1)
            mlflow.log_metrics({"loss": 0.25, "acc": 1}, step=2)
            mlflow.set_tag("b", {"c": 1})
            mlflow.set_tags({"d": "e"})
            mlflow.delete_tag("d")
        data = self.data(run.info.run_id)
        expected = {"depth": "3", "rate": "0.1", "names": "['x', 'y']", "none": "None", "flag": "True"}
        self.assertEqual(data.params, expected)
        self.assertEqual(data.metrics, {"loss": 0.25, "acc": 1.0})
        own = {key: value for key, value in data.tags.items() if not key.startswith("mlflow.")}
        self.assertEqual(own, {"a": "1", "b": "{'c': 1}"})
        self.assertEqual(data.tags["mlflow.note.content"], "what **it** is")
        self.assertEqual(data.tags["mlflow.runName"], "all")
        self.assertIn("mlflow.source.name", data.tags)

    def test_a_nested_run_names_its_parent(self):
        with mlflow.start_run() as parent:
            with mlflow.start_run(nested=True) as child:
                with mlflow.start_run(nested=True) as grandchild:
                    pass
        self.assertEqual(self.data(child.info.run_id).tags["mlflow.parentRunId"], parent.info.run_id)
        self.assertEqual(self.data(grandchild.info.run_id).tags["mlflow.parentRunId"], child.info.run_id)
        self.assertNotIn("mlflow.parentRunId", self.data(parent.info.run_id).tags)
        self.assertEqual(mlflow.get_parent_run(child.info.run_id).info.run_id, parent.info.run_id)

    def test_an_ended_run_is_taken_up_again(self):
        with mlflow.start_run() as run:
            mlflow.log_metric("loss", 1, step=0)
        with mlflow.start_run(run_id=run.info.run_id) as again:
            self.assertEqual(self.client.get_run(run.info.run_id).info.status, "RUNNING")
            mlflow.log_metric("loss", 0, step=1)
        self.assertEqual(again.info.run_id, run.info.run_id)
        self.assertEqual(self.client.get_run(run.info.run_id).info.status, "FINISHED")
        self.assertEqual(len(self.client.get_metric_history(run.info.run_id, "loss")), 2)

    def test_a_deleted_run_is_not_taken_up(self):
        with mlflow.start_run() as run:
            pass
        mlflow.delete_run(run.info.run_id)
        with self.assertRaises(MlflowException):
            mlflow.start_run(run_id=run.info.run_id)

    def test_metrics_logged_in_the_background_all_arrive(self):
        with mlflow.start_run() as run:
            for step in range(50):
                mlflow.log_metric("loss", step, step=step, synchronous=False)
            mlflow.log_params({f"p{i}": i for i in range(150)}, synchronous=False)
            mlflow.flush_async_logging()
        self.assertEqual(len(self.client.get_metric_history(run.info.run_id, "loss")), 50)
        self.assertEqual(len(self.data(run.info.run_id).params), 150)
