"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { MemberRow, RoleName } from "@pipepilot/domain/member/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Dialog, DialogClose } from "@pipepilot/ui/dialog";
import { RadioGroup } from "@pipepilot/ui/radio-group";
import { useToast } from "@pipepilot/ui/toast";
import { useTRPC } from "@/trpc/client";
import { ROLE_OPTIONS } from "./roles";

interface ChangeRoleProps {
  project: string;
  member: MemberRow;
  isSelf: boolean;
}

export function ChangeRole(props: ChangeRoleProps) {
  const [open, setOpen] = useState(false);
  const { name } = props.member;
  return (
    <Dialog
      title={props.isSelf ? "Change your role" : `Change ${name}'s role`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Change ${name}'s role`}>
          Change role
        </Button>
      }
    >
      <ChangeRoleForm {...props} close={() => setOpen(false)} />
    </Dialog>
  );
}

function ChangeRoleForm({ project, member, isSelf, close }: ChangeRoleProps & { close: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const [role, setRole] = useState<RoleName>(member.role);
  const change = useMutation(
    trpc.member.changeRole.mutationOptions({
      async onSuccess() {
        await queries.invalidateQueries();
        confirm({ title: isSelf ? `You are ${role} now` : `${member.name} is ${role} now` });
        close();
      },
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ project, userId: member.userId, role });
      }}
      className="flex flex-col gap-4"
    >
      <RadioGroup
        legend="Role"
        hideLegend
        options={ROLE_OPTIONS}
        value={role}
        onValueChange={(value) => setRole(value as RoleName)}
      />
      {isSelf && member.role === "owner" && role !== "owner" ? (
        <Alert tone="warn">You will not be able to make yourself an owner again.</Alert>
      ) : null}
      {change.error ? <Alert tone="error">{change.error.message}</Alert> : null}
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" loading={change.isPending} disabled={role === member.role}>
          Change role
        </Button>
      </div>
    </form>
  );
}
