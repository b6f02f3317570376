import type { DeclaredRoute, Route } from "@/lib/http/define-route";
import type { RouteGroup } from "@/lib/http/open-api/describe-api";
import * as login from "../auth/login/route";
import * as logout from "../auth/logout/route";
import * as me from "../auth/me/route";
import * as register from "../auth/register/route";
import * as collaborators from "../files/[id]/collaborators/route";
import * as createInvite from "../files/[id]/invite/route";
import * as file from "../files/[id]/route";
import * as files from "../files/route";
import * as live from "../health/live/route";
import * as ready from "../health/ready/route";
import * as acceptInvite from "../invites/[token]/accept/route";
import * as previewInvite from "../invites/[token]/route";

type RouteFile = Pick<Route, "OPTIONS">;
const declared = (...files: RouteFile[]): DeclaredRoute[] => files.map(({ OPTIONS }) => OPTIONS.declared);

/** Every route of the API, in the order in which they are shown; `own` is that of the description. */
export const routeGroups = (own: RouteFile): RouteGroup[] => [
  { tag: "Accounts", about: "Who one is.", routes: declared(register, login, me, logout) },
  { tag: "Files", about: "Files and their text.", routes: declared(files, file) },
  {
    tag: "Sharing",
    about: "Who else may: by invite links, with a role.",
    routes: declared(createInvite, previewInvite, acceptInvite, collaborators),
  },
  { tag: "Operations", about: "For load balancers and tools.", routes: declared(live, ready, own) },
];
