"""Traces: what a program did for one request, by MLflow's decorators and by OpenTelemetry's own protocol."""

import gzip
import json
import math
import os
import unittest

import mlflow
import requests
from mlflow.entities import AssessmentSource, Expectation, Feedback, SpanEvent, SpanType
from mlflow.exceptions import MlflowException
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from tracking_case import IS_REFERENCE, TOKEN, URI, TrackingCase, here_or_mlflow, now, only_here

V3 = "/api/3.0/mlflow/"
START = 1_795_285_538_815_344_148


class TraceCase(TrackingCase):
    def setUp(self):
        self.experiment = mlflow.set_experiment(self.new_name())
        self.experiment_id = self.experiment.experiment_id

    def flushed(self):
        mlflow.flush_trace_async_logging()

    def traced(self, name="answer", fails=False, tags=None, **inputs):
        """A trace with two spans; its id."""
        with mlflow.start_span(name, span_type=SpanType.CHAIN) as root:
            root.set_inputs(inputs or {"x": 1})
            with mlflow.start_span("search") as inner:
                inner.set_attribute("hits", 3)
            mlflow.update_current_trace(tags=tags or {})
            root.set_outputs([1, 2.5, None, "é\0"])
            if fails:
                root.set_status("ERROR")
        self.flushed()
        return root.trace_id

    def found(self, filter=None, **options):
        traces = self.client.search_traces(
            locations=[self.experiment_id], filter_string=filter, include_spans=False, **options
        )
        return [each.info.trace_id for each in traces]


