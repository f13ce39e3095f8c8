"use client";

import type { ComponentProps, ReactNode } from "react";
import * as Radix from "@radix-ui/react-dropdown-menu";
import { Check } from "lucide-react";
import { cn } from "./class-names";
import { Link } from "./link";
import { menuItem, menuPanel } from "./menu-styles";

export interface DropdownMenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  /** As wide as its trigger at least. */
  matchTrigger?: boolean;
  /** Names the menu when the trigger's text is not enough. */
  label?: string;
}

/** A menu of things to do, with arrow keys and type-ahead. */
export function DropdownMenu({
  trigger,
  children,
  align = "end",
  side = "bottom",
  matchTrigger = false,
  label,
}: DropdownMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className={cn(menuPanel, matchTrigger && "min-w-(--radix-dropdown-menu-trigger-width)")}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface MenuItemProps extends Omit<ComponentProps<typeof Radix.Item>, "asChild"> {
  icon?: ReactNode;
  danger?: boolean;
  /** A key or a short remark at the right. */
  aside?: ReactNode;
}

/** Something to do. */
export function MenuItem({ icon, danger = false, aside, className, children, ...rest }: MenuItemProps) {
  return (
    <Radix.Item
      {...rest}
      className={cn(menuItem, danger && "text-bad data-highlighted:bg-bad-soft [&_svg]:text-bad", className)}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {aside ? <span className="text-sm text-muted">{aside}</span> : null}
    </Radix.Item>
  );
}

/** Somewhere to go; `current` marks where one is. */
export function MenuLink({
  href,
  icon,
  current = false,
  children,
}: {
  href: string;
  icon?: ReactNode;
  current?: boolean;
  children: ReactNode;
}) {
  return (
    <Radix.Item asChild className={menuItem}>
      <Link href={href} aria-current={current ? "page" : undefined}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
        {current ? <Check aria-hidden="true" /> : null}
      </Link>
    </Radix.Item>
  );
}

/** Something that is on or off; the menu stays open. */
export function MenuCheckbox({
  checked,
  onCheckedChange,
  children,
}: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
      className={cn(menuItem, "pl-8")}
    >
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden="true" />
      </Radix.ItemIndicator>
      <span className="truncate">{children}</span>
    </Radix.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-sm text-muted">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
