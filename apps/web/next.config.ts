import path from "node:path";
import type { NextConfig } from "next";

const root = path.resolve(import.meta.dirname, "../..");

/** Next writes inline scripts into its pages; everything else comes from here, and nothing frames or is framed. */
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'${process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const config: NextConfig = {
  output: "standalone",
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  outputFileTracingRoot: root,
  // Tracing finds the binding's JavaScript but not the library it opens at run time.
  // The guide is read from its files.
  outputFileTracingIncludes: {
    "/**": ["../../node_modules/@duckdb/node-bindings-*/**", "../../docs/guide/*.md"],
  },
  turbopack: { root },
  // Who installs the product builds once: a cache for the next time would cost a quarter more. The server's code goes nowhere:
  // without minifying and maps it is built in a third less time, and its stack traces are legible as they are.
  experimental: {
    turbopackFileSystemCacheForBuild: false,
    turbopackSourceMaps: false,
    turbopackInputSourceMaps: false,
    serverMinification: false,
  },
  transpilePackages: [
    "@pipepilot/db",
    "@pipepilot/domain",
    "@pipepilot/ml",
    "@pipepilot/pipeline",
    "@pipepilot/storage",
    "@pipepilot/ui",
  ],
  // Native bindings and what locates files beside itself stay outside the bundle, and so does what is large: each page's part
  // would have a copy of its own, half of all that is built.
  serverExternalPackages: [
    "@duckdb/node-api",
    "@duckdb/node-bindings",
    "@node-rs/argon2",
    "@tensorflow/tfjs-core",
    "@tensorflow/tfjs-layers",
    "@tensorflow/tfjs-backend-cpu",
    "@tensorflow/tfjs-backend-wasm",
    "zod",
    "@prisma/client",
    "@prisma/adapter-pg",
    "pg",
    "@aws-sdk/client-s3",
    "@aws-sdk/lib-storage",
  ],
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  devIndicators: false,
  poweredByHeader: false,
  typedRoutes: false,
  // Types and lint have their own command; building twice checks nothing more.
  typescript: { ignoreBuildErrors: true },
  async headers() {
    return [
      {
        // Artifacts that are shown in place bring their own, stricter policy; two would both hold, and this one forbids frames.
        source: "/((?!api/projects/[^/]+/(?:runs|logged-models)/[^/]+/view/).*)",
        headers: [
          { key: "Content-Security-Policy", value: contentSecurityPolicy },
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "X-Frame-Options", value: "DENY" },
          { key: "Referrer-Policy", value: "same-origin" },
        ],
      },
    ];
  },
};

export default config;
