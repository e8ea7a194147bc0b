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
  CREATE TABLE IF NOT EXISTS live_positions (
    owner text PRIMARY KEY,
    last bigint NOT NULL
  );
  CREATE TABLE IF NOT EXISTS live_events (
    owner text NOT NULL,
    number bigint NOT NULL,
    message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    PRIMARY KEY (owner, number)
  );
  CREATE TABLE IF NOT EXISTS orders (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    total_cents bigint NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE IF NOT EXISTS order_lines (
    order_id uuid NOT NULL REFERENCES orders (id),
    position integer NOT NULL,
    product text NOT NULL,
    quantity integer NOT NULL,
    unit_price_cents bigint NOT NULL,
    PRIMARY KEY (order_id, position)
  );
  CREATE TABLE IF NOT EXISTS order_events (
    order_id uuid NOT NULL REFERENCES orders (id),
    kind text NOT NULL,
    total_cents bigint NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (order_id, kind)
  );
  CREATE TABLE IF NOT EXISTS writes (
    owner text NOT NULL,
    key text NOT NULL,
    kind text NOT NULL,
    payload_hash text NOT NULL,
    result jsonb NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner, key)
  );
  CREATE TABLE IF NOT EXISTS rejected_writes (
    owner text NOT NULL,
    key text NOT NULL,
    payload_hash text NOT NULL,
    code text NOT NULL,
    rejected_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner, key, payload_hash)
  );
  CREATE TABLE IF NOT EXISTS journal_fence (
    name text PRIMARY KEY,
    token bigint NOT NULL
  );
  COMMIT;
`;
