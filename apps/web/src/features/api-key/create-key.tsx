"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { CodeBlock } from "@pipepilot/ui/code-block";
import { Dialog } from "@pipepilot/ui/dialog";
import { useTRPC } from "@/trpc/client";
import { CreateKeyForm } from "./create-key-form";

/** Creates a key and shows its text, this once. */
export function CreateKey({ project }: { project: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);

  function change(next: boolean) {
    setOpen(next);
    // What was shown is gone for good when the dialog closes.
    if (!next) setMade(null);
  }

  return (
    <Dialog
      title={made ? `${made.name} is ready` : "Create API key"}
      open={open}
      onOpenChange={change}
      trigger={<Button variant="primary">Create API key</Button>}
      footer={
        made ? (
          <Button variant="primary" onClick={() => change(false)}>
            I have copied it
          </Button>
        ) : undefined
      }
    >
      {made ? (
        <div className="flex flex-col gap-3.5">
          <Alert tone="warn">Copy the key now. It is not kept anywhere and is never shown again.</Alert>
          <CodeBlock code={made.key} label="API key" wrap />
        </div>
      ) : (
        <CreateKeyForm
          project={project}
          onCreated={(created) => {
            setMade(created);
            void queries.invalidateQueries(trpc.apiKey.list.queryFilter({ project }));
          }}
        />
      )}
    </Dialog>
  );
}
