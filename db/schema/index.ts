export { authSessions, users } from "./accounts";
export { codeFiles, fileMembers, formerMembers } from "./files";
export { fileAnalyses, findings } from "./findings";
export { fileClients, fileHeads, fileSnapshots, fileUpdates, fileVersions } from "./log";
export { editingSessions } from "./presence";
export { invites } from "./sharing";
