import nock from 'nock';
import type { ProviderTransport, WireFormat } from '../provider-double';
import { watchCallerSignals } from './caller-signal';
import { NockDouble } from './nock-double';
import { mustBeRole } from './role-name';

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(:\d+)?$/u;

/** The real addresses, for the roles as shipped. */
const realOrigins: readonly { role: string; format: WireFormat; origin: string }[] = [
  { role: 'primary', format: 'openai', origin: 'https://api.openai.com' },
  { role: 'secondary', format: 'anthropic', origin: 'https://api.anthropic.com' },
];

/** In use by any transport of this process: nock's interceptors are the process's. */
const originsInUse = new Set<string>();

/** How a settling request gets the time to, when a transport is closed. */
const quietMs = 500;

/**
 * Doubles inside this process, on the providers' real URLs, by nock; for a service in the same process that calls
 * by the global `fetch`, as the official SDKs do.
 * From the first transport on, this process reaches no host but loopback any more.
 */
export class NockTransport implements ProviderTransport {
  readonly name = 'nock';
  readonly #doubles = new Map<string, NockDouble>();
  readonly #leftInFlight: string[] = [];

  /** @param nowMs the clock for dates inside the answers, milliseconds since the epoch. */
  constructor(private readonly nowMs: () => number = Date.now) {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    nock.enableNetConnect(loopback);
    watchCallerSignals();
  }

  async open(role: string, format: WireFormat): Promise<NockDouble> {
    mustBeRole(role, new Set(this.#doubles.keys()));
    const origin = freeOrigin(role, format);
    originsInUse.add(origin);
    const double = new NockDouble(role, format, this.nowMs, origin);
    this.#doubles.set(role, double);
    return double;
  }

  serviceEnvironment(): Record<string, string> {
    return {};
  }

  leftovers(): string[] {
    const open = [...this.#doubles.values()].flatMap((double) => [
      `nock still intercepts ${double.origin} for the ${double.role} provider`,
      ...(double.inFlight() > 0 ? [inFlightSentence(double)] : []),
    ]);
    return [...this.#leftInFlight, ...open];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#doubles.values()].map((double) => double.quiet(quietMs)));
    for (const double of this.#doubles.values()) {
      if (double.inFlight() > 0) this.#leftInFlight.push(inFlightSentence(double));
      double.close();
      originsInUse.delete(double.origin);
    }
    this.#doubles.clear();
  }
}

function freeOrigin(role: string, format: WireFormat): string {
  const real = realOrigins.find((row) => row.role === role && row.format === format);
  if (real !== undefined && !originsInUse.has(real.origin)) return real.origin;
  let origin = `https://${role}.llm.example`;
  for (let number = 2; originsInUse.has(origin); number++) origin = `https://${role}-${number}.llm.example`;
  return origin;
}

function inFlightSentence(double: NockDouble): string {
  return `${double.inFlight()} request(s) to the ${double.role} provider were still in flight`;
}
