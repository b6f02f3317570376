import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { pathWithNext } from "@/components/auth/own-path";
import { previewText } from "@/components/editor/editor-file";
import { FileEditor } from "@/components/editor/file-editor";
import { currentPrincipal } from "@/lib/auth/current-principal";
import type { Principal } from "@/lib/auth/ports";
import { getContainer } from "@/lib/container";
import { ID_MAX } from "@/lib/contracts/limits";
import type { FileWithRole } from "@/lib/files/ports";

interface FilePageProps {
  params: Promise<{ fileId: string }>;
}

export async function generateMetadata({ params }: FilePageProps): Promise<Metadata> {
  const { file } = await openFile((await params).fileId);
  return { title: file.name };
}

/** The editor. The bar and the first lines come with the answer; the text itself comes with the live connection. */
export default async function FilePage({ params }: FilePageProps) {
  const { file, me } = await openFile((await params).fileId);
  const { engine, env, users } = getContainer();
  const [{ text }, owner] = await Promise.all([engine.readText(file.id), users.findById(file.ownerId)]);
  const { id, name, language, role } = file;
  return (
    <FileEditor
      // Another file is another editor: nothing of one may be left in the other.
      key={id}
      file={{
        id,
        name,
        language,
        role,
        ownerName: owner?.username ?? "its owner",
        maxBytes: env.maxFileBytes,
        preview: previewText(text),
      }}
      me={{ id: me.userId, username: me.username, email: me.email }}
    />
  );
}

/** Once per request. Who is not signed in goes to do so; no such file and no member look the same. */
const openFile = cache(async (fileId: string): Promise<{ file: FileWithRole; me: Principal }> => {
  const me = await currentPrincipal();
  if (me === null) redirect(pathWithNext("/login", `/files/${fileId}`));
  const id = readId(fileId);
  const file = id === null ? null : await getContainer().files.findForUser(id, me.userId);
  return file === null ? notFound() : { file, me };
});

/** Null: no number, or larger than any id. */
function readId(segment: string): number | null {
  const id = /^\d+$/.test(segment) ? Number(segment) : Number.NaN;
  return id >= 1 && id <= ID_MAX ? id : null;
}
