"use client";

import {
  createContext,
  createElement,
  useContext,
  type ComponentProps,
  type ComponentType,
  type ReactNode,
} from "react";

export type LinkProps = Omit<ComponentProps<"a">, "href"> & { href: string };

const LinkContext = createContext<ComponentType<LinkProps> | "a">("a");

/** Gives every link of the design system the router's own link component. */
export function LinkProvider({
  component,
  children,
}: {
  component: ComponentType<LinkProps>;
  children: ReactNode;
}) {
  return <LinkContext.Provider value={component}>{children}</LinkContext.Provider>;
}

/** A link: the router's where a `LinkProvider` is above, otherwise a plain anchor. */
export function Link(props: LinkProps) {
  const Anchor = useContext(LinkContext);
  return createElement(Anchor, props);
}
