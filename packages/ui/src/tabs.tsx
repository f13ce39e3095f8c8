"use client";

import type { ReactNode } from "react";
import * as Radix from "@radix-ui/react-tabs";
import { cn } from "./class-names";
import { Link } from "./link";

export interface TabItem {
  value: string;
  label: ReactNode;
  count?: ReactNode;
  content: ReactNode;
}

export interface TabsProps {
  label: string;
  items: readonly TabItem[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  className?: string;
}

const list = "flex gap-5 overflow-x-auto border-b border-line";
const tab = [
  "-mb-px flex shrink-0 items-center gap-1.5 border-b-2 border-transparent px-0.5 py-2 font-medium text-muted transition-colors hover:text-text",
  "data-[state=active]:border-accent data-[state=active]:text-text aria-[current=page]:border-accent aria-[current=page]:text-text",
  "focus-visible:outline-offset-[-2px]",
].join(" ");

/** Views of one thing, one at a time. Where each view has an address of its own, use `TabLinks`. */
export function Tabs({ label, items, className, defaultValue = items[0]?.value, ...root }: TabsProps) {
  return (
    <Radix.Root
      {...root}
      defaultValue={root.value === undefined ? defaultValue : undefined}
      className={className}
    >
      <Radix.List aria-label={label} className={list}>
        {items.map((item) => (
          <Radix.Trigger key={item.value} value={item.value} className={tab}>
            {item.label}
            <TabCount count={item.count} />
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="pt-4">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

export interface TabLink {
  href: string;
  label: ReactNode;
  count?: ReactNode;
  current?: boolean;
}

/** Tabs that are links: the view is in the address and can be shared. */
export function TabLinks({
  label,
  items,
  className,
}: {
  label: string;
  items: readonly TabLink[];
  className?: string;
}) {
  return (
    <nav aria-label={label} className={cn(list, className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.current ? "page" : undefined}
          className={tab}
        >
          {item.label}
          <TabCount count={item.count} />
        </Link>
      ))}
    </nav>
  );
}

function TabCount({ count }: { count?: ReactNode }) {
  return count === undefined ? null : <span className="num font-normal text-faint">{count}</span>;
}
