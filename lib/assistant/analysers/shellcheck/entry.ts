import { serveAnalysers } from "@/lib/assistant/analysers/child-main";
import { shellcheckAt } from "@/lib/assistant/analysers/shellcheck/shellcheck";

/** The child process that asks ShellCheck, which is a program of its own; its place is our argument. */
const [program = "shellcheck"] = process.argv.slice(2);
await serveAnalysers([shellcheckAt(program)], []);
