import type { Behaviour } from './behaviour';

/** Which behaviour each request meets: a base (one behaviour, or several in turn) under limited exceptions. */
export class BehaviourPlan {
  #base: readonly Behaviour[] = [{ kind: 'healthy' }];
  #turn = 0;
  /** The last one set is met first. */
  #exceptions: { remaining: number; behaviour: Behaviour }[] = [];

  /** Every request from now on, forgetting all that was planned. */
  always(behaviour: Behaviour): void {
    this.#replaceBase([behaviour]);
  }

  /** @throws when the list is empty, or holds a behaviour that cannot be counted. */
  inTurn(behaviours: readonly Behaviour[]): void {
    if (behaviours.length === 0) {
      throw new Error(
        'a cycle of behaviours must hold at least one, got none; use heal() for a healthy provider',
      );
    }
    for (const behaviour of behaviours) mustBeCountable(behaviour);
    this.#replaceBase(behaviours);
  }

  /** The next `requests` requests; later ones meet what was planned before. */
  next(requests: number, behaviour: Behaviour): void {
    if (!Number.isInteger(requests) || requests < 1) {
      throw new Error(`a number of requests must be a whole number above 0, got ${requests}`);
    }
    mustBeCountable(behaviour);
    this.#exceptions.push({ remaining: requests, behaviour });
  }

  /** What the next request meets. */
  get current(): Behaviour {
    return this.#exceptions.at(-1)?.behaviour ?? (this.#base[this.#turn] as Behaviour);
  }

  /** Counts one request. @returns what it meets. */
  take(): Behaviour {
    const taken = this.current;
    const exception = this.#exceptions.at(-1);
    if (exception === undefined) this.#turn = (this.#turn + 1) % this.#base.length;
    else if (--exception.remaining === 0) this.#exceptions.pop();
    return taken;
  }

  #replaceBase(behaviours: readonly Behaviour[]): void {
    this.#base = [...behaviours];
    this.#turn = 0;
    this.#exceptions = [];
  }
}

/** Nobody can count the requests that never arrive, so none of the transports pretends to. */
function mustBeCountable(behaviour: Behaviour): void {
  if (behaviour.kind !== 'unreachable') return;
  throw new Error(
    `a behaviour for a number of requests must let them arrive, got "unreachable" (${behaviour.how}); use behave() and heal()`,
  );
}