class Traces(TraceCase):
    def test_are_returned_as_they_were_recorded(self):
        @mlflow.trace(name="answer", span_type="AGENT", attributes={"depth": 2})
        def answer(question, k=3):
            with mlflow.start_span("search") as span:
                span.set_inputs({"q": question})
                span.set_outputs({"hits": [1, None, {"a": 1.5}], "text": "é\0\u2028"})
                span.add_event(SpanEvent("cached", attributes={"age": 4}))
            mlflow.update_current_trace(tags={"t": "v"}, metadata={"m": "w"}, client_request_id="req-1")
            return {"answer": 42}

        answer("why?")
        self.flushed()
        id = mlflow.get_last_active_trace_id()
        trace = mlflow.get_trace(id)
        self.assertEqual(trace.info.trace_id, id)
        self.assertEqual(trace.info.experiment_id, self.experiment_id)
        self.assertEqual(str(trace.info.state), "OK")
        self.assertEqual(trace.info.client_request_id, "req-1")
        self.assertEqual(trace.info.tags["t"], "v")
        self.assertEqual(trace.info.tags["mlflow.traceName"], "answer")
        self.assertEqual(trace.info.trace_metadata["m"], "w")
        self.assertLess(abs(trace.info.request_time - now()), 60_000)
        root, inner = trace.data.spans
        self.assertEqual((root.name, root.span_type, root.parent_id), ("answer", "AGENT", None))
        self.assertEqual(root.inputs, {"question": "why?", "k": 3})
        self.assertEqual(root.outputs, {"answer": 42})
        self.assertEqual(root.get_attribute("depth"), 2)
        self.assertEqual(inner.parent_id, root.span_id)
        self.assertEqual(inner.outputs, {"hits": [1, None, {"a": 1.5}], "text": "é\0\u2028"})
        self.assertEqual([(each.name, each.attributes) for each in inner.events], [("cached", {"age": 4})])
        self.assertGreater(root.end_time_ns, root.start_time_ns)

    def test_that_failed_say_so_with_the_exception(self):
        @mlflow.trace
        def broken():
            raise ValueError("no such thing")

        with self.assertRaises(ValueError):
            broken()
        self.flushed()
        trace = mlflow.get_trace(mlflow.get_last_active_trace_id())
        self.assertEqual(str(trace.info.state), "ERROR")
        [span] = trace.data.spans
        self.assertEqual(span.status.status_code.value, "ERROR")
        self.assertEqual(span.events[0].name, "exception")
        self.assertEqual(span.events[0].attributes["exception.message"], "no such thing")

    def test_belong_to_the_run_they_were_made_in_and_to_those_they_are_linked_to(self):
        outside = self.traced()
        with mlflow.start_run() as run:
            inside = self.traced()
        own = f"attributes.run_id = '{run.info.run_id}'"
        self.assertEqual(self.found(own), [inside])
        self.client.link_traces_to_run([outside], run.info.run_id)
        self.client.link_traces_to_run([outside], run.info.run_id)
        self.assertEqual(set(self.found(own)), {inside, outside})
        self.assertEqual(len(mlflow.search_traces(locations=[self.experiment_id], run_id=run.info.run_id)), 2)

    def test_can_be_recorded_by_hand_with_the_client(self):
        root = self.client.start_trace("manual", inputs={"a": 1}, tags={"z": "1"}, experiment_id=self.experiment_id)
        child = self.client.start_span("child", root.trace_id, root.span_id, inputs={"b": 2})
        self.client.end_span(child.trace_id, child.span_id, outputs={"c": 3})
        self.client.end_trace(root.trace_id, outputs={"d": 4})
        self.flushed()
        trace = self.client.get_trace(root.trace_id)
        self.assertEqual([each.name for each in trace.data.spans], ["manual", "child"])
        self.assertEqual(trace.data.spans[1].outputs, {"c": 3})
        self.assertEqual(trace.info.tags["z"], "1")

    def test_keep_their_tags_until_they_are_deleted(self):
        id = self.traced(tags={"first": "1"})
        mlflow.set_trace_tag(id, "with/slash and space", "v 2")
        mlflow.set_trace_tag(id, "first", "2")
        tags = mlflow.get_trace(id).info.tags
        self.assertEqual((tags["with/slash and space"], tags["first"]), ("v 2", "2"))
        mlflow.delete_trace_tag(id, "first")
        self.assertNotIn("first", mlflow.get_trace(id).info.tags)
        self.refused("RESOURCE_DOES_NOT_EXIST", mlflow.delete_trace_tag, id, "first")
        own = {"key": "mlflow.trace.spansLocation", "value": "x"}
        self.assertInvalid(self.ask("PATCH", f"traces/{id}/tags", prefix=V3, json=own))
        response = self.ask("PATCH", "traces/tr-none/tags", prefix=V3, json={"key": "a", "value": "b"})
        self.assertIn(response.status_code, here_or_mlflow([404], [400], "MLflow answers with its SQL"))

    def test_are_found_by_filter_and_order(self):
        first = self.traced("first", tags={"team": "a"})
        second = self.traced("second", tags={"team": "b"}, fails=True)
        for text, ids in (
            (None, [second, first]),
            ("tags.team = 'a'", [first]),
            ("tags.team LIKE '%'", [second, first]),
            ("tags.team IS NULL", []),
            ("tag.team != 'a' and status = 'ERROR'", [second]),
            ("trace.status = 'OK'", [first]),
            ("name = 'second'", [second]),
            ("attributes.name LIKE 'f%'", [first]),
            (f"request_id IN ('{first}', '{second}')", [second, first]),
            (f"request_id = '{first}'", [first]),
            ("timestamp_ms > 0 AND execution_time_ms < 60000", [second, first]),
            (f"timestamp > {now() + 100000}", []),
            (f"end_time_ms < {now() + 100000}", [second, first]),
            ("metadata.mlflow.source.type = 'LOCAL'", [second, first]),
            ("metadata.nothing IS NULL", [second, first]),
            ("span.name = 'search'", [second, first]),
            ("span.type = 'CHAIN' and span.name = 'nothing'", []),
            ("span.status = 'ERROR'", [second]),
        ):
            with self.subTest(str(text)):
                self.assertEqual(self.found(text), ids)
        self.assertEqual(self.found(order_by=["timestamp_ms ASC"]), [first, second])
        self.assertEqual(self.found(order_by=["tags.team ASC"]) if not IS_REFERENCE else [first, second], [first, second])
        self.assertEqual(self.found(order_by=["attributes.name DESC"]), [second, first])
        for text in ("name = 3", "nothing.a = 'b'", "name > 'a'", "status", "span.colour = 'red'", "a = 'b' OR c = 'd'"):
            with self.subTest(text):
                self.refused("INVALID_PARAMETER_VALUE", self.found, text)

    def test_note_the_prompts_they_used(self):
        id, other = self.traced(), self.traced()
        for trace, version in ((id, "1"), (id, "1"), (other, "2")):
            body = {"trace_id": trace, "prompt_versions": [{"name": "greet", "version": version}]}
            self.assertAnswer(self.post("traces/link-prompts", body), 200)
        self.assertEqual(self.found("prompt = 'greet/1'"), [id])
        self.refused("INVALID_PARAMETER_VALUE", self.found, "prompt = 'greet'")

    def test_come_in_pages(self):
        ids = [self.traced() for _ in range(3)][::-1]
        seen, token = [], None
        while True:
            page = self.client.search_traces(
                locations=[self.experiment_id], max_results=2, page_token=token, include_spans=False
            )
            seen += [each.info.trace_id for each in page]
            token = page.token
            if not token:
                break
        self.assertEqual(seen, ids)
        frame = mlflow.search_traces(locations=[self.experiment_id])
        self.assertEqual(list(frame["trace_id"]), ids)

    def test_are_deleted_by_id_or_the_oldest_first(self):
        ids = [self.traced() for _ in range(4)]
        self.assertEqual(self.client.delete_traces(self.experiment_id, trace_ids=[ids[3], "tr-none"]), 1)
        self.assertEqual(self.client.delete_traces(self.experiment_id, max_timestamp_millis=now(), max_traces=1), 1)
        self.assertEqual(self.found(), [ids[2], ids[1]])
        self.assertEqual(self.client.delete_traces(self.experiment_id, max_timestamp_millis=now()), 2)
        self.assertEqual(self.found(), [])
        self.assertIsNone(mlflow.get_trace(ids[0]))
        for body in (
            {"experiment_id": self.experiment_id},
            {"experiment_id": self.experiment_id, "max_traces": 1, "request_ids": ["a"]},
        ):
            self.assertInvalid(self.ask("POST", "traces/delete-traces", prefix=V3, json=body))

    def test_that_are_not_there_are_said_to_be_not_there(self):
        for path in ("traces/tr-none", "traces/get?trace_id=tr-none"):
            self.assertAnswer(self.ask("GET", path, prefix=V3), 404, "RESOURCE_DOES_NOT_EXIST")
        answer = self.ask("GET", "traces/batchGet?trace_ids=tr-none", prefix=V3)
        self.assertEqual(self.assertAnswer(answer, 200).get("traces", []), [])

    def test_of_clients_of_the_second_version_are_begun_and_ended(self):
        pairs = [{"key": "a", "value": "b"}]
        begun = {"experiment_id": self.experiment_id, "timestamp_ms": 1000, "request_metadata": pairs, "tags": pairs}
        info = self.assertAnswer(self.post("traces", begun), 200)["trace_info"]
        self.assertEqual((info["status"], info["timestamp_ms"]), ("IN_PROGRESS", 1000))
        id = info["request_id"]
        location = {each["key"]: each["value"] for each in info["tags"]}["mlflow.artifactLocation"]
        path = "artifacts/" + location.removeprefix("mlflow-artifacts:/") + "/traces.json"
        files = "/api/2.0/mlflow-artifacts/"
        self.assertEqual(self.ask("PUT", path, prefix=files, data='{"spans": []}').status_code, 200)
        ended = {"timestamp_ms": 1500, "status": "OK", "request_metadata": [], "tags": [{"key": "c", "value": "d"}]}
        self.assertAnswer(self.ask("PATCH", f"traces/{id}", json=ended), 200)
        info = self.assertAnswer(self.get(f"traces/{id}/info"), 200)["trace_info"]
        self.assertEqual((info["status"], info["execution_time_ms"]), ("OK", 500))
        self.assertIn({"key": "c", "value": "d"}, info["tags"])
        self.assertEqual(self.ask("GET", path, prefix=files).json(), {"spans": []})
        found = self.assertAnswer(self.get("traces", experiment_ids=self.experiment_id), 200)["traces"]
        self.assertEqual([each["request_id"] for each in found], [id])


