// Prisma's command line loads its studio and its development server when it starts; to generate, it calls neither. They are
// not installed, so that who starts the product waits for 78 packages less (docs/decisions/047).
const Module = require("node:module");

const load = Module._load;
Module._load = (name, ...rest) => (/^@prisma\/(dev|studio-core)\//.test(name) ? {} : load(name, ...rest));

// What is generated needs no engine, and none is downloaded.
process.env.PRISMA_SCHEMA_ENGINE_BINARY = "/bin/true";
process.argv.push("generate", "--config", require.resolve("../../prisma/prisma.config.ts"));
require("prisma/build/index.js");
