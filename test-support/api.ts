import { tokenSchema } from "@/lib/contracts/auth";
import { type FileView, fileSchema } from "@/lib/contracts/files";
import { acceptedInviteSchema, inviteSchema } from "@/lib/contracts/sharing";

export interface Account {
  email: string;
  username: string;
  password: string;
  token: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** One REST call; `body` as JSON. */
export async function call(
  url: string,
  method: string,
  path: string,
  options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    redirect: "manual",
    headers: {
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== "" ? JSON.parse(text) : text,
  };
}

let made = 0;

/** Registers and signs in a new account; the name is made unique. */
export async function createAccount(url: string, name = "person"): Promise<Account> {
  made += 1;
  const username = `${name}-${process.pid % 1000}-${made}`;
  const account = { email: `${username}@example.com`, username, password: `correct horse ${username}` };
  const registered = await call(url, "POST", "/auth/register", { body: account });
  if (registered.status !== 201) throw new Error(`register answered ${JSON.stringify(registered.body)}`);
  const login = await call(url, "POST", "/auth/login", {
    body: { email: account.email, password: account.password },
  });
  return { ...account, token: tokenSchema.parse(login.body).access_token };
}

export async function createFile(url: string, token: string, name: string, content = ""): Promise<FileView> {
  const answer = await call(url, "POST", "/files", { token, body: { name, content } });
  return fileSchema.parse(answer.body);
}

export async function getFile(url: string, token: string, fileId: number): Promise<FileView> {
  return fileSchema.parse((await call(url, "GET", `/files/${fileId}`, { token })).body);
}

/** Lets `guest` join the file by a link of its owner. */
export async function invite(
  url: string,
  ownerToken: string,
  fileId: number,
  guestToken: string,
  role: "collaborator" | "viewer" = "collaborator",
): Promise<void> {
  const made = await call(url, "POST", `/files/${fileId}/invite`, { token: ownerToken, body: { role } });
  const { token } = inviteSchema.parse(made.body);
  const joined = await call(url, "POST", `/invites/${token}/accept`, { token: guestToken });
  acceptedInviteSchema.parse(joined.body);
}
