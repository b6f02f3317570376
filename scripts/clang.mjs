import "./lib/require-node.mjs";

// Imported late: an old Node.js could not even read it.
import("./lib/clang.mjs").then((module) => module.installNow());
