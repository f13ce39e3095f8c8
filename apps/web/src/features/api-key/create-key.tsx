"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ShownOnceDialog } from "@pipepilot/ui/shown-once-dialog";
import { useTRPC } from "@/trpc/client";
import { CreateKeyForm } from "./create-key-form";

/** Creates a key and shows its text, this once. */
export function CreateKey({ project }: { project: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return (
    <ShownOnceDialog
      title="Create API key"
      action="Create API key"
      form={(onMade) => (
        <CreateKeyForm
          project={project}
          onCreated={({ name, key }) => {
            const warning = "Copy the key now. It is not kept anywhere and is never shown again.";
            onMade({ title: `${name} is ready`, warning, label: "API key", code: key });
            void queries.invalidateQueries(trpc.apiKey.list.queryFilter({ project }));
          }}
        />
      )}
    />
  );
}
