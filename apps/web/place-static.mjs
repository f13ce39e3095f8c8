// The standalone server expects its static files beside it; Next leaves them where they were built.
import { cpSync, existsSync } from "node:fs";
import path from "node:path";

const web = import.meta.dirname;
const standalone = path.join(web, ".next/standalone/apps/web");
cpSync(path.join(web, ".next/static"), path.join(standalone, ".next/static"), { recursive: true });
if (existsSync(path.join(web, "public")))
  cpSync(path.join(web, "public"), path.join(standalone, "public"), { recursive: true });
