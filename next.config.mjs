/**
 * Not TypeScript: the running server would load the whole compiler to read it.
 * @type {import("next").NextConfig}
 */
const config = {
  // Both slash forms of every API path answer without a redirect.
  skipTrailingSlashRedirect: true,
  // Loaded once per process: a second copy of yjs breaks its constructor checks, the others bring native code or workers.
  serverExternalPackages: [
    "yjs",
    "y-protocols",
    "lib0",
    "@electric-sql/pglite",
    "postgres",
    "pino",
    "ioredis",
    "@node-rs/argon2",
    "fxa-common-password-list",
  ],
  // To everybody the title comes with the page: streamed later, there is a moment without one at each refresh.
  htmlLimitedBots: /.*/,
  // `npm run check` guards the types, by the native compiler: here it would take a quarter of the build.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  agentRules: false,
  reactStrictMode: true,
};

export default config;
