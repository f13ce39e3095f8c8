"use client";

import { GitCompareArrows } from "lucide-react";
import { Card } from "@pipepilot/ui/card";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { addressPart } from "@/features/link/address-part";

/** A comparison without two runs in its address. */
export function ChooseRuns({ project, experiment }: { project: string; experiment: string }) {
  const base = `/${project}/experiments/${addressPart(experiment)}`;
  return (
    <>
      <PageHeader
        title="Compare runs"
        breadcrumbs={[
          { label: "Experiments", href: `/${project}/experiments` },
          { label: experiment, href: base },
        ]}
      />
      <Card>
        <EmptyState
          icon={<GitCompareArrows />}
          title="Choose at least two runs"
          action={<LinkButton href={base}>Choose runs</LinkButton>}
        >
          Tick them in the table of runs, then press Compare Selected.
        </EmptyState>
      </Card>
    </>
  );
}
