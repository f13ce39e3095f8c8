"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronRight, File, FileBox, Folder, FolderOpen } from "lucide-react";
import { useState, type ComponentProps, type KeyboardEvent } from "react";
import type { ArtifactEntry } from "@pipepilot/domain/artifact/schema";
import { Button } from "@pipepilot/ui/button";
import { formatBytes } from "@pipepilot/ui/format";
import { Skeleton } from "@pipepilot/ui/skeleton";
import { forward } from "@/features/experiment/pages";
import { useTRPC } from "@/trpc/client";
import { rootKey, type NamedRoot, type ShownRoot } from "./root";

export interface OpenFile {
  /** Of its root. */
  of: string;
  path: string;
}

interface ArtifactTreeProps {
  project: string;
  roots: readonly NamedRoot[];
  open: OpenFile | null;
  onOpen: (root: ShownRoot, path: string) => void;
}

/** Files by folder, each read when it is opened. Arrows move, right and left open and close folders. */
export function ArtifactTree({ project, roots, open, onOpen }: ArtifactTreeProps) {
  return (
    <nav aria-label="Files" onKeyDown={moveByArrows} className="p-1.5">
      {roots.map(({ label, root }) => {
        const of = rootKey(root);
        const tree = { project, root, openPath: open?.of === of ? open.path : null, onOpen };
        return (
          <FolderNode
            key={of}
            {...tree}
            label={label}
            path=""
            level={0}
            isRoot
            startsOpen={roots.length === 1 || "runId" in root || open?.of === of}
          />
        );
      })}
    </nav>
  );
}

interface NodeProps {
  project: string;
  root: ShownRoot;
  openPath: string | null;
  onOpen: (root: ShownRoot, path: string) => void;
  level: number;
}

const PER_PAGE = 200;

function FolderNode({
  label,
  path,
  startsOpen,
  isRoot = false,
  ...tree
}: NodeProps & { label: string; path: string; startsOpen: boolean; isRoot?: boolean }) {
  const [isOpen, setOpen] = useState(startsOpen);
  const Icon = isRoot ? FileBox : isOpen ? FolderOpen : Folder;
  return (
    <>
      <NodeButton level={tree.level} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ChevronRight aria-hidden="true" className={`size-3.5 text-muted ${isOpen ? "rotate-90" : ""}`} />
        <Icon aria-hidden="true" className="size-3.5 text-muted" />
        <span className={`min-w-0 break-all ${isRoot ? "font-medium" : ""}`}>{label}</span>
      </NodeButton>
      {isOpen ? <FolderContent {...tree} path={path} /> : null}
    </>
  );
}

function FolderContent({ project, root, path, level, ...tree }: NodeProps & { path: string }) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.artifact.list.infiniteQueryOptions({ project, root, path, limit: PER_PAGE }, forward),
  );
  const indent = { paddingLeft: `${(level + 1) * 14 + 26}px` };
  if (list.error && !list.data)
    return (
      <p role="alert" style={indent} className="py-1 text-sm text-bad">
        {list.error.message}
      </p>
    );
  if (!list.data)
    return (
      <div aria-busy="true" style={indent} className="py-1.5">
        <Skeleton className="w-32" />
      </div>
    );
  const entries = list.data.pages.flatMap(({ items }) => items);
  if (entries.length === 0)
    return (
      <p style={indent} className="py-1 text-sm text-muted">
        No file yet.
      </p>
    );
  return (
    <ul>
      {entries.map((entry) => (
        <li key={entry.path}>
          <EntryNode {...{ project, root, entry, level: level + 1 }} {...tree} />
        </li>
      ))}
      {list.hasNextPage ? (
        <li style={indent}>
          <Button
            size="sm"
            variant="quiet"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            More files
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

function EntryNode({ entry, ...tree }: NodeProps & { entry: ArtifactEntry }) {
  const { root, level, openPath, onOpen } = tree;
  const { path, isFolder, size } = entry;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (isFolder)
    return (
      <FolderNode {...tree} label={name} path={path} startsOpen={openPath?.startsWith(`${path}/`) ?? false} />
    );
  return (
    <NodeButton
      level={level}
      aria-current={openPath === path ? "true" : undefined}
      onClick={() => onOpen(root, path)}
    >
      <File aria-hidden="true" className="ml-[22px] size-3.5 text-muted" />
      <span className="min-w-0 flex-1 break-all">{name}</span>
      <span className="num ml-auto pl-2 text-sm text-muted">{formatBytes(size ?? 0)}</span>
    </NodeButton>
  );
}

function NodeButton({ level, ...rest }: ComponentProps<"button"> & { level: number }) {
  return (
    <button
      type="button"
      data-node
      {...rest}
      style={{ paddingLeft: `${level * 14 + 6}px` }}
      className="flex min-h-[28px] w-full items-center gap-2 rounded-md py-1 pr-2 text-left hover:bg-sunken aria-[current=true]:bg-accent-soft aria-[current=true]:text-accent-text [&_svg]:shrink-0"
    />
  );
}

/** As in a tree: up and down go through what is open, right opens, left closes. */
function moveByArrows(event: KeyboardEvent<HTMLElement>) {
  const nodes = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button[data-node]")];
  const at = nodes.indexOf(event.target as HTMLButtonElement);
  if (at < 0) return;
  const expanded = nodes[at].getAttribute("aria-expanded");
  const isToggle =
    (event.key === "ArrowRight" && expanded === "false") ||
    (event.key === "ArrowLeft" && expanded === "true");
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: nodes.length - 1 }[event.key];
  if (!isToggle && target === undefined) return;
  event.preventDefault();
  if (isToggle) nodes[at].click();
  else nodes.at(Math.max(0, Math.min(nodes.length - 1, target ?? at)))?.focus();
}
