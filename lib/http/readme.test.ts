import { execFile, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileSchema } from "@/lib/contracts/files";
import { startServer, type TestServer } from "@/test-support/server";

/** What README tells people to type. */

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test.runIf(hasCurl)("the lines under `Use the API` register, log in, make a file and change it", async () => {
  const readme = await readFile("README.md", "utf8");
  const lines = /^## Use the API\n.*?```sh\n(.*?)```/ms.exec(readme)?.[1] ?? "";
  const script = lines.replace("http://localhost:8000", server.url);
  expect(script).not.toBe(lines);
  const { stdout } = await promisify(execFile)("sh", ["-ec", script]);
  const answers = stdout.split(/(?<=\})(?=\{)/).map((text): unknown => JSON.parse(text));
  expect(answers[0]).toMatchObject({ username: "ada" });
  expect(fileSchema.parse(answers.at(-1))).toMatchObject({ name: "hello.py", content: "print(2)\n" });
});
