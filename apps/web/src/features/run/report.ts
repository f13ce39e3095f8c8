import { evaluationReportSchema, type EvaluationReport } from "@pipepilot/ml/evaluation/schema";
import { z } from "zod";
import { artifactHref } from "./artifacts/root";

export const REPORT_FILE = "evaluation_report.json";
export const REPORT_PAGE = "evaluation_report.html";

/** What the run page says of a report itself; the rest stands in the report. */
const file = z.object({ version: z.literal(1), overfitting: evaluationReportSchema.shape.overfitting });

const pictures = evaluationReportSchema
  .pick({ task: true, target: true, classes: true, judged_on: true, regression: true, classification: true })
  .loose();

/** What the page draws of a report; null where the file is of another form. */
export function parsePictures(text: string): z.infer<typeof pictures> | null {
  return pictures.safeParse(json(text)).data ?? null;
}

/** The verdict that evaluation wrote; null where the file is of another form. */
export function parseOverfitting(text: string): EvaluationReport["overfitting"] | null {
  return file.safeParse(json(text)).data?.overfitting ?? null;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const reportHref = (project: string, runId: string) =>
  artifactHref(project, { runId }, REPORT_PAGE, "view");
