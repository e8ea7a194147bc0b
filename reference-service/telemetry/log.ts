import type { FastifyBaseLogger } from 'fastify';
import pino, { type DestinationStream } from 'pino';

/** What everything logs to; Fastify's own requests' loggers are of this kind too. */
export type Log = FastifyBaseLogger;

/** Structured log lines: one JSON object each, with `event` for machines and `message` for people. Never prompts or keys. */
export function createLog(destination: DestinationStream = standardOutput()): Log {
  return pino(
    {
      level: process.env.LOG_LEVEL ?? 'info',
      messageKey: 'message',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

let output: DestinationStream | undefined;

/**
 * Standard output without waiting for whoever reads it: a full pipe must not make the service stand still. What is not
 * written yet is written when the process ends, though not when it is killed. One for all services of a process, which
 * would else write into one another's lines and overtake each other.
 */
function standardOutput(): DestinationStream {
  output ??= pino.destination({ fd: 1, sync: false });
  return output;
}
