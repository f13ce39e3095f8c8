import contextlib
import io
import json
import threading

import mlflow
import mlflow.sklearn
from registry_case import RegistryCase
from sklearn.linear_model import LinearRegression
from tracking_case import here_or_mlflow, now

NO_SOURCES = ["/tmp/model", "file:///tmp/model", "s3://bucket/../x", "runs:/short/model", "mlflow-artifacts:/x", "models:/"]


class ModelVersions(RegistryCase):
    def log_model(self, flavor="sklearn"):
        """A run with a model of two files; its id."""
        run_id = self.new_run()
        self.client.log_text(run_id, f"flavors: {{{flavor}: {{}}}}", "model/MLmodel")
        self.client.log_text(run_id, "bytes", "model/data/model.pkl")
        return run_id

    def test_a_new_one_is_told_as_it_was_made(self):
        name, run_id, before = self.new_model(), self.log_model(), now()
        source = f"{self.client.get_run(run_id).info.artifact_uri}/model"
        made = self.client.create_model_version(
            name, source, run_id, tags={"t": "1"}, run_link="https://x/1", description="first"
        )
        for version in (made, self.client.get_model_version(name, "1")):
            self.assertEqual((version.name, int(version.version)), (name, 1))
            self.assertEqual((version.source, version.run_id, version.run_link), (source, run_id, "https://x/1"))
            self.assertEqual((version.description, version.tags), ("first", {"t": "1"}))
            self.assertEqual((version.current_stage, version.status), ("None", "READY"))
            self.assertEqual(list(version.aliases), [])
            self.assertLess(abs(version.creation_timestamp - before), 60_000)
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.create_model_version, self.new_name(), source, run_id)

    def test_its_files_are_downloaded_by_its_name(self):
        name, run_id = self.new_model(), self.log_model()
        self.new_version(name, f"runs:/{run_id}/model", run_id=run_id)
        path = mlflow.artifacts.download_artifacts(f"models:/{name}/1")
        with open(f"{path}/data/model.pkl") as file:
            self.assertEqual(file.read(), "bytes")

    def test_what_is_uploaded_later_is_not_part_of_it(self):
        name, run_id = self.new_model(), self.log_model()
        self.new_version(name, f"runs:/{run_id}/model", run_id=run_id)
        self.client.log_text(run_id, "changed", "model/data/model.pkl")
        path = mlflow.artifacts.download_artifacts(f"models:/{name}/1")
        expected = here_or_mlflow("bytes", "changed", "our versions never change; MLflow's are places")
        with open(f"{path}/data/model.pkl") as file:
            self.assertEqual(file.read(), expected)

    def test_a_model_is_logged_registered_and_loaded_again(self):
        name, fitted = self.new_name(), LinearRegression().fit([[1.0], [2.0], [3.0]], [2.0, 4.0, 6.0])
        with contextlib.redirect_stderr(io.StringIO()), mlflow.start_run(experiment_id=self.new_experiment()) as run:
            # Else the client looks for what it needs, as it does for the model of an autologged run.
            required = {"pip_requirements": ["scikit-learn"]}
            logged = mlflow.sklearn.log_model(fitted, name="model", registered_model_name=name, **required)
        version = self.client.get_model_version(name, "1")
        self.assertEqual((version.source, version.run_id), (f"models:/{logged.model_id}", run.info.run_id))
        tag = json.loads(self.client.get_logged_model(logged.model_id).tags["mlflow.modelVersions"])
        self.assertIn((name, "1"), [(each["name"], str(each["version"])) for each in tag])
        self.client.set_registered_model_alias(name, "champion", 1)
        for source in (f"models:/{name}/1", f"models:/{name}@champion", f"models:/{name}/latest"):
            self.assertAlmostEqual(mlflow.sklearn.load_model(source).predict([[5.0]])[0], 10.0)

    def test_a_place_elsewhere_is_kept_and_given_for_download(self):
        name = self.new_versions(1)
        self.assertEqual(self.client.get_model_version(name, 1).source, "s3://bucket/model")
        self.assertEqual(self.client.get_model_version_download_uri(name, "1"), "s3://bucket/model")

    def test_odd_sources_are_refused(self):
        name = self.new_model()
        for source in NO_SOURCES:
            with self.subTest(source):
                self.assertInvalid(self.post("model-versions/create", {"name": name, "source": source}))
        one, other = self.log_model(), self.new_run()
        body = {"name": name, "source": f"runs:/{one}/model", "run_id": other}
        self.assertInvalid(self.post("model-versions/create", body))
        self.assertEqual(list(self.client.search_model_versions(f"name = '{name}'")), [])

    def test_are_copied(self):
        name, run_id = self.new_model(), self.log_model()
        self.new_version(name, f"runs:/{run_id}/model", run_id=run_id, tags={"t": "1"})
        self.client.set_registered_model_alias(name, "champion", 1)
        other = self.new_name()
        for number, source in enumerate((f"models:/{name}/1", f"models:/{name}@champion"), 1):
            with contextlib.redirect_stderr(io.StringIO()):
                copy = self.client.copy_model_version(source, other)
            self.assertEqual((copy.name, int(copy.version)), (other, number))
            self.assertEqual((copy.source, copy.run_id, copy.tags), (f"models:/{name}/1", run_id, {"t": "1"}))
        path = mlflow.artifacts.download_artifacts(f"models:/{other}/2")
        with open(f"{path}/data/model.pkl") as file:
            self.assertEqual(file.read(), "bytes")

    def test_numbers_are_never_given_twice(self):
        name = self.new_versions(3)
        self.client.delete_model_version(name, 3)
        self.assertEqual(self.new_version(name), 4)
        self.client.delete_model_version(name, "4")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.delete_model_version, name, "4")
        self.assertEqual(self.new_version(name), 5)
        self.assertEqual(sorted(self.stages(name)), [1, 2, 5])

    def test_made_at_the_same_time_have_numbers_of_their_own(self):
        name, made = self.new_model(), []
        threads = [threading.Thread(target=lambda: made.append(self.new_version(name))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(made), [1, 2, 3])

    def test_deleting_one_frees_its_aliases(self):
        name = self.new_versions(2)
        self.client.set_registered_model_alias(name, "champion", 2)
        self.client.delete_model_version(name, 2)
        self.assertEqual(self.client.get_registered_model(name).aliases, {})
        self.refused("INVALID_PARAMETER_VALUE", self.client.get_model_version_by_alias, name, "champion")

    def test_are_described_and_tagged(self):
        name = self.new_versions(1)
        self.client.update_model_version(name, 1, "new")
        self.client.set_model_version_tag(name, "1", "k", "ü" * 5_000)
        version = self.client.get_model_version(name, 1)
        self.assertEqual((version.description, version.tags), ("new", {"k": "ü" * 5_000}))
        self.client.transition_model_version_stage(name, 1, "Staging")
        self.client.set_model_version_tag(name, key="by", value="stage", stage="Staging")
        self.client.delete_model_version_tag(name, "1", "k")
        self.assertEqual(self.client.get_model_version(name, 1).tags, {"by": "stage"})
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.set_model_version_tag, name, "2", "k", "v")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.update_model_version, name, 2, "x")

    def test_odd_numbers_are_refused_or_not_found(self):
        name = self.new_versions(1)
        for version in ("x", "1.5", ""):
            self.assertInvalid(self.get("model-versions/get", name=name, version=version))
        for version in ("0", "-1", "2"):
            answer = self.get("model-versions/get", name=name, version=version)
            self.assertAnswer(answer, 404, "RESOURCE_DOES_NOT_EXIST")

    def test_move_between_stages(self):
        name = self.new_versions(3)
        for version, stage in ((1, "Staging"), (2, "staging"), (3, "PRODUCTION")):
            moved = self.client.transition_model_version_stage(name, version, stage)
            self.assertEqual(moved.current_stage, stage.capitalize())
        self.client.transition_model_version_stage(name, 2, "Staging", archive_existing_versions=True)
        self.assertEqual(self.stages(name), {1: "Archived", 2: "Staging", 3: "Production"})
        self.refused("INVALID_PARAMETER_VALUE", self.client.transition_model_version_stage, name, 1, "Best")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.transition_model_version_stage, name, 9, "Staging")

    def test_production_holds_one(self):
        name = self.new_versions(2)
        for version in (1, 2):
            self.client.transition_model_version_stage(name, version, "Production")
        first = here_or_mlflow("Archived", "Production", "one version of a model answers, so the other makes room")
        self.assertEqual(self.stages(name), {1: first, 2: "Production"})

    def test_the_newest_of_each_stage_is_told(self):
        name = self.new_versions(4)
        for version, stage in ((1, "Staging"), (2, "Staging"), (3, "Production")):
            self.client.transition_model_version_stage(name, version, stage)
        self.assertEqual(sorted(self.numbers(self.client.get_latest_versions(name))), [2, 3, 4])
        self.assertEqual(self.numbers(self.client.get_latest_versions(name, ["staging"])), [2])
        self.assertEqual(self.numbers(self.client.get_latest_versions(name, ["Archived"])), [])
        self.refused("INVALID_PARAMETER_VALUE", self.client.get_latest_versions, name, ["Best"])

    def test_are_found_by_what_they_are(self):
        name, run_id = self.new_versions(2), self.log_model()
        self.new_version(name, f"runs:/{run_id}/model", run_id=run_id, tags={"t": "1"})

        def found(filter, order="version_number ASC"):
            return self.numbers(self.client.search_model_versions(f"name = '{name}' {filter}", order_by=[order]))

        self.assertEqual(found(""), [1, 2, 3])
        self.assertEqual(found("", "version_number DESC"), [3, 2, 1])
        self.assertEqual(found("and version_number >= 2"), [2, 3])
        self.assertEqual(found(f"and run_id = '{run_id}'"), [3])
        self.assertEqual(found(f"and run_id IN ('{run_id}', 'x')"), [3])
        self.assertEqual(found("and source_path LIKE 's3://%'"), [1, 2])
        self.assertEqual(found("and tags.t = '1'"), [3])
        self.refused("INVALID_PARAMETER_VALUE", self.client.search_model_versions, "stage = 'x'")

    def test_are_listed_page_by_page(self):
        name, numbers, token = self.new_versions(5), [], None
        while token != "":
            page = self.client.search_model_versions(
                f"name = '{name}'", max_results=2, order_by=["version_number ASC"], page_token=token
            )
            numbers += self.numbers(page)
            token = page.token or ""
        self.assertEqual(numbers, [1, 2, 3, 4, 5])

    def test_prompts_stand_apart_from_models(self):
        name = self.new_name().replace("-", "_")
        mlflow.genai.register_prompt(name, "Hello {{name}}")
        mlflow.genai.register_prompt(name, "Hi {{name}}")
        self.assertEqual(mlflow.genai.load_prompt(f"prompts:/{name}/1").template, "Hello {{name}}")
        mlflow.genai.set_prompt_alias(name, "prod", 2)
        self.assertEqual(mlflow.genai.load_prompt(f"prompts:/{name}@prod").template, "Hi {{name}}")
        self.assertEqual(list(self.client.search_registered_models(f"name = '{name}'")), [])
        self.assertEqual([prompt.name for prompt in mlflow.genai.search_prompts(f"name = '{name}'")], [name])
