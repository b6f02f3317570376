import { placesIn } from "@/lib/assistant/analysers/places";
import { problemAt } from "@/lib/assistant/analysers/wasm/problem-of";
import type { Problem } from "@/lib/assistant/problem";
import { isOneSlipAway } from "@/lib/assistant/rules/misspelt";

/** Attributes of HTML that are one slip away from one there is: browsers pass over them without a word. */

const KNOWN = new Set(
  `accept accept-charset accesskey action allow allowfullscreen alt async autocapitalize autocomplete autofocus autoplay
  charset checked cite class color cols colspan content contenteditable controls coords crossorigin data datetime default
  defer dir dirname disabled download draggable enctype enterkeyhint fetchpriority for form formaction formenctype
  formmethod formnovalidate formtarget headers height hidden high href hreflang id imagesizes imagesrcset inert inputmode
  integrity is ismap itemid itemprop itemref itemscope itemtype kind label lang list loading loop low maxlength media
  method min minlength multiple muted name nomodule nonce novalidate open optimum part pattern ping placeholder
  playsinline popover poster preload readonly referrerpolicy rel required reversed role rows rowspan sandbox scope
  selected shape size sizes slot span spellcheck src srcdoc srclang srcset start step style tabindex target title
  translate type usemap value width wrap xmlns align bgcolor border cellpadding cellspacing valign face frameborder
  marginwidth marginheight scrolling background link alink vlink text clear noshade nowrap abbr axis char compact
  language onclick onchange onsubmit oninput onload onerror onkeydown onkeyup onfocus onblur onmouseover onmouseout`
    .trim()
    .split(/\s+/),
);
const LENGTH_MIN = 4;
/** An element's start, its attributes' values between quotes. */
const TAG = /<([a-z][a-z0-9]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)+)\s*\/?>/gi;
const ATTRIBUTE = /(\s)([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?/g;
const NOT_HTML = /<!--[\s\S]*?(?:-->|$)|(<(script|style|svg|math|textarea)\b[^>]*>)[\s\S]*?<\/\2\s*>/gi;

/** Those of all elements, each with the fix; comments, scripts and styles are left out. */
export function misspeltAttributes(text: string): Problem[] {
  const places = placesIn(text);
  const html = text.replace(
    NOT_HTML,
    (all, start: string = "") => start + " ".repeat(all.length - start.length),
  );
  return [...html.matchAll(TAG)].flatMap((tag) => {
    const begin = tag.index + 1 + (tag[1]?.length ?? 0);
    return [...(tag[2] ?? "").matchAll(ATTRIBUTE)].flatMap(({ index, 2: name = "" }) => {
      const meant = meantBy(name.toLowerCase());
      const at = begin + index + 1;
      if (meant === undefined) return [];
      const message = `There is no attribute \`${name}\`; did you mean \`${meant}\`?`;
      const found = problemAt(
        "tandem",
        "misspelt-attribute",
        "bug",
        "warning",
        message,
        places,
        at,
        at + name.length,
      );
      const edit = { start: found.start, end: found.end, text: meant };
      return [{ ...found, fix: { title: `Change to \`${meant}\``, edits: [edit] } }];
    });
  });
}

function meantBy(name: string): string | undefined {
  if (name.length < LENGTH_MIN || KNOWN.has(name) || !/^[a-z]+$/.test(name)) return undefined;
  const near = [...KNOWN].filter((known) => known.length >= LENGTH_MIN && isOneSlipAway(name, known));
  return near.length === 1 ? near[0] : undefined;
}
