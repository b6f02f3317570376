/**
 * Which door opens which way (ARCHITECTURE.md), as a table. A rule looks at the production sources `in` some places,
 * save those `except`, and forbids either imports of `noImport` or text that matches `noText`.
 *
 * A place or an import ending in `/` is a folder or a package with all its parts, `*` stands for one name or a part of
 * one, anything else is exactly itself. Imports of our own are written as paths from the root, without extension, Node's
 * with `node:`. A type-only import counts like any other.
 *
 * @typedef {{ name: string, why: string, in: string[], except?: string[], noImport?: string[], noText?: RegExp }} Rule
 */

const PAGES = ["app/", "components/"];
const TRANSPORTS = ["lib/realtime/", "lib/http/", "lib/browser/", "lib/editor/"];
const USE_CASES = [
  "lib/files/",
  "lib/sharing/",
  "lib/auth/",
  "lib/collab/",
  "lib/history/",
  "lib/assistant/",
];
const BROWSER_CODE = ["components/", "lib/browser/", "lib/editor/"];
const EVERYWHERE = ["*/"];
const NEXT = ["next/", "next-auth/"];

/** @type {Rule[]} */
export const RULES = [
  {
    name: "foundations-import-nothing-above",
    why: "Contracts, policy and errors stand below everything else: they import only each other (and zod).",
    in: ["lib/contracts/", "lib/access/", "lib/errors"],
    noImport: [
      ...PAGES,
      ...TRANSPORTS,
      ...USE_CASES,
      "db/",
      "lib/container",
      "lib/create-container",
      "lib/env",
      "lib/logger",
      "yjs/",
      "react/",
      ...NEXT,
    ],
  },
  {
    name: "use-cases-know-no-transport",
    why: "A use case is called by pages and transports and never calls up: hand it what it needs as a port.",
    in: USE_CASES,
    // Signing in by cookie is next-auth's, which is itself a transport.
    except: ["lib/auth/next-auth-options", "lib/auth/current-principal"],
    noImport: [...PAGES, ...TRANSPORTS, "lib/container", "lib/create-container", "server"],
  },
  {
    name: "collab-knows-only-yjs",
    why: "lib/collab knows Yjs, and no Socket.IO, Next, React or database: it runs the same in tests, servers and browsers.",
    in: ["lib/collab/"],
    noImport: ["socket.io/", "socket.io-client/", "ws/", ...NEXT, "react/", "react-dom/", "monaco-editor/"],
  },
  {
    name: "database-only-through-the-container",
    why: "db/ implements ports; only lib/create-container.ts knows which implementation is used. Pages and use cases ask the container.",
    in: EVERYWHERE,
    // The administrator's commands work on the database itself, without a server.
    except: ["db/", "lib/create-container", "admin"],
    noImport: ["db/"],
  },
  {
    name: "database-knows-no-caller",
    why: "db/ implements ports of the use cases and knows nothing of who calls.",
    in: ["db/"],
    noImport: [...PAGES, ...TRANSPORTS, "lib/container", "lib/create-container", "server"],
  },
  {
    name: "sql-only-in-db",
    why: "All SQL lives under db/.",
    in: EVERYWHERE,
    except: ["db/", "drizzle.config"],
    noImport: ["drizzle-orm/", "drizzle-kit/", "postgres/", "@electric-sql/pglite/"],
  },
  {
    name: "sockets-only-in-realtime",
    why: "Only lib/realtime/ knows how bytes reach other people.",
    in: EVERYWHERE,
    except: ["lib/realtime/"],
    noImport: ["socket.io/", "ws/", "@socket.io/redis-adapter/"],
  },
  {
    name: "redis-only-in-its-room",
    why: "Redis may be away at any time: lib/redis/ knows what to do then.",
    in: EVERYWHERE,
    except: ["lib/redis/"],
    noImport: ["ioredis/"],
  },
  {
    name: "model-client-only-behind-its-port",
    why: "Only lib/assistant/model/openai-model.ts knows the client library; everything else sees a LanguageModel.",
    in: EVERYWHERE,
    except: ["lib/assistant/model/openai-model"],
    noImport: ["openai/"],
  },
  {
    name: "client-socket-only-in-browser",
    why: "Only lib/browser/ opens the browser's socket.",
    in: EVERYWHERE,
    except: ["lib/browser/"],
    noImport: ["socket.io-client/"],
  },
  {
    name: "analysers-run-in-children",
    why: "Analysers read hostile texts and take long: only the child processes load them (an entry.ts is one).",
    in: EVERYWHERE,
    except: ["lib/assistant/analysers/*/"],
    noImport: ["lib/assistant/analysers/*/*/", "lib/assistant/analysers/child-main"],
  },
  {
    name: "next-only-at-the-edge",
    why: "Next and next-auth stay in pages, lib/http, lib/auth and the boot: nothing else may depend on the framework.",
    in: EVERYWHERE,
    except: [...PAGES, "lib/http/", "lib/auth/", "server", "proxy", "next.config", "instrumentation"],
    noImport: NEXT,
  },
  {
    name: "boot-is-for-the-boot",
    why: "lib/create-container.ts is called once, by server.ts; everything else asks lib/container.ts.",
    in: EVERYWHERE,
    except: ["server"],
    noImport: ["lib/create-container"],
  },
  {
    name: "browser-code-has-no-server-in-it",
    why: "What runs in the browser must not pull the server into its bundle.",
    in: BROWSER_CODE,
    noImport: [
      "node:*/",
      "lib/env",
      "lib/logger",
      "lib/container",
      "lib/create-container",
      "lib/realtime/",
      "lib/http/",
    ],
  },
  {
    name: "primitives-only-draw",
    why: "components/ui/ draws: no socket, no Yjs, no editor, no API client.",
    in: ["components/ui/"],
    noImport: [
      "yjs/",
      "y-protocols/",
      "socket.io-client/",
      "monaco-editor/",
      "next-auth/",
      "lib/browser/",
      "lib/editor/",
      "lib/collab/",
    ],
  },
  {
    name: "primitives-do-not-fetch",
    why: "components/ui/ draws what it is given: whoever uses it fetches.",
    in: ["components/ui/"],
    noText: /\bfetch\(/,
  },
  {
    name: "tests-stay-out",
    why: "Nothing that runs in production imports what only tests, tools or measurements need.",
    in: EVERYWHERE,
    except: ["*.config"],
    noImport: [
      "test-support/",
      "e2e/",
      "scripts/",
      "bench/",
      "vitest/",
      "playwright/",
      "*/testing",
      "*/*/testing",
      "*/*/*.contract",
    ],
  },
  {
    name: "environment-only-in-env",
    why: "Configuration is read and checked once, in lib/env.ts.",
    in: EVERYWHERE,
    except: ["lib/env", "*.config"],
    noText: /\bprocess\.env\b/,
  },
  {
    name: "no-console",
    why: "The server logs with lib/logger.ts; the browser tells its user.",
    in: EVERYWHERE,
    noText: /\bconsole\.\w/,
  },
];
