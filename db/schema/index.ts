export { authSessions, users } from "./accounts";
export { assistCosts, assistRuns, assistSwitches } from "./assist-runs";
export { codeRuns } from "./code-runs";
export { codeFiles, fileMembers, formerMembers } from "./files";
export { fileAnalyses, findings } from "./findings";
export { fileCheckpoints, fileClients, fileHeads, fileSnapshots, fileUpdates, fileVersions } from "./log";
export { editingSessions } from "./presence";
export { invites } from "./sharing";
