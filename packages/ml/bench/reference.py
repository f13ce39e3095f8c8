"""Fits what learning.bench.ts compares with, on the same rows, and prints one JSON line for each job.

Usage: reference.py versions | reference.py <folder> < jobs.json
A job names a model, its parameters and the matrices in the folder (little-endian float64, row-major).
"""

import json
import platform
import statistics
import sys
import time

import lightgbm
import numpy as np
import sklearn
import xgboost
from sklearn import ensemble, metrics

MODELS = {
    ("forest", "regression"): ensemble.RandomForestRegressor,
    ("forest", "classification"): ensemble.RandomForestClassifier,
    ("hist_gradient_boosting", "regression"): ensemble.HistGradientBoostingRegressor,
    ("hist_gradient_boosting", "classification"): ensemble.HistGradientBoostingClassifier,
    ("xgboost", "regression"): xgboost.XGBRegressor,
    ("lightgbm", "regression"): lightgbm.LGBMRegressor,
}


def side(folder, name, columns):
    x = np.fromfile(f"{folder}/{name}.x", "<f8").reshape(-1, columns)
    return x, np.fromfile(f"{folder}/{name}.y", "<f8")


def median_seconds(times, call):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def fit(job, x, y):
    """The model and the seconds of the best of the job's rounds, with the CPU seconds of all threads in it."""
    best = None
    for _ in range(job["rounds"]):
        model = MODELS[job["model"], job["task"]](**job["params"])
        start, cpu = time.perf_counter(), time.process_time()
        model.fit(x, y)
        taken = time.perf_counter() - start, time.process_time() - cpu
        best = min(best or taken, taken)
    return model, {"seconds": best[0], "cpuSeconds": best[1]}


def scores(job, model, x, y):
    if job["task"] == "regression":
        return {"r2": metrics.r2_score(y, model.predict(x))}
    proba = model.predict_proba(x)[:, 1]
    return {"f1": metrics.f1_score(y, model.predict(x)), "rocAuc": metrics.roc_auc_score(y, proba)}


def answer(folder, job):
    model, result = fit(job, *side(folder, f"{job['data']}.train", job["columns"]))
    x, y = side(folder, f"{job['data']}.test", job["columns"])
    result.update(scores(job, model, x, y))
    if job["predict"]:
        result["oneRowSeconds"] = median_seconds(40, lambda: model.predict(x[:1]))
        result["thousandRowsSeconds"] = median_seconds(10, lambda: model.predict(x[:1000]))
    if job["model"] == "lightgbm" and job["predict"]:
        result["explainSeconds"] = median_seconds(40, lambda: model.predict(x[:1], pred_contrib=True))
    return result


if sys.argv[1] == "versions":
    modules = {"scikit-learn": sklearn, "XGBoost": xgboost, "LightGBM": lightgbm}
    versions = {name: module.__version__ for name, module in modules.items()}
    print(json.dumps({"Python": platform.python_version(), **versions}))
else:
    for each in json.load(sys.stdin):
        print(json.dumps(answer(sys.argv[1], each)), flush=True)
