import { createRequire } from "node:module";
import path from "node:path";
import util from "node:util";
import { importTensorFlow, loadTensorFlowCpu, useBackend, type TensorFlow } from "../neural/tensorflow";

let loading: Promise<TensorFlow> | null = null;

/**
 * TF.js on the fastest backend this machine has: `@tensorflow/tfjs-node` when it is installed and its native binding
 * loads, else WebAssembly, else plain JavaScript. Loaded once a thread, on the first call.
 */
export function loadTensorFlow(): Promise<TensorFlow> {
  loading ??= firstThatLoads([loadNative, loadWasm]);
  return loading;
}

async function firstThatLoads(attempts: readonly (() => Promise<TensorFlow>)[]): Promise<TensorFlow> {
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch {
      // Not on this machine: the next one is slower but computes the same. The run records which one it was.
    }
  }
  return loadTensorFlowCpu();
}

/** An optional dependency: its install script downloads a binary, which fails without network. */
const NATIVE_PACKAGE = "@tensorflow/tfjs-node";

async function loadNative(): Promise<TensorFlow> {
  const require = createRequire(import.meta.url);
  require.resolve(NATIVE_PACKAGE);
  restoreIsNullOrUndefined();
  await import(NATIVE_PACKAGE);
  return useBackend(await importTensorFlow(), "tensorflow");
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 took away. */
function restoreIsNullOrUndefined(): void {
  const target: { isNullOrUndefined?: (value: unknown) => boolean } = util;
  target.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

export async function loadWasm(): Promise<TensorFlow> {
  const parts = await importTensorFlow();
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(path.dirname(entry) + path.sep);
  return useBackend(parts, "wasm");
}
