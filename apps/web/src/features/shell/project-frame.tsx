"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import {
  Activity,
  BookOpen,
  ChartColumn,
  CircleDot,
  Database,
  History,
  KeyRound,
  LogOut,
  Package,
  Users,
  Workflow,
} from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { AppShell } from "@pipepilot/ui/app-shell";
import { Avatar } from "@pipepilot/ui/avatar";
import { Brand } from "@pipepilot/ui/brand";
import { DropdownMenu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "@pipepilot/ui/dropdown-menu";
import { Link } from "@pipepilot/ui/link";
import { Rail, RailLink } from "@pipepilot/ui/rail";
import { SwitcherTrigger } from "@pipepilot/ui/switcher-trigger";
import { ThemeToggle } from "@pipepilot/ui/theme-toggle";
import { useTRPC } from "@/trpc/client";
import { leave } from "@/features/account/sign-in";
import { Bell } from "@/features/mention/bell";
import { KeyboardShortcuts } from "./keyboard-shortcuts";
import { Present } from "./present";
import { useLiveProject } from "./use-live-project";

interface ProjectFrameProps {
  project: string;
  person: { name: string; email: string };
  children: ReactNode;
}

/** Everything around a project's pages: where one can go, how much is there, who one is. */
export function ProjectFrame({ project, person, children }: ProjectFrameProps) {
  const trpc = useTRPC();
  const path = usePathname();
  const { data: overview } = useSuspenseQuery(trpc.project.overview.queryOptions({ project }));
  const { data: projects } = useSuspenseQuery(trpc.project.list.queryOptions());
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  useLiveProject(project);
  const { counts } = overview;
  const base = `/${project}`;
  const places = [
    { href: base, label: "Overview", icon: <CircleDot /> },
    { href: `${base}/datasets`, label: "Data", icon: <Database />, count: counts.datasets },
    { href: `${base}/pipelines`, label: "Pipelines", icon: <Workflow />, count: counts.pipelines },
    { href: `${base}/experiments`, label: "Experiments", icon: <ChartColumn />, count: counts.experiments },
    { href: `${base}/models`, label: "Models", icon: <Package />, count: counts.models },
    { href: `${base}/serving`, label: "Serving", icon: <Activity /> },
    { href: `${base}/activity`, label: "Activity", icon: <History /> },
    { href: `${base}/settings/members`, label: "Members", icon: <Users /> },
    ...(me.permissions.includes("api-key:read")
      ? [{ href: `${base}/settings/api-keys`, label: "API keys", icon: <KeyRound /> }]
      : []),
    { href: `${base}/guide`, label: "Guide", icon: <BookOpen /> },
  ];
  const name = projects.find(({ slug }) => slug === project)?.name ?? project;
  return (
    <AppShell
      brand={
        <Link href="/" aria-label="All projects">
          <Brand name="PipePilot" />
        </Link>
      }
      actions={
        <div className="flex items-center gap-1.5">
          <Present project={project} />
          <Bell project={project} />
        </div>
      }
      switcher={
        <DropdownMenu
          trigger={<SwitcherTrigger current={name} aria-label={`Project: ${name}`} />}
          align="start"
          matchTrigger
        >
          <MenuLabel>Projects</MenuLabel>
          {projects.map(({ slug, name: title }) => (
            <MenuLink key={slug} href={`/${slug}`} current={slug === project}>
              {title}
            </MenuLink>
          ))}
          <MenuSeparator />
          <MenuLink href="/">All projects</MenuLink>
        </DropdownMenu>
      }
      rail={
        <Rail label="Project">
          {places.map(({ href, label, icon, count }) => (
            <RailLink
              key={href}
              href={href}
              icon={icon}
              count={count || undefined}
              current={href === base ? path === base : path.startsWith(href)}
            >
              {label}
            </RailLink>
          ))}
        </Rail>
      }
      footer={<Account {...person} />}
    >
      <KeyboardShortcuts base={base} />
      {children}
    </AppShell>
  );
}

export function Account({ name, email }: { name: string; email: string }) {
  return (
    <div className="flex flex-col gap-2">
      <DropdownMenu
        side="top"
        align="start"
        label="Account"
        trigger={
          <button
            type="button"
            className="flex w-full min-w-0 items-center gap-2 rounded-md px-2 py-1.5 text-left text-muted hover:text-text"
          >
            <Avatar name={name || email} />
            <span className="min-w-0 truncate">{email}</span>
          </button>
        }
      >
        <MenuItem icon={<LogOut />} onSelect={() => void leave()}>
          Sign out
        </MenuItem>
      </DropdownMenu>
      <ThemeToggle className="mx-2 w-fit" />
    </div>
  );
}
