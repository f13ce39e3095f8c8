"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import type { InvitationRow } from "@pipepilot/domain/invitation/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { useToast } from "@pipepilot/ui/toast";
import { useTRPC } from "@/trpc/client";

/** Links that were made and not used yet; for those who may make them. */
export function PendingInvitations({ project }: { project: string }) {
  const trpc = useTRPC();
  // The moment of the answer is what they are judged by: the same on the server and here.
  const { data: invitations, dataUpdatedAt } = useSuspenseQuery(
    trpc.invitation.list.queryOptions({ project }),
  );
  if (invitations.length === 0) return null;
  const columns: DataTableColumn<InvitationRow>[] = [
    {
      id: "email",
      header: "Email",
      sortBy: ({ email }) => email,
      cell: ({ email, createdBy }) => (
        <span className="flex min-w-40 flex-col whitespace-normal">
          <span className="font-medium wrap-anywhere">{email}</span>
          <span className="text-sm text-muted">by {createdBy.name}</span>
        </span>
      ),
    },
    { id: "role", header: "Role", cell: ({ role }) => <Badge>{role}</Badge> },
    {
      id: "created",
      header: "Invited",
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    {
      id: "expires",
      header: "Expires",
      sortBy: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) =>
        expiresAt.getTime() <= dataUpdatedAt ? (
          <Badge tone="warn">expired</Badge>
        ) : (
          <RelativeTime value={expiresAt} />
        ),
    },
    {
      id: "actions",
      header: <span className="sr-only">Actions</span>,
      className: "text-right",
      cell: (invitation) => <RevokeInvitation project={project} invitation={invitation} />,
    },
  ];
  return (
    <Card className="mt-[18px]">
      <CardHeader title="Invitations" aside={<Badge>{invitations.length}</Badge>} />
      <DataTable
        caption="Invitations"
        columns={columns}
        rows={invitations}
        rowId={({ id }) => id}
        rowLabel={({ email }) => email}
      />
    </Card>
  );
}

function RevokeInvitation({ project, invitation }: { project: string; invitation: InvitationRow }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const revoke = useMutation(trpc.invitation.revoke.mutationOptions());
  const { id, email } = invitation;
  return (
    <ConfirmDialog
      title={`Revoke the invitation of ${email}?`}
      description="The link stops working at once. A new one can be made at any time."
      action="Revoke invitation"
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Revoke the invitation of ${email}`}>
          Revoke
        </Button>
      }
      onConfirm={async () => {
        await revoke.mutateAsync({ project, invitationId: id });
        await queries.invalidateQueries(trpc.invitation.list.queryFilter({ project }));
        confirm({ title: `The invitation of ${email} is revoked` });
      }}
    />
  );
}
