import mlflow
from tracking_case import IS_REFERENCE, TrackingCase, here_or_mlflow, now

ODD_NAMES = [
    "Größe & Höhe / 50% + 1",
    "日本語の実験",
    "🦉 owls 👩‍🔬",
    "quote ' double \" back \\ slash",
    "'; DROP TABLE experiments; --",
    "  leading and trailing  ",
    "a/b/../c",
    "line\nbreak\ttab",
    "<script>alert(1)</script>",
    "__proto__",
    "%00 %s {0} ${x}",
    "null",
    "0",
    "e\u0301 and \u00e9",
    "\u202eright to left",
]


class Experiments(TrackingCase):
    def test_a_new_one_is_told_as_it_was_made(self):
        name = self.new_name()
        before = now()
        id = self.client.create_experiment(name, tags={"team": "vision", "note": "a b"})
        experiment = self.client.get_experiment(id)
        self.assertIsInstance(id, str)
        self.assertEqual(experiment.experiment_id, id)
        self.assertEqual(experiment.name, name)
        self.assertEqual(experiment.lifecycle_stage, "active")
        self.assertEqual(experiment.tags, {"team": "vision", "note": "a b"})
        self.assertLess(abs(experiment.creation_time - before), 60_000)
        self.assertEqual(experiment.creation_time, experiment.last_update_time)

    def test_without_a_location_its_artifacts_are_kept_by_the_server(self):
        id = self.new_experiment()
        self.assertEqual(self.client.get_experiment(id).artifact_location, f"mlflow-artifacts:/{id}")
        run = self.client.create_run(id)
        self.assertEqual(run.info.artifact_uri, f"mlflow-artifacts:/{id}/{run.info.run_id}/artifacts")

    def test_a_location_of_the_clients_is_kept_and_runs_stand_below_it(self):
        id = self.new_experiment(artifact_location="s3://bucket/some/place")
        self.assertEqual(self.client.get_experiment(id).artifact_location, "s3://bucket/some/place")
        run = self.client.create_run(id)
        self.assertEqual(run.info.artifact_uri, f"s3://bucket/some/place/{run.info.run_id}/artifacts")

    def test_is_found_by_its_name(self):
        name = self.new_name()
        id = self.client.create_experiment(name)
        self.assertEqual(self.client.get_experiment_by_name(name).experiment_id, id)
        self.assertIsNone(self.client.get_experiment_by_name(self.new_name()))
        self.assertAnswer(
            self.get("experiments/get-by-name", experiment_name="no such"), 404, "RESOURCE_DOES_NOT_EXIST"
        )

    def test_odd_names_are_kept_to_the_letter(self):
        for odd in ODD_NAMES:
            with self.subTest(odd):
                name = odd if odd.startswith(" ") else f"{odd}{self.new_name()}"
                if self.client.get_experiment_by_name(name) is not None:
                    continue
                id = self.client.create_experiment(name)
                self.assertEqual(self.client.get_experiment(id).name, name)
                self.assertEqual(self.client.get_experiment_by_name(name).experiment_id, id)

    def test_names_that_differ_by_case_or_spaces_are_two(self):
        name = self.new_name()
        ids = {self.client.create_experiment(each) for each in (name, name.upper(), f" {name}", f"{name} ")}
        self.assertEqual(len(ids), 4)

    def test_a_name_has_1_to_500_characters(self):
        name = self.new_name().ljust(500, "x")
        self.assertEqual(self.client.get_experiment(self.client.create_experiment(name)).name, name)
        self.assertInvalid(self.post("experiments/create", {"name": name + "x"}))
        self.assertInvalid(self.post("experiments/create", {"name": ""}))
        self.assertInvalid(self.post("experiments/create", {}))

    def test_a_name_is_taken_once(self):
        name = self.new_name()
        id = self.client.create_experiment(name)
        self.refused("RESOURCE_ALREADY_EXISTS", self.client.create_experiment, name)
        self.assertAnswer(self.post("experiments/create", {"name": name}), 400, "RESOURCE_ALREADY_EXISTS")
        self.client.delete_experiment(id)
        self.refused("RESOURCE_ALREADY_EXISTS", self.client.create_experiment, name)

    def test_is_renamed(self):
        id, name = self.new_experiment(), self.new_name()
        before = self.client.get_experiment(id)
        self.client.rename_experiment(id, name)
        after = self.client.get_experiment(id)
        self.assertEqual(after.name, name)
        self.assertGreaterEqual(after.last_update_time, before.last_update_time)
        self.assertEqual(after.creation_time, before.creation_time)
        self.assertIsNone(self.client.get_experiment_by_name(before.name))

    def test_is_not_renamed_to_a_name_that_is_taken_or_no_name(self):
        taken, id = self.new_name(), self.new_experiment()
        self.client.create_experiment(taken)
        code = here_or_mlflow(
            "RESOURCE_ALREADY_EXISTS", "BAD_REQUEST", because="MLflow shows the database's own error for this"
        )
        self.refused(code, self.client.rename_experiment, id, taken)
        self.assertInvalid(self.post("experiments/update", {"experiment_id": id, "new_name": ""}))
        self.assertInvalid(self.post("experiments/update", {"experiment_id": id}))
        self.assertInvalid(self.post("experiments/update", {"experiment_id": id, "new_name": "x" * 501}))

    def test_deleted_and_restored_with_its_runs(self):
        id = self.new_experiment()
        run_id = self.new_run(id)
        self.client.delete_experiment(id)
        self.assertEqual(self.client.get_experiment(id).lifecycle_stage, "deleted")
        self.assertEqual(self.client.get_run(run_id).info.lifecycle_stage, "deleted")
        self.refused("INVALID_PARAMETER_VALUE", self.client.create_run, id)
        self.refused("INVALID_PARAMETER_VALUE", self.client.set_experiment_tag, id, "a", "b")
        self.client.restore_experiment(id)
        self.assertEqual(self.client.get_experiment(id).lifecycle_stage, "active")
        self.assertEqual(self.client.get_run(run_id).info.lifecycle_stage, "active")
        self.client.log_metric(run_id, "loss", 1)

    def test_deleted_twice_or_restored_untouched_does_not_exist(self):
        id = self.new_experiment()
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.restore_experiment, id)
        self.client.delete_experiment(id)
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.delete_experiment, id)

    def test_a_deleted_one_is_not_renamed(self):
        id = self.new_experiment()
        self.client.delete_experiment(id)
        status, code = here_or_mlflow(
            (400, "INVALID_PARAMETER_VALUE"),
            (500, "INVALID_STATE"),
            because="a client's mistake is no failure of the server, which clients would ask again",
        )
        answer = self.post("experiments/update", {"experiment_id": id, "new_name": self.new_name()})
        self.assertAnswer(answer, status, code)

    def test_an_unknown_id_does_not_exist(self):
        unknown = here_or_mlflow("7b2f0f4e-0000-4000-8000-000000000000", "987654321", because="our ids are UUIDs")
        for path in ("delete", "restore"):
            self.assertAnswer(self.post(f"experiments/{path}", {"experiment_id": unknown}), 404, "RESOURCE_DOES_NOT_EXIST")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.get_experiment, unknown)
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.rename_experiment, unknown, "x")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.set_experiment_tag, unknown, "a", "b")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.create_run, unknown)

    def test_what_is_no_id_is_refused(self):
        for odd in ("nonsense", "' OR 1=1", "../1", "1;2", "x" * 300):
            with self.subTest(odd):
                code = here_or_mlflow("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE", because="our ids are no numbers")
                self.refused(code, self.client.get_experiment, odd)
        self.assertInvalid(self.get("experiments/get"))

    def test_tags_are_set_replaced_and_removed(self):
        id = self.new_experiment(tags={"a": "1", "b": "2"})
        self.client.set_experiment_tag(id, "a", "one")
        self.client.set_experiment_tag(id, "mlflow.note.content", "# Notes\n\nwith *Markdown* and 🦉")
        expected = {"a": "one", "b": "2", "mlflow.note.content": "# Notes\n\nwith *Markdown* and 🦉"}
        self.assertEqual(self.client.get_experiment(id).tags, expected)
        self.client.delete_experiment_tag(id, "a")
        self.assertNotIn("a", self.client.get_experiment(id).tags)
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.delete_experiment_tag, id, "a")

    def test_a_tags_value_has_at_most_20000_characters_and_its_key_250(self):
        id = self.new_experiment()
        self.client.set_experiment_tag(id, "k" * 250, "v" * 20_000)
        self.assertEqual(self.client.get_experiment(id).tags, {"k" * 250: "v" * 20_000})
        for key, value in (("k" * 251, "v"), ("k", "v" * 20_001), ("", "v"), ("a//b", "v")):
            body = {"experiment_id": id, "key": key, "value": value}
            self.assertInvalid(self.post("experiments/set-experiment-tag", body))

    def test_an_empty_tag_is_a_tag(self):
        id = self.new_experiment()
        self.client.set_experiment_tag(id, "empty", "")
        self.assertAnswer(self.post("experiments/set-experiment-tag", {"experiment_id": id, "key": "unsaid"}), 200)
        self.assertEqual(self.client.get_experiment(id).tags, {"empty": "", "unsaid": ""})

    def test_of_a_tag_given_twice_on_creation_nothing_breaks(self):
        tags = [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]
        answer = self.post("experiments/create", {"name": self.new_name(), "tags": tags})
        if IS_REFERENCE:  # it calls the name taken, which it is not
            self.assertAnswer(answer, 400, "RESOURCE_ALREADY_EXISTS")
        else:
            id = self.assertAnswer(answer, 200)["experiment_id"]
            self.assertEqual(self.client.get_experiment(id).tags, {"a": "2"})


