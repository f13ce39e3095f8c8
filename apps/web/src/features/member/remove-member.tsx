"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { MemberRow } from "@pipepilot/domain/member/schema";
import { Button } from "@pipepilot/ui/button";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { useToast } from "@pipepilot/ui/toast";
import { useTRPC } from "@/trpc/client";

interface RemoveMemberProps {
  project: string;
  member: MemberRow;
}

export function RemoveMember({ project, member: { userId, name } }: RemoveMemberProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const remove = useMutation(trpc.member.remove.mutationOptions());
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      description={`${name} loses the project at once, on pages that are open too. What they made stays, and so do API keys they created or know.`}
      action="Remove member"
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Remove ${name}`}>
          Remove
        </Button>
      }
      onConfirm={async () => {
        await remove.mutateAsync({ project, userId });
        await queries.invalidateQueries(trpc.member.list.queryFilter({ project }));
        confirm({ title: `${name} is no member any more` });
      }}
    />
  );
}

/** Anyone may go; the last owner is told why not. */
export function LeaveProject({ project }: { project: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const leave = useMutation(trpc.member.leave.mutationOptions());
  return (
    <ConfirmDialog
      title="Leave this project?"
      description="You lose the project at once; an owner can invite you again. What you made stays."
      action="Leave project"
      trigger={
        <Button size="sm" variant="quiet">
          Leave
        </Button>
      }
      onConfirm={async () => {
        await leave.mutateAsync({ project });
        router.push("/");
      }}
    />
  );
}
