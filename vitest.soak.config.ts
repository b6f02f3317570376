import { defineConfig } from "vitest/config";
import base from "./vitest.config";

/** Tests that take longer than a minute: `npm run test:soak`. */
export default defineConfig({ ...base, test: { ...base.test, include: ["**/*.soak.ts"] } });
