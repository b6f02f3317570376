import { serveAnalysers } from "@/lib/assistant/analysers/child-main";
import { clangIn } from "@/lib/assistant/analysers/clang/clang";

/** The child process that compiles C and C++ with clang, as far as its warnings go; where clang is kept is our argument. */
const [folder = "."] = process.argv.slice(2);
await serveAnalysers(
  [clangIn(folder)],
  [{ language: "cpp", name: "warm.cpp", text: "#include <vector>\nint main() { return 0; }\n" }],
);
