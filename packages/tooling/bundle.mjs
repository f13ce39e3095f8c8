/** esbuild settings for every Node program of ours: workspace packages are bundled, everything from npm stays outside. */
export const bundleOurs = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "linked",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  logLevel: "warning",
  plugins: [
    {
      name: "bundle-ours",
      setup({ onResolve }) {
        onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === "entry-point" || path.startsWith("@pipepilot/") || path.startsWith("/")
            ? undefined
            : { path, external: true },
        );
      },
    },
  ],
};
