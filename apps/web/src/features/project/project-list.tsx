"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { BookOpen, FolderOpen } from "lucide-react";
import { AppShell } from "@pipepilot/ui/app-shell";
import { Badge } from "@pipepilot/ui/badge";
import { Brand } from "@pipepilot/ui/brand";
import { Card } from "@pipepilot/ui/card";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { Link } from "@pipepilot/ui/link";
import { PageHeader } from "@pipepilot/ui/page-header";
import { Rail, RailLink } from "@pipepilot/ui/rail";
import { Account } from "@/features/shell/project-frame";
import { useTRPC } from "@/trpc/client";
import { NewProjectButton } from "./new-project-button";

export function ProjectList({ person }: { person: { name: string; email: string } }) {
  const trpc = useTRPC();
  const { data: projects } = useSuspenseQuery(trpc.project.list.queryOptions());
  return (
    <AppShell
      brand={<Brand name="PipePilot" />}
      rail={
        <Rail label="Places">
          <RailLink href="/" icon={<FolderOpen />} count={projects.length || undefined} current>
            Projects
          </RailLink>
          <RailLink href="/guide" icon={<BookOpen />}>
            Guide
          </RailLink>
        </Rail>
      }
      footer={<Account {...person} />}
    >
      <PageHeader
        title="Projects"
        sub="Each has its own data, models and members"
        actions={projects.length > 0 ? <NewProjectButton /> : null}
      />
      {projects.length === 0 ? (
        <Card>
          <EmptyState icon={<FolderOpen />} title="No project yet" action={<NewProjectButton />}>
            A project holds datasets, pipelines, runs and models, and the people who work on them. Create one,
            or ask a colleague to add you to theirs.
          </EmptyState>
        </Card>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {projects.map(({ slug, name, role }) => (
            <li key={slug}>
              <Link href={`/${slug}`} className="block rounded-lg">
                <Card className="flex items-center gap-3 px-4 py-3.5 transition-colors hover:border-line-strong">
                  <span className="min-w-0 flex-1">
                    <b className="block truncate font-semibold">{name}</b>
                    <span className="block truncate text-sm text-muted">/{slug}</span>
                  </span>
                  <Badge>{role}</Badge>
                </Card>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </AppShell>
  );
}
