import "./lib/require-node.mjs";

// Imported late: an old Node.js could not even read it.
import("./lib/test-run.mjs").then((module) => module.runTests(process.argv.slice(2)));
