from mlflow.entities import Metric, Param
from tracking_case import TrackingCase


class Params(TrackingCase):
    def test_are_kept_as_texts(self):
        run_id = self.new_run()
        values = {"int": 3, "float": 1e-3, "bool": False, "none": None, "list": [1, "a"], "text": "x y"}
        for key, value in values.items():
            self.client.log_param(run_id, key, value)
        self.assertEqual(self.data(run_id).params, {key: str(value) for key, value in values.items()})

    def test_do_not_change(self):
        run_id = self.new_run()
        self.client.log_param(run_id, "depth", 3)
        error = self.refused("INVALID_PARAMETER_VALUE", self.client.log_param, run_id, "depth", 4)
        self.assertIn("Changing param values is not allowed", str(error))
        answer = self.post("runs/log-parameter", {"run_id": run_id, "key": "depth", "value": "5"})
        self.assertIn("Changing param values is not allowed", self.assertInvalid(answer)["message"])
        self.assertEqual(self.data(run_id).params, {"depth": "3"})

    def test_the_same_again_is_fine(self):
        run_id = self.new_run()
        self.client.log_param(run_id, "depth", 3)
        self.client.log_param(run_id, "depth", 3)
        self.client.log_batch(run_id, params=[Param("depth", "3"), Param("rate", "0.1")])
        self.assertEqual(self.data(run_id).params, {"depth": "3", "rate": "0.1"})

    def test_one_that_changes_keeps_the_others_of_its_batch_out(self):
        run_id = self.new_run()
        self.client.log_param(run_id, "depth", 3)
        params = [Param("new", "1"), Param("depth", "4")]
        error = self.refused(
            "INVALID_PARAMETER_VALUE",
            self.client.log_batch,
            run_id,
            params=params,
            metrics=[Metric("loss", 1, 1, 1)],
        )
        self.assertIn("Changing param values is not allowed", str(error))
        data = self.data(run_id)
        self.assertEqual((data.params, data.metrics), ({"depth": "3"}, {}))

    def test_a_batch_names_each_once(self):
        run_id = self.new_run()
        for again in ("1", "2"):
            body = {"run_id": run_id, "params": [{"key": "a", "value": "1"}, {"key": "a", "value": again}]}
            self.assertInvalid(self.post("runs/log-batch", body))
        self.assertEqual(self.data(run_id).params, {})

    def test_long_values_are_cut_to_6000_characters(self):
        run_id = self.new_run()
        self.client.log_param(run_id, "just", "x" * 6_000)
        self.client.log_param(run_id, "long", "x" * 6_001)
        body = {"run_id": run_id, "params": [{"key": "batched", "value": "ab" * 10_000}]}
        self.assertAnswer(self.post("runs/log-batch", body), 200)
        expected = {"just": "x" * 6_000, "long": "x" * 6_000, "batched": "ab" * 3_000}
        self.assertEqual(self.data(run_id).params, expected)
        # Cut, it is the same value again.
        self.assertAnswer(self.post("runs/log-parameter", {"run_id": run_id, "key": "long", "value": "x" * 9_000}), 200)

    def test_characters_are_counted_and_not_their_bytes_or_units(self):
        run_id = self.new_run()
        self.assertAnswer(
            self.post("runs/log-parameter", {"run_id": run_id, "key": "owls", "value": "x" * 5_999 + "🦉🦉"}), 200
        )
        self.client.log_param(run_id, "more", "🦉" * 6_000)
        self.client.log_param(run_id, "many", "🦉" * 6_001)
        owls = "🦉" * 6_000
        self.assertEqual(self.data(run_id).params, {"owls": "x" * 5_999 + "🦉", "more": owls, "many": owls})

    def test_an_empty_value_is_a_value(self):
        run_id = self.new_run()
        self.client.log_param(run_id, "said", "")
        self.assertAnswer(self.post("runs/log-parameter", {"run_id": run_id, "key": "unsaid"}), 200)
        self.assertEqual(self.data(run_id).params, {"said": "", "unsaid": ""})
        self.refused("INVALID_PARAMETER_VALUE", self.client.log_param, run_id, "said", "now")

    def test_odd_values_are_kept_to_the_letter(self):
        run_id = self.new_run()
        odd = ["日本語 🦉", " spaces ", "a\nb\tc\r\n", "'\";--\\", "<b>&amp;", "null", "\u0001\u001f\u007f", "\ufeff\u200b", "{}"]
        for i, value in enumerate(odd):
            self.client.log_param(run_id, f"p{i}", value)
        self.assertEqual(self.data(run_id).params, {f"p{i}": value for i, value in enumerate(odd)})
