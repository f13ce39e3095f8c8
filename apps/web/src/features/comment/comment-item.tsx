"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CommentRow } from "@pipepilot/domain/comment/schema";
import { Avatar } from "@pipepilot/ui/avatar";
import { Button } from "@pipepilot/ui/button";
import { cn } from "@pipepilot/ui";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { Markdown } from "@pipepilot/ui/markdown";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { useTRPC } from "@/trpc/client";
import { CommentEditor } from "./comment-editor";

interface CommentItemProps {
  project: string;
  comment: CommentRow;
  mayEdit: boolean;
  mayDelete: boolean;
  /** Whether the address leads to it. */
  isTarget: boolean;
}

export function CommentItem({ project, comment, mayEdit, mayDelete, isTarget }: CommentItemProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const edit = useMutation(trpc.comment.edit.mutationOptions());
  const remove = useMutation(trpc.comment.delete.mutationOptions());
  const { id, author, text, createdAt, editedAt, mentions } = comment;
  const renew = () => queries.invalidateQueries(trpc.comment.list.queryFilter({ project }));
  const people = new Map(mentions.map(({ userId, name, isMember }) => [userId, { name, isHere: isMember }]));
  return (
    <li
      id={`comment-${id}`}
      aria-current={isTarget ? "true" : undefined}
      className={cn("scroll-mt-20 border-b border-line px-3.5 py-3", isTarget && "bg-accent-soft/50")}
    >
      <article aria-label={`Comment by ${author.name}`} className="flex gap-2.5">
        <Avatar name={author.name} className="mt-0.5" />
        <div className="min-w-0 flex-1">
          <div className="mb-1 flex min-h-[26px] flex-wrap items-center gap-x-2">
            <span className="font-semibold break-words">{author.name}</span>
            <a
              href={`#comment-${id}`}
              className="text-sm text-muted hover:underline"
              aria-label="Link to this comment"
            >
              <RelativeTime value={createdAt} />
            </a>
            {editedAt ? (
              <span className="text-sm text-muted">
                edited <RelativeTime value={editedAt} />
              </span>
            ) : null}
            {editing ? null : (
              <span className="ml-auto flex gap-1">
                {mayEdit ? (
                  <Button
                    size="sm"
                    variant="quiet"
                    aria-label="Edit comment"
                    onClick={() => setEditing(true)}
                  >
                    Edit
                  </Button>
                ) : null}
                {mayDelete ? (
                  <ConfirmDialog
                    title={mayEdit ? "Delete your comment?" : `Delete ${author.name}'s comment?`}
                    description="It is gone for everyone and cannot be brought back."
                    action="Delete comment"
                    trigger={
                      <Button size="sm" variant="quiet" aria-label="Delete comment">
                        Delete
                      </Button>
                    }
                    onConfirm={async () => {
                      await remove.mutateAsync({ project, commentId: id });
                      await renew();
                    }}
                  />
                ) : null}
              </span>
            )}
          </div>
          {editing ? (
            <CommentEditor
              project={project}
              comment={comment}
              label="Edit comment"
              action="Save"
              onSave={async (changed) => {
                await edit.mutateAsync({ project, commentId: id, text: changed });
                await renew();
                setEditing(false);
              }}
              onCancel={() => setEditing(false)}
            />
          ) : (
            <Markdown source={text} people={people} />
          )}
        </div>
      </article>
    </li>
  );
}
