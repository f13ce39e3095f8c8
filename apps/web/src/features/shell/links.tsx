"use client";

import NextLink from "next/link";
import type { ReactNode } from "react";
import { LinkProvider, type LinkProps } from "@pipepilot/ui/link";
import { ToastProvider } from "@pipepilot/ui/toast";

const Anchor = (props: LinkProps) => <NextLink prefetch={false} {...props} />;

/** The design system's links go through the router; confirmations have a place to appear. */
export function ShellProviders({ children }: { children: ReactNode }) {
  return (
    <LinkProvider component={Anchor}>
      <ToastProvider>{children}</ToastProvider>
    </LinkProvider>
  );
}
