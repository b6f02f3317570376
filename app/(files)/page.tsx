import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pathWithNext } from "@/components/auth/own-path";
import { FilesPage } from "@/components/files/files-page";
import { addressOf, listParams, readQuery } from "@/components/files/query";
import { currentPrincipal } from "@/lib/auth/current-principal";
import { getContainer } from "@/lib/container";
import { listFilesQuerySchema } from "@/lib/contracts/files";
import { listFiles } from "@/lib/files/list-files";
import { presentListedFile } from "@/lib/files/present-file";
import { listReceivedInvites } from "@/lib/sharing/list-invites";

export const metadata: Metadata = { title: "Files" };

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const query = readQuery(await searchParams);
  const principal = await currentPrincipal();
  if (principal === null) redirect(pathWithNext("/login", addressOf(query)));
  const container = getContainer();
  const asked = listFilesQuerySchema.parse(listParams(query));
  const [{ files, nextCursor }, received] = await Promise.all([
    listFiles(container, principal.userId, asked),
    listReceivedInvites(container, principal.userId),
  ]);
  return (
    <FilesPage
      user={{ id: principal.userId, username: principal.username, email: principal.email }}
      invitations={received.items}
      list={{ items: files.map(presentListedFile), next_cursor: nextCursor }}
      query={query}
      readAt={Date.now()}
      maxFileBytes={container.env.maxFileBytes}
    />
  );
}
