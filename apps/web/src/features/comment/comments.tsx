"use client";

import {
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from "@tanstack/react-query";
import { useEffect } from "react";
import type { CommentSubject } from "@pipepilot/domain/comment/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { forward } from "@/features/experiment/pages";
import { useMay } from "@/features/project/use-may";
import { useTRPC } from "@/trpc/client";
import { CommentEditor } from "./comment-editor";
import { CommentItem } from "./comment-item";
import { useCommentTarget } from "./use-comment-target";

interface CommentsProps {
  project: string;
  about: CommentSubject;
  /** Nothing can be added, as to what is in the trash. */
  closed?: boolean;
}

/** What the people of the project say about a run or a model version, oldest first; live. */
export function Comments({ project, about, closed = false }: CommentsProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useSuspenseInfiniteQuery(trpc.comment.list.infiniteQueryOptions({ project, about }, forward));
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const mayWrite = useMay(project, "comment:write");
  const mayDeleteAll = useMay(project, "comment:delete");
  const add = useMutation(trpc.comment.add.mutationOptions());
  const { mutate: markRead } = useMutation(
    trpc.mention.markRead.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.mention.pathFilter()),
    }),
  );
  const comments = list.data.pages.flatMap(({ items }) => items).toReversed();
  const target = useCommentTarget();
  const found = target !== null && comments.some(({ id }) => id === target);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;

  // A comment that the address names may be further back than what is shown at first.
  useEffect(() => {
    if (target === null) return;
    if (found) document.getElementById(`comment-${target}`)?.scrollIntoView({ block: "center" });
    else if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [target, found, hasNextPage, isFetchingNextPage, fetchNextPage]);

  // Whoever came by a link to a comment that names them has seen it, wherever the link was.
  const namesMe =
    found &&
    comments.some(({ id, mentions }) => id === target && mentions.some((each) => each.userId === me.userId));
  useEffect(() => {
    if (namesMe && target !== null) markRead({ project, commentId: target });
  }, [namesMe, target, project, markRead]);

  return (
    <Card id="comments">
      <CardHeader title="Comments" />
      {hasNextPage ? (
        <div className="flex justify-center border-b border-line p-2">
          <Button size="sm" variant="quiet" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Load earlier comments
          </Button>
        </div>
      ) : null}
      {target !== null && !found && !hasNextPage ? (
        <CardBody>
          <Alert tone="info">
            The comment that this address leads to is not here. It may have been deleted.
          </Alert>
        </CardBody>
      ) : null}
      {list.isFetchNextPageError ? (
        <CardBody>
          <Alert tone="error">{list.error?.message}</Alert>
        </CardBody>
      ) : null}
      {comments.length > 0 ? (
        <ol>
          {comments.map((comment) => {
            const isOwn = comment.author.id === me.userId;
            return (
              <CommentItem
                key={comment.id}
                project={project}
                comment={comment}
                mayEdit={mayWrite && isOwn}
                mayDelete={mayDeleteAll || (mayWrite && isOwn)}
                isTarget={comment.id === target}
              />
            );
          })}
        </ol>
      ) : null}
      <CardBody>
        {mayWrite && !closed ? (
          <CommentEditor
            project={project}
            label="Write a comment"
            action="Comment"
            onSave={async (text) => {
              await add.mutateAsync({ project, about, text });
              await queries.invalidateQueries(trpc.comment.list.queryFilter({ project }));
            }}
          />
        ) : comments.length === 0 ? (
          <p className="text-muted">
            {closed ? "Nobody commented." : "Nobody has commented yet. Contributors can."}
          </p>
        ) : (
          <p className="text-sm text-muted">
            {closed ? "What is in the trash takes no comments." : "Your role reads comments and writes none."}
          </p>
        )}
      </CardBody>
    </Card>
  );
}
