import type { CodeRunStore } from "@/lib/assistant/code-runs/ports";
import type { FindingStore } from "@/lib/assistant/findings/ports";
import type { RunRepository } from "@/lib/assistant/runs/ports";
import type { SessionRepository, UserRepository } from "@/lib/auth/ports";
import type { DocumentLog } from "@/lib/collab/document-log";
import type { EditingSessionRepository, FileRepository } from "@/lib/files/ports";
import type { VersionRepository } from "@/lib/history/ports";
import type { InviteRepository, MemberRepository } from "@/lib/sharing/ports";
import type { Database } from "../database";
import { guarded } from "../errors";
import { createRunRepository } from "./assist-runs";
import { createCodeRunRepository } from "./code-runs";
import { createDocumentLog } from "./document-log";
import { createEditingSessionRepository } from "./editing-sessions";
import { createFileRepository } from "./files";
import { createFindingRepository } from "./findings";
import { createInviteRepository } from "./invites";
import { createMemberRepository } from "./members";
import { createSessionRepository } from "./sessions";
import { createUserRepository } from "./users";
import { createVersionRepository } from "./versions";

export interface Repositories {
  log: DocumentLog;
  users: UserRepository;
  sessions: SessionRepository;
  files: FileRepository;
  editingSessions: EditingSessionRepository;
  members: MemberRepository;
  invites: InviteRepository;
  findings: FindingStore;
  runs: RunRepository;
  codeRuns: CodeRunStore;
  versions: VersionRepository;
}

/** Every port on one open database. All of them say `unavailable` when it is away. */
export function createRepositories(database: Database): Repositories {
  return {
    log: guarded(database, createDocumentLog(database)),
    users: guarded(database, createUserRepository(database)),
    sessions: guarded(database, createSessionRepository(database)),
    files: guarded(database, createFileRepository(database)),
    editingSessions: guarded(database, createEditingSessionRepository(database)),
    members: guarded(database, createMemberRepository(database)),
    invites: guarded(database, createInviteRepository(database)),
    findings: guarded(database, createFindingRepository(database)),
    runs: guarded(database, createRunRepository(database)),
    codeRuns: guarded(database, createCodeRunRepository(database)),
    versions: guarded(database, createVersionRepository(database)),
  };
}
