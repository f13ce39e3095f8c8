import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { migrationNames } from "./migrate";

/**
 * The SQL that leads from the migrations to the schema files: empty when they agree. Development and tests only.
 * Needs a server it may create and drop a scratch database on; the named database itself is not touched.
 */
export async function diffMigrationsToSchema(options: {
  url: string;
  migrationsDir: string;
  schemaDir: string;
}): Promise<string> {
  const engine = await createEngine(options.url, await schemaFiles(options.schemaDir));
  const names = await migrationNames(options.migrationsDir);
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: await readFile(path.join(options.migrationsDir, name, "migration.sql"), "utf8"),
        },
      },
    })),
  );
  const result = await engine.diff({
    from: names.length
      ? {
          tag: "migrations",
          baseDir: options.migrationsDir,
          lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"' },
          shadowDbInitScript: "",
          migrationDirectories,
        }
      : { tag: "empty" },
    to: { tag: "schemaDatamodel", files: await schemaFiles(options.schemaDir) },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const sql = (result.stdout ?? "").trim();
  return sql === "-- This is an empty migration." ? "" : sql;
}

async function schemaFiles(directory: string) {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => ({ path: name, content: await readFile(path.join(directory, name), "utf8") })),
  );
}

/** adapter-pg's own shadow connection reaches the real database (its `connectionString` wins over `database`). */
class ScratchPg extends PrismaPg {
  constructor(private readonly url: string) {
    super({ connectionString: url });
  }

  override async connectToShadowDb() {
    const name = `pipepilot_scratch_${process.pid}_${Date.now()}`;
    const admin = new pg.Client({ connectionString: this.url });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    const scratch = new URL(this.url);
    scratch.pathname = `/${name}`;
    const adapter = await new PrismaPg(catalogueReadingPool(scratch.href), {
      disposeExternalPool: true,
    }).connect();
    reportCharacters(adapter);
    // The adapter's own script runner cuts at every semicolon, also inside function bodies.
    adapter.executeScript = (script) => withClient(scratch.href, (client) => client.query(script));
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    };
    return adapter;
  }
}

/** adapter-pg cannot read the catalogue type "char" (oid 18): it passes as its array type, which is then renamed. */
const CHAR_OID = 18;
const CHAR_ARRAY_OID = 1002;

function reportCharacters(adapter: SqlDriverAdapter) {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const columnTypes = result.columnTypes.map((type) =>
      type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
}

function catalogueReadingPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url });
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    for (const field of result.fields ?? [])
      if (field.dataTypeID === CHAR_OID) field.dataTypeID = CHAR_ARRAY_OID;
    return result;
  }) as typeof pool.query;
  return pool;
}

async function withClient(url: string, use: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

async function createEngine(url: string, files: { path: string; content: string }[]) {
  const { SchemaEngine } = await (bindingsOnce ??= loadBindings());
  const factory = bindMigrationAwareSqlAdapterFactory(
    new ScratchPg(url) as unknown as SqlMigrationAwareDriverAdapterFactory,
  );
  return SchemaEngine.new({ datamodels: files.map((f) => [f.path, f.content]) }, () => undefined, factory);
}

interface EngineBindings {
  SchemaEngine: {
    new: (
      options: unknown,
      log: () => void,
      factory: unknown,
    ) => Promise<{ diff(params: unknown): Promise<{ stdout?: string }> }>;
  };
}

/** Once: the bindings keep views of one WebAssembly memory, so a second instance would read the first one's. */
let bindingsOnce: Promise<EngineBindings> | undefined;

async function loadBindings(): Promise<EngineBindings> {
  const require = createRequire(import.meta.url);
  const directory = path.dirname(require.resolve("@prisma/schema-engine-wasm"));
  const bindings = await import(path.join(directory, "schema_engine_bg.js"));
  const wasm = await WebAssembly.instantiate(await readFile(path.join(directory, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": bindings,
  });
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`${message}\n`) },
  });
  bindings.__wbg_set_wasm(wasm.instance.exports);
  (wasm.instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  return bindings as EngineBindings;
}
