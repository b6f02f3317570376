/** Two lines of a file: one's own caret, and the flag of who invites. */
export function InvitePeek({ invitedBy, canEdit }: { invitedBy: string; canEdit: boolean }) {
  return (
    <div className="code">
      <div className="l is-line">
        <span className="n">1</span>
        <span className="t">
          {canEdit && <span className="me" />}
          <span className="tok-c peek-hint">{canEdit ? "You type here" : "You read here"}</span>
        </span>
      </div>
      <div className="l">
        <span className="n">2</span>
        <span className="t">
          <span className="remote-caret flag-side p1">
            <b className="remote-flag">{invitedBy}</b>
          </span>
        </span>
      </div>
    </div>
  );
}
