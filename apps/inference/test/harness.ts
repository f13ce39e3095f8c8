import type { AddressInfo } from "node:net";
import { createApiKey } from "@pipepilot/domain/api-key/create";
import type { CreateApiKeyInput } from "@pipepilot/domain/api-key/schema";
import type { ProjectContext, Services } from "@pipepilot/domain/context";
import { createModelVersion } from "@pipepilot/domain/model/create-version";
import type { BundleFile, StageName } from "@pipepilot/domain/model/schema";
import { transitionStage } from "@pipepilot/domain/model/transition-stage";
import { createTestProject } from "@pipepilot/domain/testing";
import { savePredictor } from "@pipepilot/ml/predictor/bundle";
import type { TrainedPipeline } from "@pipepilot/ml";
import { homes, trainLinear } from "@pipepilot/ml/predictor/testing";
import { numberColumn, type Table } from "@pipepilot/ml/table";
import { buildApp, type InferenceApp } from "../src/app";
import type { Settings } from "../src/settings";

export const MODEL = "home_price_predictor";

/** Times short enough for tests; the poll stays long, so that what a NOTIFY does is seen to be done by it. */
const TEST_SETTINGS: Partial<Settings> = { pollMs: 60_000, heartbeatMs: 200, flushMs: 50 };

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { predictions: (number | string)[] } & { error_code: string; message: string };
}

export interface AskOptions {
  readonly key?: string | null;
  readonly path?: string;
  readonly contentType?: string;
  readonly headers?: Record<string, string>;
}

/** One inference service over real HTTP, with a project, a model and a key of its own. */
export class TestService {
  key = "";

  private constructor(
    readonly ctx: ProjectContext,
    readonly inference: InferenceApp,
    readonly url: string,
  ) {}

  static async start(services: Services, settings: Partial<Settings> = {}): Promise<TestService> {
    const ctx = await createTestProject(services);
    return TestService.startFor(ctx, settings);
  }

  static async startFor(ctx: ProjectContext, settings: Partial<Settings> = {}): Promise<TestService> {
    const inference = buildApp(ctx, { settings: { ...TEST_SETTINGS, ...settings }, logLevel: "silent" });
    await inference.serving.start();
    await ctx.db.listener.ready();
    await inference.app.listen({ host: "127.0.0.1", port: 0 });
    const url = `http://127.0.0.1:${(inference.app.server.address() as AddressInfo).port}`;
    inference.serving.heartbeat.start(url);
    const service = new TestService(ctx, inference, url);
    service.key = await service.createKey();
    return service;
  }

  async stop(): Promise<void> {
    await this.inference.app.close();
    await this.inference.serving.stop();
  }

  async createKey(input: Partial<CreateApiKeyInput> = {}): Promise<string> {
    const { key } = await createApiKey({
      ctx: this.ctx,
      input: { name: "Test key", scopes: ["predict"], ...input },
    });
    return key;
  }

  /** Registers a version that adds 1,000 times its number to the price. */
  async register(model = MODEL, change: (files: BundleFile[]) => BundleFile[] = (files) => files) {
    const number =
      1 +
      (await this.ctx.db.prisma.modelVersion.count({
        where: { projectId: this.ctx.project.id, model: { name: model } },
      }));
    return registerPipeline(this.ctx, model, await trainLinear(homesPlus(1000 * number), "price"), change);
  }

  promote(number: number, stage: StageName = "Production", model = MODEL) {
    return transitionStage({ ctx: this.ctx, input: { model, number, stage, reason: "test" } });
  }

  async ask(body: unknown, options: AskOptions = {}): Promise<Asked> {
    const { key = this.key, path = "/invocations", contentType = "application/json", headers } = options;
    const response = await fetch(this.url + path, {
      method: "POST",
      headers: {
        "content-type": contentType,
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...headers,
      },
      body: typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Asked["body"],
    };
  }
}

export const HOME = { size: 10, rooms: 3, age: 2, place: "BAY", garden: true };
/** 2 * size + rooms + 10 by the bay. */
export const HOME_PRICE = 33;

function homesPlus(amount: number): Table {
  const { rowCount, columns } = homes();
  const raised = columns.map((column) =>
    column.name === "price" && column.kind === "number"
      ? numberColumn(
          "price",
          column.values.map((price) => price + amount),
        )
      : column,
  );
  return { rowCount, columns: raised };
}

/** Bundles and registers a trained pipeline as the pipeline's step does. */
export async function registerPipeline(
  ctx: ProjectContext,
  model: string,
  pipeline: TrainedPipeline,
  change: (files: BundleFile[]) => BundleFile[] = (files) => files,
  example: unknown = { columns: Object.keys(HOME), data: [Object.values(HOME)] },
) {
  const contents = {
    ...Object.fromEntries(
      Object.entries(savePredictor(pipeline)).map(([name, bytes]) => [`model/${name}`, bytes]),
    ),
    "input_example.json": Buffer.from(JSON.stringify(example)),
  };
  const files = await Promise.all(
    Object.entries(contents).map(async ([path, bytes]) => {
      const { hash, size } = await ctx.store.put(bytes);
      return { path, hash, size };
    }),
  );
  const { inputs, outputs } = pipeline.signature;
  return createModelVersion({
    ctx,
    input: {
      model,
      task: pipeline.task,
      family: pipeline.model.family,
      signature: { inputs: [...inputs], outputs: [...outputs] },
      files: change(files),
    },
  });
}

/** Waits for something that happens by itself: how soon is for the bench to say, a busy machine is no failure. */
export async function until(
  what: string,
  happened: () => Promise<boolean> | boolean,
  withinMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (await happened()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Not within ${withinMs} ms: ${what}`);
}
