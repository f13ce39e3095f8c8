import { z } from "zod";
import { plainText } from "../text";

/** MLflow's names for what is in the trash, what is not, and both. */
export const VIEW_TYPES = ["ACTIVE_ONLY", "DELETED_ONLY", "ALL"] as const;
export type ViewType = (typeof VIEW_TYPES)[number];

/** As in MLflow. */
export const SEARCH_DEFAULT_RESULTS = 1000;
export const SEARCH_MAX_RESULTS = 50_000;

/** What every search takes, besides where it looks. */
export const searchWindow = {
  /** Lists of ids make filters long. */
  filter: plainText(1_000_000).default(""),
  viewType: z.enum(VIEW_TYPES).default("ACTIVE_ONLY"),
  orderBy: z.array(plainText(10_000)).max(1000).default([]),
  maxResults: z.number().int().min(1).max(SEARCH_MAX_RESULTS).default(SEARCH_DEFAULT_RESULTS),
  /** A position may hold the longest values there are. */
  pageToken: z.string().max(1_000_000).optional(),
};
