"""Runs every test here, or those whose names contain one of the words given, and writes what came of them as JSON.

Plain unittest: nothing is installed but what a user of MLflow has, and each test says by its name what it holds.
"""

import json
import os
import sys
import time
import unittest

# A test waits for no second try: what the server answers first is what counts.
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "0"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"
os.environ["MLFLOW_LOGGING_LEVEL"] = "ERROR"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"


class Result(unittest.TextTestResult):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def flat(suite):
    for each in suite:
        yield from flat(each) if isinstance(each, unittest.TestSuite) else [each]


def main(results, words):
    here = os.path.dirname(os.path.abspath(__file__))
    started = time.monotonic()
    found = list(flat(unittest.TestLoader().discover(here)))
    chosen = [test for test in found if not words or any(word in test.id() for word in words)]
    result = unittest.TextTestRunner(sys.stdout, resultclass=Result, verbosity=1).run(unittest.TestSuite(chosen))
    failures = [{"title": test.id(), "message": text} for test, text in result.failures + result.errors]
    counts = {
        "passed": result.passed,
        "failed": len({each["title"].split(" ")[0] for each in failures}),
        "skipped": len(result.skipped),
        "seconds": round(time.monotonic() - started, 1),
        "failures": failures,
    }
    with open(results, "w") as file:
        json.dump(counts, file)
    return 0 if result.wasSuccessful() and chosen else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
