import { z } from "zod";
import { EVALUATION_REPORT_ID, evaluationReportSchema } from "./schema";

/** The JSON schema (draft 2020-12) that every `evaluation_report.json` satisfies. */
export function evaluationReportJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(evaluationReportSchema),
    $id: EVALUATION_REPORT_ID,
    title: "PipePilot evaluation report, version 1",
  };
}
