import type { BuildOptions } from "esbuild";

/** esbuild settings for every Node program of ours: workspace packages are bundled, everything from npm stays outside. */
export const bundleOurs: BuildOptions;
