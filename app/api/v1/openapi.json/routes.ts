import type { DeclaredRoute, Route } from "@/lib/http/define-route";
import type { RouteGroup } from "@/lib/http/open-api/describe-api";
import * as login from "../auth/login/route";
import * as logout from "../auth/logout/route";
import * as me from "../auth/me/route";
import * as register from "../auth/register/route";
import * as session from "../auth/sessions/[session_id]/route";
import * as sessions from "../auth/sessions/route";
import * as assist from "../files/[id]/assist/route";
import * as assistant from "../files/[id]/assistant/route";
import * as collaborator from "../files/[id]/collaborators/[user_id]/route";
import * as collaborators from "../files/[id]/collaborators/route";
import * as diagnostics from "../files/[id]/diagnostics/route";
import * as download from "../files/[id]/download/route";
import * as finding from "../files/[id]/findings/[finding_id]/route";
import * as findings from "../files/[id]/findings/route";
import * as createInvite from "../files/[id]/invite/route";
import * as invite from "../files/[id]/invites/[invite_id]/route";
import * as invites from "../files/[id]/invites/route";
import * as file from "../files/[id]/route";
import * as editingSessions from "../files/[id]/sessions/route";
import * as restoreVersion from "../files/[id]/versions/[version_id]/restore/route";
import * as version from "../files/[id]/versions/[version_id]/route";
import * as versions from "../files/[id]/versions/route";
import * as files from "../files/route";
import * as live from "../health/live/route";
import * as ready from "../health/ready/route";
import * as acceptInvite from "../invites/[token]/accept/route";
import * as previewInvite from "../invites/[token]/route";
import * as acceptReceived from "../invites/received/[invite_id]/accept/route";
import * as declineReceived from "../invites/received/[invite_id]/route";
import * as received from "../invites/route";

type RouteFile = Pick<Route, "OPTIONS">;
const declared = (...files: RouteFile[]): DeclaredRoute[] => files.map(({ OPTIONS }) => OPTIONS.declared);

/** Every route of the API, in the order in which they are shown; `own` is that of the description. */
export const routeGroups = (own: RouteFile): RouteGroup[] => [
  { tag: "Accounts", about: "Who one is.", routes: declared(register, login, me, logout, sessions, session) },
  { tag: "Files", about: "Files and their text.", routes: declared(files, file, download, editingSessions) },
  {
    tag: "Sharing",
    about: "Who else may: by invite links, with a role.",
    routes: declared(
      createInvite,
      invites,
      invite,
      previewInvite,
      acceptInvite,
      received,
      acceptReceived,
      declineReceived,
      collaborators,
      collaborator,
    ),
  },
  {
    tag: "History",
    about: "What a file's text was, and making it so again.",
    routes: declared(versions, version, restoreVersion),
  },
  {
    tag: "Assistant",
    about: "What is found in a file's text, its fixes, and the model that explains it.",
    routes: declared(diagnostics, findings, finding, assist, assistant),
  },
  { tag: "Operations", about: "For load balancers and tools.", routes: declared(live, ready, own) },
];
