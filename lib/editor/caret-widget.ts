import type { FlagPlace } from "./flag-place";
import type { CodeEditor, ContentWidget, IDisposable, IPosition } from "./monaco-types";
import { personClass, type RemotePerson } from "./remote-people";

/** How long a name flag stays open after its caret moved (token --dur-flag). */
const FLAG_OPEN_MS = 2_400;
/** Farther than this and a caret does not glide. */
const GLIDE_LINES_MAX = 3;
/** `monaco.editor.ContentWidgetPositionPreference.EXACT` */
const EXACT = 0;
const CARET_SIZE = { width: 0, height: 20 };
const FLAG_PLACES: readonly FlagPlace[] = ["side", "above", "below", "cap"];

export interface CaretWidget extends IDisposable {
  readonly position: IPosition;
  readonly flagOpen: boolean;
  /** The caret was moved by its person: it glides when that is near, and its flag opens. */
  move(to: IPosition): void;
  /** The text was changed around it. */
  follow(to: IPosition): void;
  /** Its person is called something else: the flag says so, and opens. */
  rename(name: string): void;
  openFlag(): void;
  placeFlag(place: FlagPlace): void;
  /** px */
  flagWidth(): number;
}

/** Another person's caret with its name, at a place in the text. `closed` hears that the flag has closed. */
export function createCaretWidget(
  editor: CodeEditor,
  person: RemotePerson,
  at: IPosition,
  closed: () => void,
): CaretWidget {
  const { root, flag } = buildCaret(person);
  let position = at;
  let width = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const widget: ContentWidget = {
    getId: () => `remote-caret-${person.clientId}`,
    getDomNode: () => root,
    getPosition: () => ({ position, preference: [EXACT] }),
    beforeRender: () => CARET_SIZE, // else Monaco measures, after each move
  };
  const put = (to: IPosition, glide: boolean) => {
    if (to.lineNumber === position.lineNumber && to.column === position.column) return;
    root.classList.toggle("is-gliding", glide);
    position = to;
    editor.layoutContentWidget(widget);
  };
  const closeFlag = () => {
    timer = undefined;
    root.classList.remove("is-open");
    closed();
  };
  const openFlag = () => {
    clearTimeout(timer);
    timer = setTimeout(closeFlag, FLAG_OPEN_MS);
    root.classList.add("is-open");
  };
  editor.addContentWidget(widget);
  return {
    get position() {
      return position;
    },
    get flagOpen() {
      return timer !== undefined;
    },
    move(to) {
      put(to, Math.abs(to.lineNumber - position.lineNumber) <= GLIDE_LINES_MAX);
      openFlag();
    },
    follow: (to) => put(to, false),
    rename(name) {
      if (flag.textContent === name) return;
      flag.textContent = name;
      width = 0;
      openFlag();
    },
    openFlag,
    placeFlag(place) {
      for (const other of FLAG_PLACES) root.classList.toggle(`flag-${other}`, other === place);
    },
    flagWidth() {
      if (width === 0) width = flag.offsetWidth;
      return width;
    },
    dispose() {
      clearTimeout(timer);
      editor.removeContentWidget(widget);
    },
  };
}

/** Decoration only: caret moves are not announced, and who is here stands in the region People. */
function buildCaret({ name, slot }: RemotePerson): { root: HTMLElement; flag: HTMLElement } {
  const root = document.createElement("div");
  root.className = `remote-caret ${personClass(slot)}`;
  root.setAttribute("aria-hidden", "true");
  const flag = document.createElement("span");
  flag.className = "remote-flag";
  flag.textContent = name;
  root.append(flag);
  return { root, flag };
}
