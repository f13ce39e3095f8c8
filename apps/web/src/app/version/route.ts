import manifest from "../../../../../package.json";

export const GET = () => new Response(manifest.version);
