import type { ReactNode } from "react";
import { Link } from "@pipepilot/ui/link";

interface GuideLinkProps {
  project: string;
  /** A chapter, and a section of it after `#`. A test proves that it is there. */
  to: string;
  children: ReactNode;
}

/** Leads to where the guide explains what a page is about. */
export function GuideLink({ project, to, children }: GuideLinkProps) {
  return (
    <Link href={`/${project}/guide/${to}`} className="text-accent-text underline underline-offset-2">
      {children}
    </Link>
  );
}
