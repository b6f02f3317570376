CREATE TABLE IF NOT EXISTS sessions (
    id uuid PRIMARY KEY,
    user_id integer NOT NULL REFERENCES users (id),
    last_active timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX sessions_user ON sessions (user_id);

DELETE FROM sessions;
