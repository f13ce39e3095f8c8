"""What the tests stand on: a client, experiments and runs of their own, and requests as no client would send them."""

import os
import time
import unittest
import uuid

import requests
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

URI = os.environ["MLFLOW_TRACKING_URI"]
TOKEN = os.environ.get("MLFLOW_TRACKING_TOKEN") or None
"""True where the tests run against `mlflow server` itself."""
IS_REFERENCE = os.environ.get("MLFLOW_REFERENCE") == "true"

UNKNOWN_RUN = "0" * 32


def here_or_mlflow(here, mlflow, because):
    """What is expected where we differ from MLflow on purpose; the reason is for the reader."""
    assert because
    return mlflow if IS_REFERENCE else here


def only_here(because):
    """A test of what `mlflow server` does not do."""
    return unittest.skipIf(IS_REFERENCE, because)


"""What our server does not answer yet. Taking a line away switches its tests on."""
NOT_YET: set[str] = set()


def needs(*paths):
    missing = [] if IS_REFERENCE else [path for path in paths if path in NOT_YET]
    return unittest.skipIf(missing, f"not answered yet: {', '.join(missing)}")


def now():
    return int(time.time() * 1000)


class TrackingCase(unittest.TestCase):
    longMessage = True

    @classmethod
    def setUpClass(cls):
        cls.client = MlflowClient()

    def new_name(self):
        return f"{self.id().rsplit('.', 1)[-1]}-{uuid.uuid4().hex[:8]}"

    def new_experiment(self, **options):
        return self.client.create_experiment(self.new_name(), **options)

    def new_run(self, experiment_id=None, **options):
        return self.client.create_run(experiment_id or self.new_experiment(), **options).info.run_id

    def refused(self, code, call, *args, **options):
        """The call must fail with this error code; returns the error."""
        with self.assertRaises(MlflowException) as caught:
            call(*args, **options)
        self.assertEqual(caught.exception.error_code, code, caught.exception)
        return caught.exception

    def ask(self, method, path, token=TOKEN, prefix="/api/2.0/mlflow/", headers=None, **options):
        own = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(method, f"{URI}{prefix}{path}", headers={**own, **(headers or {})}, timeout=60, **options)

    def get(self, path, **query):
        return self.ask("GET", path, params=query)

    def post(self, path, body):
        return self.ask("POST", path, json=body)

    def post_text(self, path, text):
        data = text if isinstance(text, bytes) else text.encode()
        return self.ask("POST", path, data=data, headers={"Content-Type": "application/json"})

    def assertAnswer(self, response, status, code=None):
        """This status and, for an error, this code with some words beside it."""
        self.assertEqual(response.status_code, status, response.text[:500])
        if code is None:
            return response.json()
        body = response.json()
        self.assertEqual(body["error_code"], code, body)
        self.assertTrue(body["message"])
        return body

    def assertInvalid(self, response):
        return self.assertAnswer(response, 400, "INVALID_PARAMETER_VALUE")

    def data(self, run_id):
        return self.client.get_run(run_id).data
