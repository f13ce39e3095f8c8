"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { CodeBlock } from "@pipepilot/ui/code-block";
import { Link } from "@pipepilot/ui/link";
import { GuideLink } from "@/features/guide/guide-link";
import { useTRPC } from "@/trpc/client";
import { curlExample } from "./curl-example";

interface CallExampleProps {
  project: string;
  model: string;
  number: number;
  /** The project serves no other model, so a key needs no default to know which is meant. */
  isOnly: boolean;
}

/** How an application asks, ready to paste. */
export function CallExample({ project, model, number, isOnly }: CallExampleProps) {
  const trpc = useTRPC();
  const { data: address } = useSuspenseQuery(trpc.serving.address.queryOptions());
  const { data: version } = useSuspenseQuery(trpc.model.getVersion.queryOptions({ project, model, number }));
  const { data: example } = useSuspenseQuery(
    trpc.model.inputExample.queryOptions({ project, model, number }),
  );
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const row = Object.fromEntries(version.signature.inputs.map(({ name }) => [name, example?.[name] ?? null]));
  const code = curlExample({ url: address.url, model: isOnly ? null : model, row });
  const mayCreate = me.permissions.includes("api-key:write");
  return (
    <Card>
      <CardHeader title="From an application" />
      <CardBody className="flex flex-col gap-3">
        <CodeBlock code={code} title="curl" label="curl example" wrap />
        <p className="text-muted">
          It needs an API key with the scope <code>predict</code> in <code>PIPEPILOT_API_KEY</code>.{" "}
          {mayCreate ? (
            <Link
              href={`/${project}/settings/api-keys`}
              className="text-accent-text underline underline-offset-2"
            >
              Create an API key
            </Link>
          ) : (
            "A maintainer of the project can create one."
          )}{" "}
          <GuideLink project={project} to="serving#forms-of-a-request">
            Other forms of a request
          </GuideLink>
        </p>
      </CardBody>
    </Card>
  );
}
