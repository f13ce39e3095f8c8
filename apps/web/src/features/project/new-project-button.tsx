"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@pipepilot/ui/button";
import { Dialog } from "@pipepilot/ui/dialog";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { onlyOnce } from "@/features/shell/only-once";
import { useTRPC } from "@/trpc/client";

export function NewProjectButton() {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const create = useMutation(
    trpc.project.create.mutationOptions({
      async onSuccess({ slug }) {
        await queries.invalidateQueries(trpc.project.list.queryFilter());
        router.push(`/${slug}`);
      },
    }),
  );
  const [once] = useState(onlyOnce);
  return (
    <Dialog
      title="New project"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New project
        </Button>
      }
    >
      <form
        action={(form) => once(() => create.mutateAsync({ name: String(form.get("name")) }))}
        className="flex flex-col gap-4"
      >
        <Field label="Name" required error={create.error?.message}>
          <Input name="name" autoFocus maxLength={80} placeholder="California housing" />
        </Field>
        <Button
          type="submit"
          variant="primary"
          loading={create.isPending || create.isSuccess}
          className="self-end"
        >
          Create project
        </Button>
      </form>
    </Dialog>
  );
}
