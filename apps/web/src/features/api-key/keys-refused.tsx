"use client";

import { KeyRound } from "lucide-react";
import { Card } from "@pipepilot/ui/card";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { PageHeader } from "@pipepilot/ui/page-header";

/** What those see who may not see keys. */
export function KeysRefused({ role }: { role: string | null }) {
  return (
    <>
      <PageHeader title="API keys" />
      <Card>
        <EmptyState icon={<KeyRound />} title="API keys are the maintainers' matter">
          Your role in this project ({role ?? "none"}) does not see them. A maintainer or owner can create one
          for you.
        </EmptyState>
      </Card>
    </>
  );
}
