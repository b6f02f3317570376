import { existsSync } from "node:fs";
import path from "node:path";

/**
 * The file of a program: in the first folder of PATH, or of the others given, that has it.
 * @param {string} name
 * @param {readonly string[]} others where PATH may not lead
 * @returns {string | undefined}
 */
export const findProgram = (name, others) =>
  [...(process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== ""), ...others]
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
