import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PipelineRunPage } from "@/features/pipeline/run-page";
import { nameIn } from "@/server/name-in";
import { Hydrate, load, trpc } from "@/trpc/server";

interface Params {
  params: Promise<{ project: string; pipeline: string; number: string }>;
  searchParams: Promise<{ step?: string | string[] }>;
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { pipeline, number } = await params;
  return { title: `Run ${number} of ${nameIn(pipeline)}` };
}

export default async function Page({ params, searchParams }: Params) {
  const { project, pipeline: encoded, number: digits } = await params;
  const { step } = await searchParams;
  if (!/^[1-9]\d{0,8}$/.test(digits)) notFound();
  const pipeline = nameIn(encoded);
  const number = Number(digits);
  await Promise.all([
    load(trpc.pipeline.getRun.queryOptions({ project, pipeline, number })),
    load(trpc.project.me.queryOptions({ project })),
  ]);
  return (
    <Hydrate>
      <PipelineRunPage {...{ project, pipeline, number }} step={typeof step === "string" ? step : null} />
    </Hydrate>
  );
}
