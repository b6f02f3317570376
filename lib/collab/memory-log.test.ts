import { describeDocumentLog } from "./document-log.contract";
import { createMemoryLog } from "./memory-log";

describeDocumentLog("in memory", async () => {
  const log = createMemoryLog();
  let users = 0;
  return {
    log,
    other: log,
    createUser: async () => {
      users += 1;
      return users;
    },
    createFile: async (ownerId) => log.createFile(ownerId),
    deleteFile: async (fileId) => log.deleteFile(fileId),
    setRole: async (fileId, userId, role) => log.setRole(fileId, userId, role),
    touchMeta: async (fileId) => log.touchMeta(fileId),
    close: async () => undefined,
  };
});
