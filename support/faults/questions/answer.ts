/** What came of a question to a server. */
export type Answer =
  | {
      readonly kind: 'answered';
      /** The question alone, without connecting and logging in. Milliseconds. */
      readonly roundTripMs: number;
      /** Tells one life of the server from the next: PostgreSQL's start time, Redis's run id. */
      readonly incarnation: string;
    }
  | {
      /** `silent`: no answer within the time. `failed`: it answered, but with an error. */
      readonly kind: 'refused' | 'reset' | 'silent' | 'failed';
      readonly message: string;
      /** The server's own, where it answered: `53300`, `WRONGPASS`. */
      readonly code?: string | undefined;
    };

/** The kind of an unsuccessful answer that a connection error stands for. */
export function answerFromError(error: unknown): Answer {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return { kind: 'refused', message };
  // Drivers say in their own words that a connection ended under them.
  const isReset =
    code === 'ECONNRESET' || code === 'EPIPE' || /terminated unexpectedly|closed/i.test(message);
  if (isReset) return { kind: 'reset', message };
  // Redis begins its errors with it.
  return { kind: 'failed', message, code: code ?? /^[A-Z]+(?= )/.exec(message)?.[0] };
}

/** In words, for the journal and for error messages. */
export function describeAnswer(answer: Answer): string {
  if (answer.kind === 'answered') return `answered in ${answer.roundTripMs.toFixed(1)} ms`;
  return answer.kind === 'silent' ? answer.message : `${answer.kind} (${answer.message})`;
}
