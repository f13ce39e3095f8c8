import { expect, it } from "vitest";
import { readMlflowLink } from "./mlflow-link";

const experimentId = "01a1ff6f-9043-73e9-8c05-45ec9d0a690b";
const runId = "f8a481ccdbb0482e97d71ec5f47219df";

it("reads what MLflow's clients print, and nothing else", () => {
  const experiment = { experimentId };
  const cases: [string, ReturnType<typeof readMlflowLink>][] = [
    [`/experiments/${experimentId}`, { targets: [experiment], version: null }],
    [`/experiments/${experimentId}/runs/${runId}`, { targets: [{ runId }, experiment], version: null }],
    [
      `/experiments/${experimentId}/runs/${runId}/artifacts`,
      { targets: [{ runId }, experiment], version: null },
    ],
    [
      `/experiments/${experimentId}/models/m-${runId}`,
      { targets: [{ loggedModelId: `m-${runId}` }, experiment], version: null },
    ],
    [`/experiments/${experimentId}/traces?selectedTraceId=tr-1`, { targets: [experiment], version: null }],
    ["/experiments/0", { targets: [{ experiment: "Default" }], version: null }],
    ["/models/my%20model", { targets: [{ model: "my model" }], version: null }],
    ["/models/a/versions/3", { targets: [{ model: "a" }], version: 3 }],
    ["/models/a/versions/x", { targets: [{ model: "a" }], version: null }],
    ["/models/%ff", { targets: [{ model: "%ff" }], version: null }],
    ["/", null],
    ["", null],
    ["/nothing/1", null],
  ];
  for (const [link, read] of cases) expect(readMlflowLink(link), link).toEqual(read);
});