class DefaultExperiment(TrackingCase):
    def test_is_there_under_the_id_0_from_the_start(self):
        self.assertEqual(self.client.get_experiment("0").name, "Default")
        self.assertEqual(self.client.get_experiment("0").lifecycle_stage, "active")

    def test_takes_what_is_logged_with_no_experiment_chosen(self):
        run = self.client.create_run("0")
        default = self.client.get_experiment_by_name("Default").experiment_id
        self.assertEqual(run.info.experiment_id, default)
        answer = self.post("runs/create", {"start_time": now()})
        if IS_REFERENCE:  # it looks for an experiment without an id
            self.assertAnswer(answer, 400, "BAD_REQUEST")
        else:
            self.assertEqual(self.assertAnswer(answer, 200)["run"]["info"]["experiment_id"], default)


class FluentExperiments(TrackingCase):
    def test_set_experiment_makes_it_once_and_finds_it_after(self):
        name = self.new_name()
        first = mlflow.set_experiment(name)
        again = mlflow.set_experiment(name)
        self.assertEqual(first.experiment_id, again.experiment_id)
        self.assertEqual(mlflow.set_experiment(experiment_id=first.experiment_id).name, name)
        with mlflow.start_run() as run:
            self.assertEqual(run.info.experiment_id, first.experiment_id)

    def test_set_experiment_refuses_one_in_the_trash(self):
        name = self.new_name()
        self.client.delete_experiment(self.client.create_experiment(name))
        self.refused("INVALID_PARAMETER_VALUE", mlflow.set_experiment, name)

    def test_set_experiment_tags(self):
        experiment = mlflow.set_experiment(self.new_name())
        mlflow.set_experiment_tags({"a": "1", "b": 2, "c": True})
        mlflow.delete_experiment_tag("a")
        self.assertEqual(mlflow.get_experiment(experiment.experiment_id).tags, {"b": "2", "c": "True"})
