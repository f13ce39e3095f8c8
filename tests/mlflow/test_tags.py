from mlflow.entities import RunTag
from tracking_case import TrackingCase, here_or_mlflow


class Tags(TrackingCase):
    def own(self, run_id):
        return {key: value for key, value in self.data(run_id).tags.items() if key != "mlflow.runName"}

    def test_are_set_replaced_and_removed(self):
        run_id = self.new_run(tags={"a": "1", "b": "2"})
        self.client.set_tag(run_id, "a", "one")
        self.client.log_batch(run_id, tags=[RunTag("b", "two"), RunTag("c", "three")])
        self.assertEqual(self.own(run_id), {"a": "one", "b": "two", "c": "three"})
        self.client.delete_tag(run_id, "a")
        self.assertEqual(self.own(run_id), {"b": "two", "c": "three"})
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.delete_tag, run_id, "a")

    def test_a_key_that_could_not_be_set_is_not_there_to_be_removed(self):
        run_id = self.new_run()
        for key in ("never", "a//b", "é?"):
            body = {"run_id": run_id, "key": key}
            self.assertAnswer(self.post("runs/delete-tag", body), 404, "RESOURCE_DOES_NOT_EXIST")

    def test_of_one_given_twice_in_a_batch_the_last_holds(self):
        run_id = self.new_run()
        tags = [{"key": "a", "value": "1"}, {"key": "b", "value": "x"}, {"key": "a", "value": "2"}]
        self.assertAnswer(self.post("runs/log-batch", {"run_id": run_id, "tags": tags}), 200)
        self.assertEqual(self.own(run_id), {"a": "2", "b": "x"})

    def test_long_values_are_cut_to_8000_characters(self):
        run_id = self.new_run()
        self.client.set_tag(run_id, "just", "x" * 8_000)
        self.client.set_tag(run_id, "long", "y" * 8_001)
        self.client.log_batch(run_id, tags=[RunTag("batched", "z" * 20_000)])
        self.assertEqual(self.own(run_id), {"just": "x" * 8_000, "long": "y" * 8_000, "batched": "z" * 8_000})

    def test_an_empty_value_is_a_value(self):
        run_id = self.new_run()
        self.client.set_tag(run_id, "said", "")
        self.assertAnswer(self.post("runs/set-tag", {"run_id": run_id, "key": "unsaid"}), 200)
        self.assertEqual(self.own(run_id), {"said": "", "unsaid": ""})

    def test_odd_values_are_kept_to_the_letter(self):
        run_id = self.new_run()
        odd = ["日本語 🦉", " spaces ", "a\nb\tc\r\n", "'\";--\\", "<b>&amp;", "null", "\u0001\u001f\u007f", "\ufeff\u200b", "{}"]
        self.client.log_batch(run_id, tags=[RunTag(f"t{i}", value) for i, value in enumerate(odd)])
        self.assertEqual(self.own(run_id), {f"t{i}": value for i, value in enumerate(odd)})

    def test_names_of_javascripts_own_are_keys_as_any(self):
        run_id = self.new_run(tags={"__proto__": "1", "constructor": "2"})
        self.client.set_tag(run_id, "toString", "3")
        self.client.set_tag(run_id, "hasOwnProperty", "4")
        expected = {"__proto__": "1", "constructor": "2", "toString": "3", "hasOwnProperty": "4"}
        self.assertEqual(self.own(run_id), expected)
        id = self.new_experiment(tags={"__proto__": "1", "constructor": "2"})
        self.client.set_experiment_tag(id, "__proto__", "3")
        self.assertEqual(self.client.get_experiment(id).tags, {"__proto__": "3", "constructor": "2"})

    def test_tags_of_a_new_run_hold_to_the_same_rules(self):
        experiment_id = self.new_experiment()
        status = here_or_mlflow(400, 200, because="MLflow looks at the tags of a new run no further")
        for key in ("a//b", "x" * 251, "a?b"):
            body = {"experiment_id": experiment_id, "start_time": 1, "tags": [{"key": key, "value": "v"}]}
            self.assertEqual(self.post("runs/create", body).status_code, status)

    def test_the_runs_name_is_cleared_by_removing_its_tag(self):
        run_id = self.new_run(run_name="named")
        answer = self.post("runs/delete-tag", {"run_id": run_id, "key": "mlflow.runName"})
        expected = here_or_mlflow(400, 200, because="a run always has a name here; the tag is a view of it")
        self.assertEqual(answer.status_code, expected, answer.text)
        self.assertEqual(self.client.get_run(run_id).info.run_name, "named")
