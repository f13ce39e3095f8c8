"""What tests of the registry stand on: a key that may move and delete versions, models and versions of their own."""

import os
import warnings

from tracking_case import TOKEN, TrackingCase

ADMIN = os.environ.get("ADMIN_TOKEN")


class RegistryCase(TrackingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Stages are to be removed from MLflow some day; until then they are asked for.
        warnings.simplefilter("ignore", FutureWarning)
        cls.given = os.environ.get("MLFLOW_TRACKING_TOKEN")
        if ADMIN:
            os.environ["MLFLOW_TRACKING_TOKEN"] = ADMIN
        cls.token = ADMIN or TOKEN

    @classmethod
    def tearDownClass(cls):
        if cls.given is not None:
            os.environ["MLFLOW_TRACKING_TOKEN"] = cls.given

    def ask(self, method, path, token=None, **options):
        return super().ask(method, path, token=token or self.token, **options)

    def new_model(self, **options):
        return self.client.create_registered_model(self.new_name(), **options).name

    def new_version(self, name, source="s3://bucket/model", **options):
        version = self.client.create_model_version(name, source, await_creation_for=0, **options)
        return int(version.version)

    def new_versions(self, count):
        name = self.new_model()
        for _ in range(count):
            self.new_version(name)
        return name

    def numbers(self, versions):
        return [int(version.version) for version in versions]

    def stages(self, name):
        found = self.client.search_model_versions(f"name = '{name}'", order_by=["version_number ASC"])
        return {int(version.version): version.current_stage for version in found}
