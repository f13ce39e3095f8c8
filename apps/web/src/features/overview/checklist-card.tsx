"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Circle, CircleCheck } from "lucide-react";
import type { Checklist } from "@pipepilot/domain/project/checklist-schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { CodeBlock } from "@pipepilot/ui/code-block";
import { Link } from "@pipepilot/ui/link";
import { ProgressBar } from "@pipepilot/ui/progress-bar";
import { useTRPC } from "@/trpc/client";
import { checklistItems, nextSteps, type ChecklistItem } from "./checklist-items";

interface ChecklistCardProps {
  project: string;
  origin: string;
  checklist: Checklist & { version: string };
}

/** How far the project has come; ticks turn by themselves as their facts become true. */
export function ChecklistCard({ project, origin, checklist }: ChecklistCardProps) {
  const trpc = useTRPC();
  const put = useMutation(trpc.project.showChecklist.mutationOptions());
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const { permissions } = me;
  const items = checklistItems(checklist, { project, origin, version: checklist.version, permissions });
  const done = items.filter((item) => item.done).length;
  return (
    <Card aria-label="Checklist">
      <CardHeader
        title="Checklist"
        aside={
          <span className="flex items-center gap-2.5">
            <output aria-live="polite" className="num text-sm text-muted">
              {done} of {items.length}
              <span className="sr-only"> done</span>
            </output>
            <ProgressBar
              value={done / items.length}
              label="Checklist"
              tone={done === items.length ? "good" : "accent"}
              className="w-24"
            />
          </span>
        }
        actions={
          permissions.includes("run:write") ? (
            <Button
              size="sm"
              variant="quiet"
              loading={put.isPending}
              onClick={() => put.mutate({ project, shown: false })}
            >
              Put away
            </Button>
          ) : null
        }
      />
      {put.error ? (
        <Alert tone="error" className="m-3.5">
          {put.error.message}
        </Alert>
      ) : null}
      <ul className="grid gap-x-6 px-3.5 py-1 lg:grid-cols-2">
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
      <nav
        aria-label="Next steps"
        className="flex flex-wrap items-baseline gap-x-4 gap-y-1.5 border-t border-line px-3.5 py-3"
      >
        <h3 className="text-sm text-muted">Next steps</h3>
        {nextSteps(checklist, { project, permissions }).map(({ href, label }) => (
          <Link
            key={`${href} ${label}`}
            href={href}
            className="[overflow-wrap:anywhere] text-accent-text underline underline-offset-2"
          >
            {label}
          </Link>
        ))}
      </nav>
    </Card>
  );
}

function Item({ item: { title, done, sentence, link, command } }: { item: ChecklistItem }) {
  const Icon = done ? CircleCheck : Circle;
  return (
    <li className="flex min-w-0 items-start gap-2.5 py-2" data-done={done}>
      <Icon
        aria-hidden="true"
        className={`mt-[2px] size-[18px] shrink-0 transition-colors ${done ? "text-good" : "text-faint"}`}
      />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">
          {title}
          <span className="sr-only">{done ? ": done" : ": not yet"}</span>
        </p>
        <p className="[overflow-wrap:anywhere] text-muted">
          {sentence}{" "}
          {link ? (
            <Link href={link.href} className="text-accent-text underline underline-offset-2">
              {link.label}
            </Link>
          ) : null}
        </p>
        {command ? <CodeBlock code={command} label={`${title}: commands`} wrap className="mt-2" /> : null}
      </div>
    </li>
  );
}
