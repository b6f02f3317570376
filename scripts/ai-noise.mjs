import "./lib/require-node.mjs";

// Imported late: an old Node.js could not even read it.
import("./lib/evaluation.mjs").then((module) => module.runNoise(process.argv.slice(2)));
