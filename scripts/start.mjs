import "./lib/require-node.mjs";

// Imported late: an old Node.js could not even read it.
import("./lib/launch.mjs").then((module) => module.launch({ dev: process.argv.includes("--dev") }));
