import path from "node:path";
import tseslint from "typescript-eslint";
import reactHooks from "eslint-plugin-react-hooks";

const root = path.resolve(import.meta.dirname, "../..");

/**
 * The import directions of ARCHITECTURE.md. Each room lists what it may import of ours;
 * everything else of ours is an error. Nothing points up, apps never import each other.
 */
const mayImport = {
  "packages/ui": [],
  "packages/ml": [],
  "packages/storage": [],
  "packages/db": [],
  "packages/embedded-inngest": [],
  "packages/domain": ["db", "storage"],
  "packages/pipeline": ["ml"],
  "packages/pipeline/src/functions": ["ml", "domain"],
  "packages/cli": ["db"],
  "packages/sdk": [],
  "apps/web": ["domain", "ui", "ml", "pipeline"],
  "apps/worker": ["pipeline", "domain", "embedded-inngest"],
  "apps/inference": ["ml", "domain", "storage"],
  "apps/tracking": ["domain"],
};

/** Composition roots and tests open the database and the store; only they, listed by path. */
const mayAlsoImport = {
  "apps/web/src/server/database.ts": ["db", "storage"],
  "apps/worker/src/services.ts": ["db", "storage"],
  "apps/inference/src/server.ts": ["db", "storage"],
  "apps/tracking/src/server.ts": ["db", "storage"],
};

const rooms = [
  "ui",
  "ml",
  "storage",
  "db",
  "embedded-inngest",
  "sdk",
  "domain",
  "pipeline",
  "web",
  "worker",
  "inference",
  "tracking",
];

function onlyImports(allowed) {
  const forbidden = rooms.filter((room) => !allowed.includes(room));
  return [
    "error",
    {
      patterns: [
        {
          group: forbidden.flatMap((room) => [`@pipepilot/${room}`, `@pipepilot/${room}/*`]),
          message: `This room may import only: ${allowed.join(", ") || "nothing of ours"} (ARCHITECTURE.md).`,
        },
        {
          group: ["**/generated/prisma", "**/generated/prisma/**"],
          message: "Only packages/db imports Prisma's client.",
        },
      ],
    },
  ];
}

const sources = (room) => [`${room}/**/*.ts`, `${room}/**/*.tsx`];
const tests = [
  "**/*.test.ts",
  "**/*.test.tsx",
  "**/test/**",
  "**/bench/**",
  "**/testing.ts",
  "**/*.testsuite.ts",
];

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/**",
      "**/generated/**",
      "**/.next*/**",
      "**/dist*/**",
      "**/.turbo/**",
      ".pipepilot/**",
      ".mlflow-venv/**",
      "**/*.d.ts",
      "packages/ml/kernels/*.ts",
    ],
  },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ["**/*.ts", "**/*.tsx"] })),
  {
    files: ["packages/*/src/**/*.ts", "packages/*/src/**/*.tsx", "apps/*/src/**/*.ts", "apps/*/src/**/*.tsx"],
    languageOptions: {
      parserOptions: { project: "./tsconfig.json", tsconfigRootDir: root },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.object.name='AbortSignal'][callee.property.name='any'] CallExpression[callee.object.name='AbortSignal'][callee.property.name='timeout']",
          message:
            "In Node 20 such a timeout is collected as garbage and never fires: abort an AbortController by a timer.",
        },
      ],
      "max-lines": ["error", { max: 320, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    files: ["packages/ui/**/*.tsx", "apps/web/**/*.tsx"],
    plugins: { "react-hooks": reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ["packages/ml/src/**/*.ts"],
    ignores: tests,
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random" },
        { object: "Date", property: "now" },
      ],
      "no-restricted-globals": ["error", "process", "fetch", "performance"],
    },
  },
  ...Object.entries(mayImport).map(([room, allowed]) => ({
    files: sources(room),
    ignores: tests,
    rules: { "no-restricted-imports": onlyImports(allowed) },
  })),
  {
    files: ["packages/db/src/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: rooms.flatMap((room) => [`@pipepilot/${room}`, `@pipepilot/${room}/*`]) },
      ],
    },
  },
  ...Object.entries(mayAlsoImport).map(([file, extra]) => {
    const room = Object.keys(mayImport)
      .filter((name) => file.startsWith(`${name}/`))
      .sort((a, b) => b.length - a.length)[0];
    return { files: [file], rules: { "no-restricted-imports": onlyImports([...mayImport[room], ...extra]) } };
  }),
);
