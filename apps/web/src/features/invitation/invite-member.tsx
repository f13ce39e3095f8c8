"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { INVITATION_DAYS } from "@pipepilot/domain/invitation/schema";
import type { RoleName } from "@pipepilot/domain/member/schema";
import { Button } from "@pipepilot/ui/button";
import { DialogClose } from "@pipepilot/ui/dialog";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { RadioGroup } from "@pipepilot/ui/radio-group";
import { ShownOnceDialog } from "@pipepilot/ui/shown-once-dialog";
import { ROLE_OPTIONS } from "@/features/member/roles";
import { onlyOnce } from "@/features/shell/only-once";
import { useTRPC } from "@/trpc/client";

interface Made {
  email: string;
  link: string;
}

/** Makes a link for one person and shows it, this once. */
export function InviteMember({ project }: { project: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return (
    <ShownOnceDialog
      title="Invite a member"
      action="Invite member"
      form={(onMade) => (
        <InviteForm
          project={project}
          onMade={({ email, link }) => {
            onMade({
              title: `The link for ${email} is ready`,
              warning: `Copy the link now and send it to ${email}. It is not kept anywhere and is never shown again. It works once, for ${INVITATION_DAYS} days.`,
              label: "Invitation link",
              code: link,
            });
            void queries.invalidateQueries(trpc.invitation.list.queryFilter({ project }));
          }}
        />
      )}
    />
  );
}

function InviteForm({ project, onMade }: { project: string; onMade: (made: Made) => void }) {
  const trpc = useTRPC();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<RoleName>("contributor");
  const create = useMutation(
    trpc.invitation.create.mutationOptions({
      onSuccess: ({ token }) =>
        onMade({ email: email.trim(), link: `${window.location.origin}/invite/${token}` }),
    }),
  );
  // The second link of a double click would end the one that is shown.
  const [once] = useState(onlyOnce);
  return (
    <form
      action={() => once(() => create.mutateAsync({ project, email, role }))}
      className="flex flex-col gap-4"
    >
      <Field label="Email" required error={create.error?.message.replace(/^email: /, "")}>
        <Input
          type="email"
          value={email}
          onChange={({ target }) => setEmail(target.value)}
          maxLength={254}
          placeholder="grace@example.com"
          autoComplete="off"
          autoFocus
        />
      </Field>
      <RadioGroup
        legend="Role"
        options={ROLE_OPTIONS}
        value={role}
        onValueChange={(value) => setRole(value as RoleName)}
      />
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" loading={create.isPending || create.isSuccess}>
          Create link
        </Button>
      </div>
    </form>
  );
}
