import { expect, test } from "vitest";
import { routeName } from "./route-name";

test.each([
  ["/api/v1/files", {}, "/api/v1/files"],
  ["/api/v1/files/?q=7", {}, "/api/v1/files"],
  ["/api/v1/files/7", { id: "7" }, "/api/v1/files/{id}"],
  ["/api/v1/files/files/invite/", { id: "files" }, "/api/v1/files/{id}/invite"],
  ["/api/v1/files/7/invites/7", { id: "7", invite_id: "7" }, "/api/v1/files/{id}/invites/{invite_id}"],
  ["/api/v1/files/%F0%9F%98%80", { id: "😀" }, "/api/v1/files/{id}"],
  ["/api/v1/files/%ff", { id: "%ff" }, "/api/v1/files/{id}"],
  ["/api/v1/some/where", { path: ["some", "where"] }, "nowhere"],
])("%s is %s", (path, params, name) => {
  expect(routeName(`http://localhost:8000${path}`, params)).toBe(name);
});
