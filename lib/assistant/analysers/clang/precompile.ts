import { writeFile } from "node:fs/promises";
import path from "node:path";
import { openCompiler } from "@/lib/assistant/analysers/clang/compiler";
import { HEADER, HEADER_TEXT, PRECOMPILE_COMMAND, PRECOMPILED } from "@/lib/assistant/analysers/clang/flags";

/** Run by `npm run analysers:clang` (scripts/clang.mjs): compiles the headers of C++ into the folder that is our argument. */
const [folder = "."] = process.argv.slice(2);
const compile = await openCompiler(folder);
const { said, files } = await compile(PRECOMPILE_COMMAND, { [HEADER]: HEADER_TEXT });
const made = files[PRECOMPILED];
if (!(made instanceof Uint8Array)) throw new Error(`clang did not compile its headers: ${said}`);
await writeFile(path.join(folder, PRECOMPILED), made);
