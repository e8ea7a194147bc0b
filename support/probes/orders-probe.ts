import { expect } from 'chai';
import type { RecordedLook } from '../users/order-readers';
import type { Users } from '../users/users';

/** THEN: what those got who looked an order up. */
export class OrdersProbe {
  readonly #users: Users;

  constructor(users: Users) {
    this.#users = users;
  }

  /** Nothing but this, and nothing of what was ordered. */
  lastIsTold(code: string): void {
    const { code: told, body, status, products } = this.#last();
    expect(told ?? status, 'what who looked the order up was told').to.equal(code);
    for (const product of products) expect(body, 'the whole answer').to.not.include(product);
  }

  /** The whole order. */
  lastSeesTheOrder(): void {
    const { status, body, products } = this.#last();
    expect(status, body).to.equal(200);
    for (const product of products) expect(body, 'the whole answer').to.include(product);
  }

  #last(): RecordedLook {
    const last = this.#users.orderReaders.looks.at(-1);
    if (!last) throw new Error('Nobody has looked an order up; a When must come first');
    return last;
  }
}
