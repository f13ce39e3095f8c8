from unittest import mock

import mlflow
import numpy
from mlflow.models import infer_signature
from registry_case import RegistryCase
from sklearn.linear_model import LinearRegression

X = numpy.arange(40, dtype=float).reshape(20, 2)
Y = X @ [2.0, -1.0] + 3
# Else the client loads each model in a process of its own to see what it needs.
REQUIRED = ["scikit-learn"]


class Models(RegistryCase):
    """What a script with scikit-learn does, from training to a served version."""

    def setUp(self):
        self.experiment = mlflow.set_experiment(self.new_name())
        self.model = LinearRegression().fit(X, Y)

    def assertPredicts(self, uri):
        found = mlflow.pyfunc.load_model(uri).predict(X)
        numpy.testing.assert_array_equal(found, self.model.predict(X))

    def test_a_logged_model_predicts_what_it_did(self):
        with mlflow.start_run() as run:
            signature = infer_signature(X, Y)
            info = mlflow.sklearn.log_model(self.model, name="model", signature=signature, pip_requirements=REQUIRED)
        self.assertPredicts(info.model_uri)
        self.assertPredicts(f"runs:/{run.info.run_id}/model")
        logged = mlflow.get_logged_model(info.model_id)
        self.assertEqual((logged.name, logged.source_run_id), ("model", run.info.run_id))
        [output] = self.client.get_run(run.info.run_id).outputs.model_outputs
        self.assertEqual(output.model_id, info.model_id)

    def test_a_registered_one_is_loaded_by_version_stage_and_alias(self):
        name = self.new_name()
        with mlflow.start_run():
            mlflow.sklearn.log_model(self.model, name="model", pip_requirements=REQUIRED, registered_model_name=name)
        self.assertPredicts(f"models:/{name}/1")
        self.client.set_registered_model_alias(name, "champion", "1")
        self.assertPredicts(f"models:/{name}@champion")
        self.client.transition_model_version_stage(name, "1", "Production")
        self.assertPredicts(f"models:/{name}/Production")

    def test_autologging_notes_parameters_metrics_and_the_model(self):
        mlflow.sklearn.autolog()
        try:
            with mock.patch("mlflow.models.infer_pip_requirements", return_value=REQUIRED), mlflow.start_run() as run:
                LinearRegression(fit_intercept=True).fit(X, Y)
        finally:
            mlflow.sklearn.autolog(disable=True)
        found = self.client.get_run(run.info.run_id)
        self.assertEqual(found.data.params["fit_intercept"], "True")
        self.assertAlmostEqual(found.data.metrics["training_r2_score"], 1.0)
        self.assertEqual(found.data.tags["estimator_name"], "LinearRegression")
        self.assertEqual(len(mlflow.search_logged_models([self.experiment.experiment_id], output_format="list")), 1)

    def test_metrics_are_linked_to_a_model_and_its_dataset(self):
        with mlflow.start_run():
            info = mlflow.sklearn.log_model(self.model, name="model", pip_requirements=REQUIRED, params={"kind": "linear"})
            dataset = mlflow.data.from_numpy(X, targets=Y, name="line")
            mlflow.log_metric("rmse", 0.5, model_id=info.model_id, dataset=dataset)
        logged = mlflow.get_logged_model(info.model_id)
        self.assertEqual(logged.params, {"kind": "linear"})
        [metric] = logged.metrics
        self.assertEqual((metric.key, metric.value, metric.dataset_name), ("rmse", 0.5, "line"))
