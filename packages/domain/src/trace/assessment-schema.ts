import { z } from "zod";
import { plainText } from "../text";
import { textsByKey } from "../texts-by-key";
import { assessmentId, traceId } from "./keys";

export const ASSESSMENT_KINDS = ["feedback", "expectation", "issue"] as const;

const json = z.json();
const time = z.int().min(-2e12).max(8e12);
const metadata = textsByKey(plainText(250).min(1), plainText(65_535));

const content = {
  name: plainText(250).min(1),
  /** Of an issue: there is none. */
  value: json.default(null),
  error: z
    .strictObject({
      code: plainText(1000),
      message: plainText(65_535).optional(),
      stackTrace: plainText(1_000_000).optional(),
    })
    .optional(),
  rationale: plainText(65_535).optional(),
  metadata: metadata.optional(),
};

export const assessmentInput = z.strictObject({
  ...content,
  kind: z.enum(ASSESSMENT_KINDS),
  /** Absent: a new one. */
  assessmentId: assessmentId.optional(),
  sourceType: plainText(50).default("SOURCE_TYPE_UNSPECIFIED"),
  sourceId: plainText(250).default("default"),
  spanId: plainText(50).optional(),
  /** Of one that no longer counts. */
  overrides: assessmentId.optional(),
  isValid: z.boolean().default(true),
  /** milliseconds since 1970; absent: now */
  createdAt: time.optional(),
  updatedAt: time.optional(),
});
export type AssessmentInput = z.input<typeof assessmentInput>;
export type ParsedAssessment = z.output<typeof assessmentInput>;

export const createAssessmentInput = assessmentInput.extend({ traceId });
export type CreateAssessmentInput = z.input<typeof createAssessmentInput>;

export const assessmentSelector = z.strictObject({ traceId, assessmentId });
export type AssessmentSelector = z.input<typeof assessmentSelector>;

/** What is absent stays; metadata is added. */
export const updateAssessmentInput = assessmentSelector.extend({
  name: content.name.optional(),
  /** Of what kind the new value is: it cannot change. */
  value: z
    .strictObject({ kind: z.enum(ASSESSMENT_KINDS), value: json.default(null), error: content.error })
    .optional(),
  rationale: content.rationale,
  metadata: content.metadata,
  isValid: z.boolean().optional(),
});
export type UpdateAssessmentInput = z.input<typeof updateAssessmentInput>;

export interface Assessment {
  id: string;
  traceId: string;
  kind: (typeof ASSESSMENT_KINDS)[number];
  name: string;
  value: unknown;
  error: { code: string; message?: string; stackTrace?: string } | null;
  sourceType: string;
  sourceId: string;
  spanId: string | null;
  rationale: string | null;
  metadata: Record<string, string> | null;
  overrides: string | null;
  isValid: boolean;
  createdAt: Date;
  updatedAt: Date;
}
