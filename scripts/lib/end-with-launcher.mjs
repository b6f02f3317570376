// Loaded into the server before anything else: when the launcher is gone, however it ended, so is the reason to run.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
