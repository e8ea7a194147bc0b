import { nowMs } from '../evidence/now';
import { answerTokens } from './answer-text';
import type { Behaviour, MetBehaviour } from './behaviour';
import { BehaviourPlan } from './behaviour-plan';
import { EnforcedLimits } from './enforced-limits';
import type { Exchange } from './exchange';
import type { Dialect } from './formats/dialect';
import { dialectOf } from './formats/dialects';
import { mustBeSayable } from './formats/must-be-sayable';
import { Playback } from './playback';
import { type Knock, meet, ProbeArrivals } from './probe';
import type { ProviderDouble, ProviderRequest, WireFormat } from './provider-double';
import type { Script, UnreachableHow } from './script';
import { scriptOf } from './script-of';
import { type WireRequest, wireRequest } from './wire-request';

/** A request as a transport hands it over: header names in lower case, the body parsed. */
export interface ArrivedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What every double does whatever carries its bytes: plans, plays, and writes down. */
export abstract class ScriptedDouble implements ProviderDouble {
  abstract readonly baseUrl: string;
  readonly log: ProviderRequest[] = [];
  protected readonly dialect: Dialect;
  readonly #plan = new BehaviourPlan();
  readonly #limits = new EnforcedLimits();
  readonly #playing = new Map<Playback, WireRequest>();
  readonly #probes = new ProbeArrivals();
  readonly #emptied = new Set<() => void>();

  /** @param answerClock for the dates inside the answers, milliseconds since the epoch. */
  constructor(
    readonly role: string,
    readonly format: WireFormat,
    private readonly answerClock: () => number,
  ) {
    this.dialect = dialectOf(format);
  }

  /** Called after every change of what the next request meets; `undefined`: it can be reached. */
  protected abstract reach(unreachable: UnreachableHow | undefined): void;

  /** @throws when this transport cannot be out of reach in this way. */
  protected mustBeAbleTo(_how: UnreachableHow): void {
    // Most can.
  }

  /** One plain request over this double's own transport, for `confirm`. */
  protected abstract readonly knock: Knock;

  behave(behaviour: Behaviour): void {
    if (behaviour.kind === 'unreachable') this.mustBeAbleTo(behaviour.how);
    this.#plan.always(this.#begun(behaviour));
    this.#reachChanged();
  }

  behaveFor(requests: number, behaviour: Behaviour): void {
    this.#plan.next(requests, this.#begun(behaviour));
    this.#reachChanged();
  }

  cycle(behaviours: readonly Behaviour[]): void {
    this.#plan.inTurn(this.#allBegun(behaviours));
    this.#reachChanged();
  }

  heal(): void {
    this.behave({ kind: 'healthy' });
  }

  release(behaviour: Behaviour): number {
    const held = [...this.#playing].filter(([playback]) => playback.isHeld);
    const begun = this.#begun(behaviour);
    for (const [playback, request] of held) {
      playback.play(this.#script(this.#limits.take(begun, nowMs()), request));
    }
    return held.length;
  }

  cutInFlight(): number {
    const playing = [...this.#playing.keys()];
    for (const playback of playing) playback.cut();
    return playing.length;
  }

  inFlight(): number {
    return this.#playing.size;
  }

  confirm(): Promise<string> {
    return meet(this.knock, this.dialect, this.#probes);
  }

  /** Resolves when nothing is in flight, or after `withinMs`. */
  async quiet(withinMs: number): Promise<void> {
    if (this.inFlight() === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#emptied.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** How the double is out of reach now, if it is. */
  protected get unreachable(): UnreachableHow | undefined {
    const { current } = this.#plan;
    return current.kind === 'unreachable' ? current.how : undefined;
  }

  /** Takes a request that has arrived and answers it on the exchange. */
  protected accept({ headers, body }: ArrivedRequest, exchange: Exchange): void {
    if (this.#probes.arrived(headers)) {
      const request = wireRequest(this.role, 0, this.answerClock(), body);
      const playback = new Playback(exchange, { answered() {}, spoke() {}, over() {} });
      playback.play(this.#script(this.#limits.look(this.#plan.current, nowMs()), request));
      return;
    }
    if (this.unreachable !== undefined) {
      exchange.reset();
      return;
    }
    const arrivedAtMs = nowMs();
    // On the clock of the log, so that the log shows the limit kept.
    const behaviour = this.#limits.take(this.#plan.take(), arrivedAtMs);
    const request = wireRequest(this.role, this.log.length + 1, this.answerClock(), body);
    const entry: ProviderRequest = {
      number: request.number,
      arrivedAtMs,
      question: request.question,
      model: request.model,
      streaming: request.streaming,
      headers,
      behaviour: behaviour.kind,
    };
    this.log.push(entry);
    this.#start(entry, request, exchange).play(this.#script(behaviour, request));
    this.#reachChanged();
  }

  #start(entry: ProviderRequest, request: WireRequest, exchange: Exchange): Playback {
    const playback = new Playback(exchange, {
      answered: (status) => Object.assign(entry, { status, answeredAtMs: nowMs() }),
      spoke: () => {
        entry.firstTokenAtMs ??= nowMs();
      },
      over: (how) => {
        const at = { finished: 'finishedAtMs', cut: 'cutAtMs', 'hung-up': 'hungUpAtMs' } as const;
        entry[at[how]] = nowMs();
        this.#playing.delete(playback);
        if (this.#playing.size === 0) for (const tell of this.#emptied) tell();
      },
    });
    this.#playing.set(playback, request);
    return playback;
  }

  #begun(behaviour: Behaviour): Behaviour {
    return this.#allBegun([behaviour])[0] as Behaviour;
  }

  #allBegun(behaviours: readonly Behaviour[]): Behaviour[] {
    for (const behaviour of behaviours) mustBeSayable(behaviour, this.dialect);
    const cameAtMs = this.log.map(({ arrivedAtMs }) => arrivedAtMs);
    return this.#limits.begin(behaviours, cameAtMs);
  }

  #script(behaviour: MetBehaviour, request: WireRequest): Script {
    return scriptOf(behaviour, request, answerTokens(this.role, request.question), this.dialect);
  }

  #reachChanged(): void {
    this.reach(this.unreachable);
  }
}
