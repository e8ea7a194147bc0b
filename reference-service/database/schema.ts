/** Made on first contact with the database; every statement may be repeated. */
export const schema = `
  CREATE TABLE IF NOT EXISTS threads (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    title text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE IF NOT EXISTS messages (
    id uuid PRIMARY KEY,
    thread_id uuid NOT NULL REFERENCES threads (id),
    position integer NOT NULL,
    author text NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (thread_id, position)
  );
`;
