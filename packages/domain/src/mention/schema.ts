import { z } from "zod";
import type { SubjectNames } from "../comment/subject";
import { cursor, pageLimit } from "../page";

export const listMentionsInput = z.strictObject({ cursor, limit: pageLimit(20, 100) });
export type ListMentionsInput = z.input<typeof listMentionsInput>;

/** Absent: all of them. */
export const markReadInput = z.strictObject({ commentId: z.uuid().optional() });
export type MarkReadInput = z.input<typeof markReadInput>;

export interface MentionRow extends SubjectNames {
  commentId: string;
  author: { id: string; name: string };
  /** The first words of the comment's first paragraph, with names instead of ids. */
  excerpt: string;
  createdAt: Date;
  readAt: Date | null;
}
