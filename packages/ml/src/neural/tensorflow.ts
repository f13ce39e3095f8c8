import type * as Core from "@tensorflow/tfjs-core";
import type * as Layers from "@tensorflow/tfjs-layers";

/** TF.js, loaded, with the backend it computes on. */
export interface TensorFlow {
  readonly core: typeof Core;
  readonly layers: typeof Layers;
  /** "tensorflow" (tfjs-node), "wasm" or "cpu". */
  readonly backend: string;
}

export type LoadTensorFlow = () => Promise<TensorFlow>;

/** TF.js in plain JavaScript; loaded on the first call only, so that other families never pay for it. */
export const loadTensorFlowCpu: LoadTensorFlow = async () => {
  const { core, layers } = await importTensorFlow();
  await import("@tensorflow/tfjs-backend-cpu");
  return useBackend({ core, layers }, "cpu");
};

export async function importTensorFlow(): Promise<Pick<TensorFlow, "core" | "layers">> {
  const [core, layers] = await Promise.all([
    import("@tensorflow/tfjs-core"),
    import("@tensorflow/tfjs-layers"),
  ]);
  return { core, layers };
}

/** Makes TF.js compute on a registered backend. Throws when that backend does not start. */
export async function useBackend(
  { core, layers }: Pick<TensorFlow, "core" | "layers">,
  backend: string,
): Promise<TensorFlow> {
  // Skips TF.js's checks of every value, and its advice on the console.
  core.enableProdMode();
  if (!(await core.setBackend(backend))) throw new Error(`The TF.js backend "${backend}" does not start.`);
  await core.ready();
  return { core, layers, backend };
}
