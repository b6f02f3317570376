import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  agentRules: false,
  // The repository's root, whose node_modules it uses.
  turbopack: { root: fileURLToPath(new URL("../..", import.meta.url)) },
};
