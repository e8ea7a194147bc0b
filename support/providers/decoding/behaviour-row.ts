import type { Behaviour } from '../behaviour';

/** What the official SDK of each format makes of a behaviour; see `describeDecoded`. */
export interface BehaviourRow {
  readonly behaviour: Behaviour;
  /** Left out where the format has no such behaviour; `anthropic` likewise. */
  readonly openai?: Decodings;
  readonly anthropic?: Decodings;
}

interface Decodings {
  readonly streamed: string;
  readonly whole: string;
}

type Row = Omit<BehaviourRow, 'behaviour'>;

/** The same of both formats. */
export const both = (streamed: string, whole = streamed): Row => ({
  openai: { streamed, whole },
  anthropic: { streamed, whole },
});

/** The same error streamed or not. */
export const errors = (openai: string, anthropic: string): Row => ({
  openai: { streamed: openai, whole: openai },
  anthropic: { streamed: anthropic, whole: anthropic },
});
