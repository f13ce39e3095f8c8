from message_case import CHARACTERS, Says, invalid, missing, path_rule, too_long, wrong_type
from tracking_case import UNKNOWN_RUN, TrackingCase, here_or_mlflow, only_here

METRIC = {"key": "m", "value": 1, "timestamp": 1}


class Messages(Says, TrackingCase):
    def setUp(self):
        self.experiment_id = self.new_experiment()
        self.run_id = self.new_run(self.experiment_id)

    def batch(self, message, **given):
        self.says(message, "runs/log-batch", **{"run_id": self.run_id, **given})

    def single(self, message, call, **given):
        own = METRIC if call == "log-metric" else {"key": "k", "value": "1"}
        self.says(message, f"runs/{call}", **{"run_id": self.run_id, **own, **given})

    def test_names_in_a_batch(self):
        for key, normal in (("../x", "../x"), ("a/", "a"), ("a//b", "a/b"), ("/a", "/a"), ("..", ".."), ("a/../b", "b")):
            reason = path_rule(normal)
            self.batch(invalid(f'"{key}"', "metrics[1].name", reason), metrics=[METRIC, {**METRIC, "key": key}])
            self.batch(invalid(f'"{key}"', "params[0].key", reason), params=[{"key": key, "value": "1"}])
            self.batch(invalid(f'"{key}"', "tags[0].key", reason), tags=[{"key": key, "value": "1"}])
        self.batch(invalid('"a#b"', "metrics[0].name", CHARACTERS), metrics=[{**METRIC, "key": "a#b"}])
        self.batch(invalid('"a#\\u00e9"', "params[0].key", CHARACTERS), params=[{"key": "a#é", "value": "1"}])
        self.batch(invalid('"a#b"', "tags[0].key", CHARACTERS), tags=[{"key": "a#b", "value": "1"}])
        self.batch(too_long("Metric name", 250), metrics=[{**METRIC, "key": "a" * 251}])
        self.batch(too_long("Param key", 250), params=[{"key": "a" * 251, "value": "1"}])
        self.batch(too_long("tags[0].key", 250), tags=[{"key": "a" * 251, "value": "1"}])

    def test_names_alone(self):
        self.single(invalid('"a#b"', "name", CHARACTERS), "log-metric", key="a#b")
        self.single(invalid('"../x"', "name", path_rule("../x")), "log-metric", key="../x")
        self.single(too_long("Metric name", 250), "log-metric", key="a" * 251)
        self.single(too_long("Param key", 250), "log-parameter", key="a" * 251)
        self.single(too_long("key", 250), "set-tag", key="a" * 251)
        for call in ("log-parameter", "set-tag"):
            self.single(invalid('"a#b"', "key", CHARACTERS), call, key="a#b")
            self.single(invalid('"../x"', "key", path_rule("../x")), call, key="../x")

    def test_what_is_missing(self):
        for name in ("key", "value", "timestamp"):
            point = {each: value for each, value in METRIC.items() if each != name}
            self.batch(missing(f"metrics[0].{name}"), metrics=[point])
            self.says(missing(name), "runs/log-metric", run_id=self.run_id, **point)
        self.batch(missing("metrics[0].key"), metrics=[{**METRIC, "key": ""}])
        self.batch(missing("params[0].key"), params=[{"value": "1"}])
        self.batch(missing("params[0].key"), params=[{"key": "", "value": "1"}])
        self.batch(missing("tags[0].key"), tags=[{"value": "1"}])
        for path in ("runs/log-batch", "runs/delete", "runs/log-metric"):
            self.says(missing("run_id"), path, **(METRIC if path == "runs/log-metric" else {}))
        self.batch(missing("run_id"), run_id="", metrics=[METRIC])
        for call in ("log-parameter", "set-tag", "delete-tag"):
            self.says(missing("key"), f"runs/{call}", run_id=self.run_id, value="1")
        self.says(missing("run_id"), "runs/get", method="GET")
        self.says(missing("metric_key"), "metrics/get-history", method="GET", run_id=self.run_id)
        self.says(missing("run_ids"), "metrics/get-history-bulk-interval", method="GET", metric_key="m")
        self.says(missing("name"), "experiments/create")
        self.says(missing("name"), "experiments/create", name="")
        self.says(missing("experiment_id"), "experiments/get", method="GET")
        self.says(missing("experiment_name"), "experiments/get-by-name", method="GET")
        self.says(missing("new_name"), "experiments/update", experiment_id=self.experiment_id)
        self.says(missing("key"), "experiments/set-experiment-tag", experiment_id=self.experiment_id, value="1")

    def test_values_of_another_type(self):
        self.single(wrong_type('"much"', "value", "str"), "log-metric", value="much")
        self.single(wrong_type('"first"', "step", "str"), "log-metric", step="first")
        self.single(wrong_type("3", "value", "int"), "log-parameter", value=3)
        self.batch(wrong_type('"m"', "metrics", "str"), metrics="m")
        now = wrong_type('"now"', "start_time", "str")
        self.says(now, "runs/create", experiment_id=self.experiment_id, start_time="now")
        before = "metric 'm' (value=1.0). Timestamp must be a nonnegative long (64-bit integer) "
        self.single(invalid("-5", "timestamp", before), "log-metric", timestamp=-5)
        self.batch(invalid("-1", "metrics[0].timestamp", before), metrics=[{**METRIC, "timestamp": -1}])

    @only_here("MLflow takes these: where protobuf cannot read a call, nobody looks at its points")
    def test_points_of_another_type(self):
        self.batch(wrong_type('"much"', "metrics[0].value", "str"), metrics=[{**METRIC, "value": "much"}])
        self.batch(wrong_type("true", "metrics[0].value", "bool"), metrics=[{**METRIC, "value": True}])
        self.batch(wrong_type("1.5", "metrics[0].step", "float"), metrics=[{**METRIC, "step": 1.5}])
        self.batch(wrong_type('"m"', "metrics[0]", "str"), metrics=["m"])
        self.says(wrong_type('"DONE"', "status", "str"), "runs/update", run_id=self.run_id, status="DONE")

    def test_the_limits_of_a_batch(self):
        def many(count, what):
            return (
                f"A batch logging request can contain at most {1000 if what.startswith('metrics') else 100} {what}."
                f" Got {count} {what}. Please split up {what} across multiple requests and try again."
            )

        params = [{"key": f"p{n}", "value": "1"} for n in range(101)]
        self.batch(many(1001, "metrics"), metrics=[METRIC] * 1001)
        self.batch(many(101, "params"), params=params)
        self.batch(many(101, "tags"), tags=params)
        self.batch(many(1001, "metrics, params, and tags"), metrics=[METRIC] * 999, params=params[:2])
        repeated = "Duplicate parameter keys have been submitted: ['p0']. Please ensure the request contains only one param value per param key."
        self.batch(repeated, params=[params[0], params[0]])

    def test_a_param_that_changes(self):
        self.client.log_param(self.run_id, "depth", "3")
        start = "Changing param values is not allowed. "
        alone = f"Param with key='depth' was already logged with value='3' for run ID='{self.run_id}'. Attempted logging new value '4'."
        self.single(start + alone, "log-parameter", key="depth", value="4")
        batch = f"Params were already logged='[{{'key': 'depth', 'old_value': '3', 'new_value': '4'}}]' for run ID='{self.run_id}'."
        self.batch(start + batch, params=[{"key": "depth", "value": "4"}, {"key": "other", "value": "1"}])

    def test_runs_that_are_not_there(self):
        message = f"Run with id={UNKNOWN_RUN} not found"
        self.is_missing(message, "runs/get", method="GET", run_id=UNKNOWN_RUN)
        for call in ("delete", "restore", "update", "log-batch"):
            self.is_missing(message, f"runs/{call}", run_id=UNKNOWN_RUN, **({"status": "FINISHED"} if call == "update" else {}))
        self.is_missing(message, "runs/log-metric", run_id=UNKNOWN_RUN, **METRIC)
        for call in ("log-parameter", "set-tag"):
            self.is_missing(message, f"runs/{call}", run_id=UNKNOWN_RUN, key="k", value="1")
        self.is_missing("Run with id=no/run not found", "runs/get", method="GET", run_id="no/run")
        self.batch('Invalid value "no/run" for parameter \'run_id\' supplied.', run_id="no/run", metrics=[METRIC])
        nowhere = f"No tag with name: nowhere in run with id {self.run_id}"
        self.is_missing(nowhere, "runs/delete-tag", run_id=self.run_id, key="nowhere")

    def test_what_was_deleted(self):
        run_id = self.new_run(self.experiment_id)
        self.client.delete_run(run_id)
        message = f"The run {run_id} must be in the 'active' state. Current state is deleted."
        self.batch(message, run_id=run_id, metrics=[METRIC])
        self.single(message, "log-metric", run_id=run_id)
        experiment_id = self.new_experiment()
        self.client.delete_experiment(experiment_id)
        gone = f"The experiment {experiment_id} must be in the 'active' state. Current state is deleted."
        self.says(gone, "runs/create", experiment_id=experiment_id)
        self.is_missing(f"No Experiment with id={experiment_id} exists", "experiments/delete", experiment_id=experiment_id)

    def test_experiments(self):
        unknown = here_or_mlflow("7b2f0f4e-0000-4000-8000-000000000000", "987654321", because="our ids are UUIDs")
        message = f"No Experiment with id={unknown} exists"
        self.is_missing(message, "experiments/get", method="GET", experiment_id=unknown)
        for path in ("experiments/delete", "runs/create", "logged-models"):
            self.is_missing(message, path, experiment_id=unknown)
        by_name = "Could not find experiment with name 'nobody's'"
        self.is_missing(by_name, "experiments/get-by-name", method="GET", experiment_name="nobody's")
        active = f"No Experiment with id={self.experiment_id} exists"
        self.is_missing(active, "experiments/restore", experiment_id=self.experiment_id)
        self.says(too_long("name", 500), "experiments/create", name="a" * 501)
        location = "Artifact location cannot be a runs:/ URI. Given: 'runs:/x/y'"
        self.says(location, "experiments/create", name="lies in a run", artifact_location="runs:/x/y")
        odd = [{"key": "a#b", "value": "1"}]
        self.says(invalid('"a#b"', "key", CHARACTERS), "experiments/create", name="with an odd tag", tags=odd)
        tag, own = "experiments/set-experiment-tag", {"experiment_id": self.experiment_id}
        self.says(invalid('"a#b"', "key", CHARACTERS), tag, key="a#b", value="1", **own)
        self.says(too_long("key", 250), tag, key="a" * 251, value="1", **own)
        self.says(too_long("value", 20_000), tag, key="t", value="a" * 20_001, **own)
        most = "Invalid value 50001 for parameter 'max_results' supplied. It must be at most 50000"
        self.says(most, "experiments/search", max_results=50_001)

    def test_samples_and_inputs(self):
        interval, own = "metrics/get-history-bulk-interval", {"method": "GET", "run_ids": self.run_id, "metric_key": "m"}
        backwards = "end_step must be greater than start_step. Found start_step=5 and end_step=1."
        self.says(backwards, interval, start_step="5", end_step="1", **own)
        self.says("If either start step or end step are specified, both must be specified.", interval, start_step="5", **own)
        negative = "Invalid value -1 for parameter 'max_results' supplied. It must be a positive integer"
        self.says(negative, "runs/search", experiment_ids=[self.experiment_id], max_results=-1)
        both = "Both dataset_name and dataset_digest must be provided if one is provided"
        self.batch(both, metrics=[{**METRIC, "dataset_name": "d"}])
        dataset = {"name": "n", "digest": "d", "source_type": "s", "source": "s"}
        for name, most in (("name", 500), ("digest", 36)):
            long = [{"dataset": {**dataset, name: "a" * (most + 1)}}]
            self.says(too_long(name, most), "runs/log-inputs", run_id=self.run_id, datasets=long)
        tagged = [{"dataset": dataset, "tags": [{"key": "a" * 256, "value": "1"}]}]
        self.says(too_long("key", 255), "runs/log-inputs", run_id=self.run_id, datasets=tagged)
        self.says("Invalid path", "artifacts/list", method="GET", run_id=self.run_id, path="../x")
