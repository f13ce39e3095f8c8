"""Projects as MLflow's folders: its client reads what we export, and we import what its file store wrote."""

import math
import os
import shutil
import subprocess
import tempfile
import uuid

from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelOutput, Metric, ViewType
from mlflow.tracking import MlflowClient
from tracking_case import URI, TrackingCase, only_here

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMAND = [os.path.join(ROOT, "node_modules/.bin/tsx"), os.path.join(ROOT, "packages/cli/src/pipepilot-process.ts")]


def pipepilot(*arguments, token=None):
    own = {} if token is None else {"MLFLOW_TRACKING_TOKEN": token}
    return subprocess.run([*COMMAND, *arguments], env={**os.environ, **own}, capture_output=True, text=True, check=False)


def file_store(folder):
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    return MlflowClient(f"file://{folder}", f"file://{folder}")


def described(client, name):
    """All that a client is told of an experiment's runs."""
    experiment = client.get_experiment_by_name(name)
    runs = {}
    for run in client.search_runs([experiment.experiment_id], run_view_type=ViewType.ALL):
        id, info, data = run.info.run_id, run.info, run.data
        runs[id] = {
            "name": info.run_name,
            "status": info.status,
            "times": (info.start_time, info.end_time),
            "stage": info.lifecycle_stage,
            "params": data.params,
            "tags": data.tags,
            "metrics": {
                key: [(each.timestamp, each.step, repr(each.value)) for each in client.get_metric_history(id, key)]
                for key in data.metrics
            },
            "datasets": [each.to_dictionary() for each in run.inputs.dataset_inputs],
            "outputs": [(each.model_id, each.step) for each in run.outputs.model_outputs],
            "files": files_of(client, id),
        }
    return {"tags": experiment.tags, "runs": runs}


def files_of(client, run_id, path=None):
    files = {}
    for each in client.list_artifacts(run_id, path):
        if each.is_dir:
            files.update(files_of(client, run_id, each.path))
        else:
            with open(client.download_artifacts(run_id, each.path), "rb") as file:
                files[each.path] = file.read()
    return files


def versions_of(client, name):
    return {
        int(each.version): (each.current_stage, each.description or "", each.run_id, dict(each.tags))
        for each in client.search_model_versions(f"name = '{name}'")
    }


@only_here("folders are written by our own command")
class Folders(TrackingCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def fill(self, client, name):
        """An experiment with what runs have, and a model."""
        experiment = client.create_experiment(name, tags={"team": "a", "mlflow.note.content": "two\nlines"})
        run_id = client.create_run(experiment, run_name="forest 1", tags={"t": "x\ny"}, start_time=1_700_000_000_000).info.run_id
        for key, value in (("n_estimators", "100"), ("empty", ""), ("nested/long", "line\n" * 200)):
            client.log_param(run_id, key, value)
        points = [Metric("loss", 1 / (step + 3), 1_700_000_000_000 + step, step) for step in range(50)]
        odd = [Metric("a/b c", value, 5, step) for step, value in enumerate((2.0, math.inf, -math.inf, 1e-300))]
        client.log_batch(run_id, metrics=points + odd)
        dataset = Dataset("train set", "abc123", "local", '{"uri": "x"}', '{"s": 1}', '{"rows": 2}')
        client.log_inputs(run_id, [DatasetInput(dataset, [InputTag("mlflow.data.context", "training")])])
        client.log_text(run_id, "é", "notes é/a b.txt")
        client.log_text(run_id, "flavors: {}", "model/MLmodel")
        model = client.create_logged_model(experiment, name="forest", source_run_id=run_id, params={"depth": "3"})
        client.finalize_logged_model(model.model_id, "READY")
        client.log_outputs(run_id, [LoggedModelOutput(model.model_id, 2)])
        client.set_terminated(run_id, "FINISHED", end_time=1_700_000_009_000)
        child = client.create_run(experiment, tags={"mlflow.parentRunId": run_id}).info.run_id
        client.set_terminated(child, "FAILED")
        client.delete_run(client.create_run(experiment).info.run_id)
        registered = f"model-{uuid.uuid4().hex[:8]}"
        client.create_registered_model(registered, tags={"k": "v"}, description="of folders")
        source = f"runs:/{run_id}/model"
        client.create_model_version(registered, source, run_id, tags={"vk": "vv"}, description="first")
        client.create_model_version(registered, source, run_id)
        client.create_model_version(registered, source, run_id)
        client.delete_model_version(registered, "2")
        client.set_registered_model_alias(registered, "champion", "1")
        return registered

    def assertSameModel(self, one, other, name):
        self.assertEqual(versions_of(one, name), versions_of(other, name))
        models = [client.get_registered_model(name) for client in (one, other)]
        self.assertEqual(*[(each.description, each.tags, each.aliases) for each in models])

    def test_that_we_export_are_a_file_store_to_its_client(self):
        name = self.new_name()
        registered = self.fill(self.client, name)
        result = pipepilot("export", "--to", self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        store = file_store(os.path.join(self.folder, "mlruns"))
        self.assertEqual(described(store, name), described(self.client, name))
        self.assertSameModel(store, self.client, registered)
        experiment = store.get_experiment_by_name(name).experiment_id
        [model] = store.search_logged_models([experiment])
        self.assertEqual((model.name, model.params, str(model.status)), ("forest", {"depth": "3"}, "READY"))

    def test_that_its_file_store_wrote_are_imported_as_they_are(self):
        name = self.new_name()
        store = file_store(self.folder)
        registered = self.fill(store, name)
        store.transition_model_version_stage(registered, "3", "Production")
        result = pipepilot("import", "--from", self.folder, "--url", URI, token=os.environ["ADMIN_TOKEN"])
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(described(self.client, name), described(store, name))
        self.assertSameModel(self.client, store, registered)
