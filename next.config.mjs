/** On every answer, API and assets too. The Content-Security-Policy is made for each page, in proxy.ts. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];

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
    "@node-rs/argon2",
  ],
  poweredByHeader: false,
  agentRules: false,
  reactStrictMode: true,
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

export default config;
