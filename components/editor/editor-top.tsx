import { AccountMenu } from "@/components/account-menu";
import { PanelButton } from "@/components/assistant/panel-button";
import { PeopleRegion } from "@/components/people/people-region";
import type { PersonHere } from "@/components/people/read-people";
import { RunButton } from "@/components/run/run-button";
import { can } from "@/lib/access/policy";
import type { EditorAccount } from "./editor-file";
import { TopBar } from "./top-bar";
import type { FileMenu } from "./use-file-menu";
import type { OpenFile } from "./use-open-file";

interface EditorTopProps {
  me: EditorAccount;
  opened: OpenFile;
  menu: FileMenu;
  onGoTo: (person: PersonHere) => void;
  onShare: () => void;
}

/** The bar over the code, with what can be done in a file of this state. */
export function EditorTop({ me, opened, menu, onGoTo, onShare }: EditorTopProps) {
  const { snapshot, name, language, role, ended, live, people, ownSlot, codeRun, panel } = opened;
  return (
    <TopBar
      name={name}
      language={language}
      menu={menu}
      status={snapshot.tooLarge && live ? null : snapshot.status} // the banner says that it is not saved
      people={<PeopleRegion people={people} onGoTo={onGoTo} />}
      runButton={<RunButton codeRun={codeRun} language={language} away={!live || ended} role={role} />}
      panelButton={<PanelButton panel={panel} />}
      onShare={can(role, "people:list") && !ended ? onShare : undefined}
      account={<AccountMenu user={{ ...me, username: snapshot.me?.name ?? me.username }} slot={ownSlot} />}
    />
  );
}
