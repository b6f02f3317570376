import type { ChannelMember, FileChannel } from "@/lib/collab/channel";

/** The file channel of one process: what is published reaches the members that entered here. */
export function createFileChannel(): FileChannel {
  const files = new Map<number, Set<ChannelMember>>();
  return {
    enter(fileId, member) {
      const members = files.get(fileId) ?? new Set();
      files.set(fileId, members.add(member));
      return () => {
        members.delete(member);
        if (members.size === 0 && files.get(fileId) === members) files.delete(fileId);
      };
    },
    publish(fileId, message, except) {
      for (const member of files.get(fileId) ?? []) {
        if (!except.has(member)) member.deliver(message);
      }
    },
  };
}
