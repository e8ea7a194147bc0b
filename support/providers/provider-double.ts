import type { Behaviour, MetBehaviour } from './behaviour';

/** The wire formats that the doubles speak. */
export type WireFormat = 'openai' | 'anthropic';

/** One request as the provider saw it. Times are milliseconds since the epoch on the harness's clock. */
export interface ProviderRequest {
  readonly number: number;
  readonly arrivedAtMs: number;
  /** The last user message. */
  readonly question: string;
  readonly model: string;
  readonly streaming: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** What the double did with it; under a limit `healthy` or `rate-limiting`. */
  readonly behaviour: MetBehaviour['kind'];
  /** The status it answered with, once it has. */
  status?: number;
  answeredAtMs?: number;
  firstTokenAtMs?: number;
  /** When the last byte had been sent and the body was ended by the double. */
  finishedAtMs?: number;
  /** When the double reset the connection: a script that ends so, or `cutInFlight`. */
  cutAtMs?: number;
  /**
   * When the caller hung up before the double had finished.
   * Over HTTP: the closed connection. Over nock: the caller's abort signal or cancelled body, as `fetch` shows them.
   */
  hungUpAtMs?: number;
}

/** A provider that behaves as told and writes down what it saw. */
export interface ProviderDouble {
  /** `primary`, `secondary`, ... */
  readonly role: string;
  readonly format: WireFormat;
  /** What the service is configured with. OpenAI: ends in `/v1`; Anthropic: without it, as each SDK expects. */
  readonly baseUrl: string;

  /**
   * From now on new requests meet this behaviour; those in flight go on as they began.
   * @throws when the transport or the format cannot behave so, or a limit is none. `behaveFor`, `cycle`, `release` likewise.
   */
  behave(behaviour: Behaviour): void;
  /**
   * The next `requests` requests meet this behaviour, later ones what was set before.
   * @throws for `unreachable`: requests that never arrive cannot be counted. `cycle` likewise.
   */
  behaveFor(requests: number, behaviour: Behaviour): void;
  /** New requests meet these behaviours in turn, over and over. */
  cycle(behaviours: readonly Behaviour[]): void;
  /** Healthy again; those in flight go on as they began. */
  heal(): void;
  /** Lets every held request go on as this behaviour. @returns how many there were. */
  release(behaviour: Behaviour): number;
  /** Resets the connection under every request in flight, as when the provider's process dies. @returns how many. */
  cutInFlight(): number;

  /** Everything that arrived, in order of arrival; live. What met an unreachable provider never arrived. */
  readonly log: readonly ProviderRequest[];
  /** Requests not yet finished, cut or hung up. */
  inFlight(): number;

  /**
   * Looks at the double from outside the service, with a plain request over its own transport: what a caller meets now.
   * Not logged, and takes nothing from `behaveFor`, `cycle` or a limit: `status 429` where that is used up.
   * @returns a short phrase such as `answers`, `status 503`, `no answer within 200 ms`, `ECONNREFUSED`,
   *   `stalls after 4 tokens for 200 ms`, `is cut short after 4 tokens`.
   */
  confirm(): Promise<string>;
}

/** The doubles of one scenario and what carries their bytes. */
export interface ProviderTransport extends AsyncDisposable {
  readonly name: 'nock' | 'http';
  /** Makes a double. @throws when the role is taken. */
  open(role: string, format: WireFormat): Promise<ProviderDouble>;
  /** What the process of the service needs in its environment to reach the doubles. Empty for nock. */
  serviceEnvironment(): Record<string, string>;
  /**
   * What a finished scenario left: interceptors, sockets, requests in flight. Empty is clean.
   * To be asked after disposal, which keeps in mind the requests it had to cut; asked before, it also names what is
   * rightly open.
   */
  leftovers(): string[];
}
