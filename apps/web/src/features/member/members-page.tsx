"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { Suspense } from "react";
import { ROLES, type MemberRow } from "@pipepilot/domain/member/schema";
import { Avatar } from "@pipepilot/ui/avatar";
import { Badge } from "@pipepilot/ui/badge";
import { Card } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { InviteMember } from "@/features/invitation/invite-member";
import { PendingInvitations } from "@/features/invitation/pending-invitations";
import { useTRPC } from "@/trpc/client";
import { ChangeRole } from "./change-role";
import { LeaveProject, RemoveMember } from "./remove-member";

/** Who works in the project, and what each of them may do. */
export function MembersPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data: members } = useSuspenseQuery(trpc.member.list.queryOptions({ project }));
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const mayManage = me.permissions.includes("member:write");
  const columns: DataTableColumn<MemberRow>[] = [
    {
      id: "name",
      header: "Name",
      sortBy: ({ name }) => name,
      cell: ({ userId, name, email }) => (
        <span className="flex items-center gap-2.5">
          <Avatar name={name} />
          <span className="flex min-w-40 flex-col whitespace-normal">
            <span className="font-medium">
              {name} {userId === me.userId ? <Badge outline>you</Badge> : null}
            </span>
            <span className="text-sm wrap-anywhere text-muted">{email}</span>
          </span>
        </span>
      ),
    },
    {
      id: "role",
      header: "Role",
      sortBy: ({ role }) => ROLES.indexOf(role),
      cell: ({ role }) => <Badge tone={role === "owner" ? "violet" : "neutral"}>{role}</Badge>,
    },
    {
      id: "since",
      header: "Since",
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    {
      id: "actions",
      header: <span className="sr-only">Actions</span>,
      className: "text-right",
      cell: (member) => {
        const isSelf = member.userId === me.userId;
        return (
          <span className="inline-flex gap-1">
            {mayManage ? <ChangeRole {...{ project, member, isSelf }} /> : null}
            {isSelf ? <LeaveProject project={project} /> : null}
            {mayManage && !isSelf ? <RemoveMember project={project} member={member} /> : null}
          </span>
        );
      },
    },
  ];
  return (
    <>
      <PageHeader
        title="Members"
        sub="Who works in this project, and what they may do"
        actions={mayManage ? <InviteMember project={project} /> : null}
      />
      <Card>
        <DataTable
          caption="Members"
          columns={columns}
          rows={members}
          rowId={({ userId }) => userId}
          rowLabel={({ name }) => name}
          empty={<EmptyState icon={<Users />} title="No member" />}
        />
      </Card>
      {mayManage ? (
        // Whoever becomes an owner while they look has not read them yet.
        <Suspense>
          <PendingInvitations project={project} />
        </Suspense>
      ) : null}
    </>
  );
}
