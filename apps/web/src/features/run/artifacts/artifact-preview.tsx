"use client";

import { Download, ExternalLink } from "lucide-react";
import { useState, type Ref } from "react";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { CopyButton } from "@pipepilot/ui/copy-button";
import { LinkButton } from "@pipepilot/ui/link-button";
import { SwitchField } from "@pipepilot/ui/switch";
import { artifactKind } from "./kinds";
import { artifactHref, type ShownRoot } from "./root";
import { RowsPreview, TextPreview } from "./text-preview";

interface ArtifactPreviewProps {
  project: string;
  root: ShownRoot;
  path: string;
}

/** One file, shown in the way of its kind. */
export function ArtifactPreview({
  project,
  root,
  path,
  ref,
}: ArtifactPreviewProps & { ref?: Ref<HTMLElement> }) {
  const shown = artifactKind(path);
  const isPage = shown.kind === "page";
  return (
    <Card
      ref={ref}
      tabIndex={-1}
      aria-label={`File ${path}`}
      className="scroll-mt-[66px] shell:scroll-mt-3.5"
    >
      <CardHeader
        title={<code className="text-sm font-semibold break-all">{path}</code>}
        aside={<CopyButton text={path} label="Copy path" />}
        actions={
          <>
            {isPage || shown.kind === "picture" ? (
              <LinkButton
                size="sm"
                href={artifactHref(project, root, path, "view")}
                target="_blank"
                rel="noreferrer"
              >
                <ExternalLink aria-hidden="true" /> Open in a new tab
              </LinkButton>
            ) : null}
            {/* A plain link: the router would take the download for a page. */}
            <LinkButton size="sm" href={artifactHref(project, root, path, "artifacts")} download>
              <Download aria-hidden="true" /> Download
            </LinkButton>
          </>
        }
      />
      {/* Another file begins anew: no switch of one page holds for the next. */}
      <Preview key={path} {...{ project, root, path }} />
    </Card>
  );
}

function Preview({ project, root, path }: ArtifactPreviewProps) {
  const shown = artifactKind(path);
  switch (shown.kind) {
    case "picture":
      return <Picture src={artifactHref(project, root, path, "view")} path={path} />;
    case "page":
      return <Page src={artifactHref(project, root, path, "view")} path={path} />;
    case "rows":
      return <RowsPreview {...{ project, root, path }} />;
    case "binary":
      return <p className="p-3.5 text-muted">Files of this kind are not shown; download it.</p>;
    default:
      return <TextPreview {...{ project, root, path }} form={shown} />;
  }
}

function Picture({ src, path }: { src: string; path: string }) {
  const [failed, setFailed] = useState(false);
  if (failed)
    return (
      <p className="p-3.5 text-muted">The browser cannot show this picture; download it to look at it.</p>
    );
  return (
    <div className="grid place-items-center rounded-b-lg bg-sunken p-3.5">
      <img
        src={src}
        alt={path}
        onError={() => setFailed(true)}
        className="max-h-[75vh] max-w-full rounded-sm bg-white object-contain"
      />
    </div>
  );
}

/** A page that somebody logged: in a frame that may do nothing but show, or run scripts in an origin that is nobody's. */
function Page({ src, path }: { src: string; path: string }) {
  const [scripts, setScripts] = useState(false);
  return (
    <>
      <div className="border-b border-line px-3.5 py-2">
        <SwitchField
          label="Run its scripts"
          hint="Inside the frame only: they reach neither PipePilot nor the network."
          checked={scripts}
          onCheckedChange={setScripts}
        />
      </div>
      <iframe
        key={String(scripts)}
        sandbox={scripts ? "allow-scripts" : ""}
        src={scripts ? `${src}?scripts=own-origin` : src}
        title={path}
        className="block h-[75vh] w-full rounded-b-lg bg-white"
      />
    </>
  );
}
