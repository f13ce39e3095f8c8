import { VIEW_TYPES } from "@pipepilot/domain/search/window";
import { z } from "zod";
import { int64, list, optionalText } from "./wire";

/** protobuf takes a name or a number for it. */
export const viewType = z
  .union([
    z.enum(VIEW_TYPES),
    z
      .union([
        z.int(),
        z
          .string()
          .regex(/^[123]$/)
          .transform(Number),
      ])
      .pipe(z.int().min(1).max(3))
      .transform((number) => VIEW_TYPES[number - 1]),
  ])
  .default("ACTIVE_ONLY");

/** What every search of MLflow's takes. */
export const searchOptions = z.object({
  filter: optionalText,
  order_by: list(z.string()),
  view_type: viewType,
  max_results: int64.optional(),
  page_token: optionalText,
});

export function pageOf({ max_results, page_token }: { max_results?: number; page_token?: string }) {
  return { maxResults: max_results, pageToken: page_token };
}

export function tokenOut(nextPageToken: string | null): { next_page_token?: string } {
  return nextPageToken === null ? {} : { next_page_token: nextPageToken };
}
