/**
 * Made on first contact with the database; may be repeated. The lock keeps two connections from making it at once, which
 * `IF NOT EXISTS` alone does not.
 */
export const schema = `
  BEGIN;
  SELECT pg_advisory_xact_lock(7251);
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
  COMMIT;
`;