class Assessments(TraceCase):
    def test_of_a_trace_are_kept_changed_and_deleted(self):
        id = self.traced()
        source = AssessmentSource("HUMAN", "ada")
        feedback = mlflow.log_feedback(trace_id=id, name="quality", value=0.5, rationale="fair", source=source, metadata={"a": "b"})
        expected = mlflow.log_expectation(trace_id=id, name="expected", value={"answer": [1, "é"]})
        said = {each.name: each for each in mlflow.get_trace(id).info.assessments}
        self.assertEqual((said["quality"].value, said["quality"].rationale), (0.5, "fair"))
        self.assertEqual((said["quality"].source.source_id, said["quality"].metadata), ("ada", {"a": "b"}))
        self.assertEqual(said["expected"].value, {"answer": [1, "é"]})
        mlflow.update_assessment(id, feedback.assessment_id, Feedback(name="quality", value="good", metadata={"c": "d"}))
        changed = mlflow.get_assessment(id, feedback.assessment_id)
        self.assertEqual((changed.value, changed.rationale, changed.metadata), ("good", "fair", {"a": "b", "c": "d"}))
        with self.assertRaises(MlflowException):
            mlflow.update_assessment(id, feedback.assessment_id, Expectation(name="quality", value=1))
        mlflow.delete_assessment(id, expected.assessment_id)
        self.refused("RESOURCE_DOES_NOT_EXIST", mlflow.get_assessment, id, expected.assessment_id)

    def test_that_override_others_count_in_their_stead(self):
        id = self.traced()
        first = mlflow.log_feedback(trace_id=id, name="ok", value=True)
        second = mlflow.override_feedback(trace_id=id, assessment_id=first.assessment_id, value=False)
        valid = {each.assessment_id: each.valid for each in mlflow.get_trace(id).info.assessments}
        self.assertEqual(valid, {first.assessment_id: False, second.assessment_id: True})
        self.assertEqual(self.found("feedback.ok = 'false'"), [id])
        self.assertEqual(self.found("feedback.ok = 'true'"), [])
        mlflow.delete_assessment(id, second.assessment_id)
        self.assertTrue(mlflow.get_assessment(id, first.assessment_id).valid)

    def test_find_their_traces(self):
        id, other = self.traced(), self.traced()
        mlflow.log_feedback(trace_id=id, name="score", value=0.75)
        mlflow.log_feedback(trace_id=other, name="score", value="high")
        self.assertEqual(self.found("feedback.score > 0.5"), [id])
        self.assertEqual(self.found("feedback.score = 'high'"), [other])
        self.assertEqual(self.found("feedback.score IS NOT NULL"), [other, id])
        self.assertEqual(self.found("expectation.score IS NULL"), [other, id])

    def test_keep_errors_and_every_kind_of_value(self):
        id = self.traced()
        for value in (None, True, 3, -1.5, "", "é", [1, "a"], {"a": {"b": None}}):
            with self.subTest(str(value)):
                error = ValueError("judge failed") if value is None else None
                said = mlflow.log_feedback(trace_id=id, name="v", value=value, error=error)
                kept = mlflow.get_assessment(id, said.assessment_id)
                self.assertEqual(kept.value, value)
                if error:
                    self.assertEqual(kept.error.error_message, "judge failed")


