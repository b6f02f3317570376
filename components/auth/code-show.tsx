import type { ReactNode } from "react";

/** Code that two people edit, drawn beside the sign-in form. Decoration: nothing in it is real. */
export function CodeShow() {
  return (
    <aside className="show" aria-hidden="true">
      <div className="code">
        <Line n={104}>
          {
            "‹k def› ‹f pull›‹o (›client‹o :› httpx‹o .›‹y Client›‹o ,› since‹o :› ‹y str›‹o )› ‹o ->› ‹y list›‹o [›‹y Level›‹o ]:›"
          }
        </Line>
        <Line n={105}>{'    ‹s """Reads every level that changed since the last run."""›'}</Line>
        <Line n={106} person={1} after={<Caret person={1} name="mei-lin" place="side" />}>
          {
            '    reply ‹o =› client‹o .›‹f get›‹o (›‹s "/levels"›‹o ,› params‹o ={›‹s "since"›‹o :› since‹o })›'
          }
        </Line>
        <Line n={107}>{"    reply‹o .›‹f raise_for_status›‹o ()›"}</Line>
        <Line n={108}>{"    ‹k return› ‹o [›"}</Line>
        <Line n={109}>
          {
            '        ‹y Level›‹o (›row‹o [›‹s "sku"›‹o ],› row‹o [›‹s "onHand"›‹o ],› row‹o [›‹s "reserved"›‹o ])›'
          }
        </Line>
        <Line n={110}>{"        ‹k for› row ‹k in› reply‹o .›‹f json›‹o ()›"}</Line>
        <Line n={111}>{"    ‹o ]›"}</Line>
        <Line n={112}>{""}</Line>
        <Line n={113}>{""}</Line>
        <Line n={114}>
          {
            "‹k def› ‹f run_nightly›‹o (›db‹o :› sqlite3‹o .›‹y Connection›‹o ,› since‹o :› ‹y str›‹o )› ‹o ->› ‹k None›‹o :›"
          }
        </Line>
        <Line n={115} person={2} after={<SelectedTimeout />}>
          {"    ‹k with› httpx‹o .›‹y Client›‹o (›base_url‹o =›‹y WAREHOUSE›‹o ,› "}
        </Line>
        <Line n={116}>{"        levels ‹o =› ‹f pull›‹o (›client‹o ,› since‹o )›"}</Line>
        <Line n={117}>{"    unknown‹o :› ‹y list›‹o [›‹y str›‹o ]› ‹o =› ‹o []›"}</Line>
        <Line n={118}>{"    ‹k for› batch ‹k in› ‹f chunks›‹o (›levels‹o ,› ‹m 500›‹o ):›"}</Line>
        <Line n={119}>{"        ‹f apply_batch›‹o (›db‹o ,› batch‹o ,› unknown‹o )›"}</Line>
        <Line n={120}>{"    ‹k if› unknown‹o :›"}</Line>
        <Line n={121}>
          {'        log‹o .›‹f warning›‹o (›‹s "%d unknown SKUs"›‹o ,› ‹f len›‹o (›unknown‹o ))›'}
        </Line>
      </div>
    </aside>
  );
}

interface LineProps {
  n: number;
  /** Who edited it of late: a bar in their colour. */
  person?: number;
  /** Text in which `‹k def›` is `def` in the colour of a keyword (classes `tok-*`). */
  children: string;
  after?: ReactNode;
}

function Line({ n, person, children, after }: LineProps) {
  return (
    <div className={person === undefined ? "l" : `l remote-trail p${person}`}>
      <span className="n">{n}</span>
      <span className="t">
        <Tokens text={children} />
        {after}
      </span>
    </div>
  );
}

function Tokens({ text }: { text: string }) {
  return text.split(/(‹[^›]*›)/).map((part, index) => {
    const token = /^‹(\w) (.*)›$/.exec(part);
    if (token === null) return part;
    return (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
        key={index}
        className={`tok-${token[1]}`}
      >
        {token[2]}
      </span>
    );
  });
}

function SelectedTimeout() {
  return (
    <>
      <mark className="remote-selection p2">
        <Tokens text="timeout‹o =›‹m 10›" />
      </mark>
      <Caret person={2} name="jonas" place="below" />
      <Tokens text="‹o )› ‹k as› client‹o :›" />
    </>
  );
}

function Caret({ person, name, place }: { person: number; name: string; place: "side" | "below" }) {
  return (
    <span className={`remote-caret flag-${place} p${person}`}>
      <b className="remote-flag">{name}</b>
    </span>
  );
}
