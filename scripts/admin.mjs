import "./lib/require-node.mjs";

// Imported late: an old Node.js could not even read it.
import("./lib/admin.mjs").then((module) => module.runAdmin(process.argv.slice(2)));
