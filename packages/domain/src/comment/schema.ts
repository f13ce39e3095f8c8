import { z } from "zod";
import { getModelVersionInput } from "../model/schema";
import { cursor, pageLimit } from "../page";
import { runId } from "../run/keys";
import { plainText } from "../text";

/** What is commented on. */
export const commentSubject = z.union([z.strictObject({ runId }), getModelVersionInput]);
export type CommentSubject = z.input<typeof commentSubject>;

export const LONGEST_COMMENT = 8000;

/** Markdown in which members are named as `<@user id>`. */
const text = plainText(LONGEST_COMMENT).trim().min(1, "Write something first.");

export const addCommentInput = z.strictObject({ about: commentSubject, text });
export type AddCommentInput = z.input<typeof addCommentInput>;

export const editCommentInput = z.strictObject({ commentId: z.uuid(), text });
export type EditCommentInput = z.input<typeof editCommentInput>;

export const commentIdInput = z.strictObject({ commentId: z.uuid() });
export type CommentIdInput = z.input<typeof commentIdInput>;

export const listCommentsInput = z.strictObject({
  about: commentSubject,
  cursor,
  limit: pageLimit(30, 100),
});
export type ListCommentsInput = z.input<typeof listCommentsInput>;

export interface MentionedPerson {
  userId: string;
  /** As it is now, whatever it was when the comment was written. */
  name: string;
  /** Whoever is not is named in plain text. */
  isMember: boolean;
}

export interface CommentRow {
  id: string;
  text: string;
  author: { id: string; name: string };
  createdAt: Date;
  editedAt: Date | null;
  mentions: MentionedPerson[];
}