class OpenTelemetry(TraceCase):
    def setUp(self):
        super().setUp()
        self.trace, self.root = os.urandom(16), os.urandom(8)
        self.trace_id = f"tr-{self.trace.hex()}"
        self.request = ExportTraceServiceRequest()
        resource = self.request.resource_spans.add()
        self.set(resource.resource, {"service.name": "shop", "telemetry.sdk.name": "x"})
        self.spans = resource.scope_spans.add().spans

    def set(self, holder, attributes):
        for key, value in attributes.items():
            attribute = holder.attributes.add(key=key)
            if isinstance(value, list):
                attribute.value.array_value.SetInParent()
                for each in value:
                    attribute.value.array_value.values.add().string_value = each
            else:
                kind = {bool: "bool", int: "int", float: "double", str: "string"}[type(value)]
                setattr(attribute.value, f"{kind}_value", value)

    def span(self, id, parent=b"", name="span", seconds=1, **attributes):
        span = self.spans.add(trace_id=self.trace, span_id=id, parent_span_id=parent, name=name, kind=2)
        span.start_time_unix_nano = START
        span.end_time_unix_nano = START + seconds * 1_000_000_000
        self.set(span, attributes)
        return span

    def send(self, body=None, type="application/x-protobuf", **headers):
        own = {"Content-Type": type, "x-mlflow-experiment-id": self.experiment_id, **headers}
        if TOKEN:
            own["Authorization"] = f"Bearer {TOKEN}"
        data = self.request.SerializeToString() if body is None else body
        given = {name: value for name, value in own.items() if value is not None}
        return requests.post(f"{URI}/v1/traces", data=data, headers=given, timeout=60)

    def test_spans_make_a_trace_of_what_they_tell(self):
        root = self.span(self.root, name="checkout", **{"session.id": "s1", "mlflow.spanInputs": "hello", "mlflow.traceTag.team": "t"})
        root.events.add(name="e", time_unix_nano=START)
        root.links.add(trace_id=os.urandom(16), span_id=os.urandom(8))
        odd = {"n": 2**60, "d": math.inf, "b": True, "l": ["p", "q"], "nul": "x\0y", "empty": []}
        self.span(os.urandom(8), self.root, "child", 2, **odd)
        response = self.send()
        self.assertEqual((response.status_code, response.content), (200, b""))
        trace = self.client.get_trace(self.trace_id)
        self.assertEqual((trace.info.request_time, trace.info.execution_duration), (START // 1_000_000, 2000))
        self.assertEqual(str(trace.info.state), "OK")
        self.assertEqual(trace.info.trace_metadata["mlflow.trace.session"], "s1")
        preview = here_or_mlflow("hello", '"hello"', "a text is shown as it is, not as JSON")
        self.assertEqual(trace.info.request_preview, preview)
        self.assertEqual((trace.info.tags["service.name"], trace.info.tags["team"]), ("shop", "t"))
        first, child = trace.data.spans
        self.assertEqual((first.name, first.start_time_ns, len(first.events), len(first.links)), ("checkout", START, 1, 1))
        self.assertEqual({key: child.get_attribute(key) for key in odd}, odd)

    def test_spans_may_come_apart_packed_and_as_json(self):
        self.span(os.urandom(8), self.root, "child")
        packed = gzip.compress(self.request.SerializeToString())
        self.assertEqual(self.send(packed, **{"Content-Encoding": "gzip"}).status_code, 200)
        self.assertEqual(self.found("status = 'IN_PROGRESS'"), [self.trace_id])
        span = {
            "traceId": self.trace.hex(),
            "spanId": self.root.hex(),
            "name": "root",
            "startTimeUnixNano": str(START),
            "endTimeUnixNano": str(START + 3_000_000_000),
            "attributes": [{"key": "k", "value": {"intValue": "7"}}, {"key": "s", "value": {"stringValue": "t"}}],
            "status": {"code": 2, "message": "broken"},
        }
        body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})
        self.assertEqual(self.send(body, "application/json; charset=utf-8").status_code, 200)
        trace = self.client.get_trace(self.trace_id)
        self.assertEqual(str(trace.info.state), "ERROR")
        self.assertEqual(trace.info.execution_duration, 3000)
        self.assertEqual([each.name for each in trace.data.spans], ["root", "child"])
        self.assertEqual(trace.data.spans[0].get_attribute("k"), 7)
        self.assertEqual(trace.data.spans[0].status.description, "broken")

    def test_a_header_links_the_trace_to_a_run(self):
        run_id = self.new_run(self.experiment_id)
        self.span(self.root)
        self.send(**{"x-mlflow-run-id": run_id})
        self.assertEqual(self.found(f"run_id = '{run_id}'"), [self.trace_id])

    def test_what_is_no_trace_is_refused(self):
        self.span(self.root)
        body = self.request.SerializeToString()
        for status, response in (
            ([400, 422], self.send(**{"x-mlflow-experiment-id": None})),
            ([400], self.send(b"")),
            ([400], self.send(b"\xff\xff\xff")),
            ([400], self.send(body[:-3])),
            ([400], self.send(type="text/plain")),
            ([400], self.send(b"{", "application/json")),
            ([400], self.send(b"[]", "application/json")),
            ([400], self.send(b'{"resourceSpans": 3}', "application/json")),
            ([400, 415], self.send(body, **{"Content-Encoding": "gzip"})),
        ):
            self.assertIn(response.status_code, status if not IS_REFERENCE else [*status, 500], response.text)

    @only_here("MLflow's own databases have other rules for ids")
    def test_ids_of_other_lengths_and_deep_values_are_refused(self):
        self.span(b"short")
        self.assertEqual(self.send().status_code, 400)
        value = '{"arrayValue":{"values":[' * 500 + '{"stringValue":"x"}' + "]}}" * 500
        attribute = f'{{"key":"k","value":{value}}}'
        span = f'{{"traceId":"{"a" * 32}","spanId":"{"b" * 16}","attributes":[{attribute}]}}'
        body = f'{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{span}]}}]}}]}}'
        self.assertEqual(self.send(body, "application/json").status_code, 400)
