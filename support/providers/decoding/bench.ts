import { eventually } from '../../evidence/eventually';
import type { ProviderDouble, ProviderTransport } from '../provider-double';
import { HttpTransport } from '../transports/http-transport';
import { NockTransport } from '../transports/nock-transport';
import { CallerProcess } from './caller-process';
import { type Call, type Decoded, decode } from './decode';
import { describeDecoded } from './describe-decoded';

const question = 'How are you?';
const patienceMs = 5_000;

/** A double and a way to ask it; see `describeDecoded` for what comes of it. */
export interface Tried {
  readonly double: ProviderDouble;
  /** @param quietMs the caller gives up after so long without a byte, 5 s by default. */
  ask(quietMs?: number): Promise<string>;
}

/** A transport with a caller where the service would be, to try doubles on. */
export class Bench implements AsyncDisposable {
  #count = 0;

  private constructor(
    readonly transport: ProviderTransport,
    private readonly caller?: CallerProcess,
  ) {}

  static async open(name: 'nock' | 'http'): Promise<Bench> {
    if (name === 'nock') return new Bench(new NockTransport());
    const transport = new HttpTransport();
    return new Bench(transport, await CallerProcess.start(transport.serviceEnvironment()));
  }

  /** A new double of OpenAI's format under a role of its own. */
  async try(): Promise<Tried> {
    const double = await this.transport.open(`provider-${this.#count++}`, 'openai');
    const ask = async (quietMs = patienceMs) =>
      describeDecoded(await this.ask(double, quietMs), double.role, question);
    return { double, ask };
  }

  ask({ format, baseUrl }: ProviderDouble, quietMs = patienceMs): Promise<Decoded> {
    const call: Call = { format, baseUrl, streaming: true, question, quietMs };
    return this.caller?.decode(call) ?? decode(call);
  }

  /** Resolves when so many requests to the double are in flight. @throws when they are not after 5 s. */
  async inFlight(double: ProviderDouble, count: number): Promise<void> {
    await eventually(
      () => double.inFlight(),
      (seen) => seen === count,
      patienceMs,
      (seen) => `${seen} in flight`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.caller?.[Symbol.asyncDispose]();
    await this.transport[Symbol.asyncDispose]();
  }
}
