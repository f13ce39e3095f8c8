"use client";

import { BookOpen, FolderOpen, LogIn } from "lucide-react";
import type { ReactNode } from "react";
import { AppShell } from "@pipepilot/ui/app-shell";
import { Brand } from "@pipepilot/ui/brand";
import { Link } from "@pipepilot/ui/link";
import { Rail, RailLink } from "@pipepilot/ui/rail";
import { ThemeToggle } from "@pipepilot/ui/theme-toggle";
import { Account } from "@/features/shell/project-frame";

interface GuideFrameProps {
  /** Null for who is not signed in. */
  person: { name: string; email: string } | null;
  children: ReactNode;
}

/** Around the guide where it is read outside of a project. */
export function GuideFrame({ person, children }: GuideFrameProps) {
  return (
    <AppShell
      brand={
        <Link href="/" aria-label={person ? "All projects" : "Sign in"}>
          <Brand name="PipePilot" />
        </Link>
      }
      rail={
        <Rail label="Places">
          {person ? (
            <RailLink href="/" icon={<FolderOpen />}>
              Projects
            </RailLink>
          ) : (
            <RailLink href="/sign-in" icon={<LogIn />}>
              Sign in
            </RailLink>
          )}
          <RailLink href="/guide" icon={<BookOpen />} current>
            Guide
          </RailLink>
        </Rail>
      }
      footer={person ? <Account {...person} /> : <ThemeToggle className="mx-2 w-fit" />}
    >
      {children}
    </AppShell>
  );
}
