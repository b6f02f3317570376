// Read by every Node.js that knows modules, however old: only old syntax here, and no import.
var WANTED_MAJOR = 20;
var WANTED_MINOR = 20;
var version = process.versions.node.split(".").map(Number);
var major = version[0] || 0;
var minor = version[1] || 0;

if (major < WANTED_MAJOR || (major === WANTED_MAJOR && minor < WANTED_MINOR)) {
  process.stderr.write(
    `Tandem needs Node.js 20.20 or newer (22 recommended); this is ${process.versions.node}\n`,
  );
  process.exit(1);
}
