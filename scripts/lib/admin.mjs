import path from "node:path";
import { ADMIN } from "./build.mjs";
import { endChildren, run } from "./children.mjs";
import { onEndRequested } from "./ending.mjs";
import { ROOT } from "./paths.mjs";
import { fail, prepare } from "./prepare.mjs";

/**
 * `npm run user`, `db:migrate`, `db:export` and `db:import`: runs admin.ts with the configuration that the server has.
 * Also beside a running server, whose build is left as it is.
 * @param {string[]} args the command, then what was written behind it
 */
export async function runAdmin([command = "", ...rest]) {
  onEndRequested(endChildren);
  try {
    await prepare({ withBuild: false, withAdmin: true });
    const args = command.startsWith("db:") ? filesOf(command, rest) : rest;
    const { code } = await run(process.execPath, ["--enable-source-maps", ADMIN, command, ...args]);
    process.exit(code);
  } catch (error) {
    fail(error);
  }
}

/**
 * Files are named from where the command was given, not from the repository's root; an export has a name by itself.
 * @param {string} command
 * @param {string[]} names
 */
function filesOf(command, names) {
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  const given = command === "db:export" && names.length === 0 ? [`tandem-${time}.json.gz`] : names;
  return given.map((name) => path.resolve(process.env.INIT_CWD ?? ROOT, name));
}
