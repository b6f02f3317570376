import "./lib/require-node.mjs";

// Imported late: an old Node.js could not even read it.
import("./lib/prepare.mjs").then((module) => module.buildNow());
