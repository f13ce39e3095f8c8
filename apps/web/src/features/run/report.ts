import { evaluationReportSchema, type EvaluationReport } from "@pipepilot/ml/evaluation/schema";
import { z } from "zod";
import { artifactHref } from "./artifacts/root";

export const REPORT_FILE = "evaluation_report.json";
export const REPORT_PAGE = "evaluation_report.html";

/** What the run page says of a report itself; the rest stands in the report. */
const file = z.object({ version: z.literal(1), overfitting: evaluationReportSchema.shape.overfitting });

/** The verdict that evaluation wrote; null where the file is of another form. */
export function parseOverfitting(text: string): EvaluationReport["overfitting"] | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  return file.safeParse(content).data?.overfitting ?? null;
}

export const reportHref = (project: string, runId: string) =>
  artifactHref(project, { runId }, REPORT_PAGE, "view");
