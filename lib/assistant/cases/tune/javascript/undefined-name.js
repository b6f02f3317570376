const fs = require("node:fs");

function readConfig(path) {
  const text = fs.readFileSync(path, "utf8");
  return JSON.parse(text);
}

function merge(defaults, given) {
  const merged = { ...defaults };
  for (const key of Object.keys(given)) {
    if (given[key] !== undefined) {
      merged[key] = givn[key];
    }
  }
  return merged;
}

const config = merge({ port: 8080, host: "localhost" }, readConfig("config.json"));
console.log(config.port);
