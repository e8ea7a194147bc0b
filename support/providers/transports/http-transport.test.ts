import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { expect } from 'chai';
import { eventually } from '../../evidence/eventually';
import { CallerProcess } from '../decoding/caller-process';
import { HttpTransport } from './http-transport';

const asked = { format: 'openai', streaming: true, question: 'Hi', quietMs: 5_000 } as const;

describe('the transport by HTTP', () => {
  test('refusing, nobody listens on the port, and healed the same port answers', async () => {
    await using transport = new HttpTransport();
    const double = await transport.open('primary', 'openai');
    const port = Number(new URL(double.baseUrl).port);
    const knock = async () => {
      const socket = connect(port, '127.0.0.1');
      const met = await once(socket, 'connect').then(
        () => 'connected',
        (error: NodeJS.ErrnoException) => error.code,
      );
      socket.destroy();
      return met;
    };
    for (let round = 0; round < 3; round++) {
      double.behave({ kind: 'unreachable', how: 'refused' });
      expect(await knock()).to.equal('ECONNREFUSED');
      double.heal();
      expect(await double.confirm()).to.equal('answers');
      expect(await knock()).to.equal('connected');
    }
    // Changing one's mind faster than the system listens again.
    double.behave({ kind: 'unreachable', how: 'refused' });
    double.heal();
    double.behave({ kind: 'unreachable', how: 'refused' });
    expect(await double.confirm()).to.equal('ECONNREFUSED');
  });

  test('the death of a caller with a request in flight is a hang-up', async () => {
    await using transport = new HttpTransport();
    const double = await transport.open('primary', 'openai');
    double.behave({ kind: 'hanging' });
    await using caller = await CallerProcess.start(transport.serviceEnvironment());
    void caller.decode({ ...asked, baseUrl: double.baseUrl });
    await eventually(
      () => double.inFlight(),
      (count) => count === 1,
      5_000,
      (count) => `${count} in flight`,
    );
    await caller.kill();
    await eventually(
      () => double.inFlight(),
      (count) => count === 0,
      5_000,
      (count) => `${count} in flight`,
    );
    expect(double.log[0]?.hungUpAtMs).to.be.a('number');
  });

  test('a plain one speaks HTTP, and says that it has no certificate to show', async () => {
    await using transport = new HttpTransport({ plain: true });
    const double = await transport.open('primary', 'anthropic');
    expect(double.baseUrl).to.match(/^http:\/\/primary\.llm\.example:\d+$/u);
    expect(transport.serviceEnvironment()).not.to.have.property('NODE_EXTRA_CA_CERTS');
    await using caller = await CallerProcess.start(transport.serviceEnvironment());
    const { text } = await caller.decode({ ...asked, format: 'anthropic', baseUrl: double.baseUrl });
    expect(text).to.contain('primary');
    expect(() => double.behave({ kind: 'unreachable', how: 'certificate-expired' })).to.throw(
      'must speak HTTPS',
    );
    expect(await double.confirm()).to.equal('answers');
  });

  test('several transports share nothing', async () => {
    await using one = new HttpTransport();
    await using other = new HttpTransport();
    const doubles = [await one.open('primary', 'openai'), await other.open('primary', 'openai')];
    doubles[0]?.behave({ kind: 'unreachable', how: 'name-not-resolved' });
    expect(await Promise.all(doubles.map((double) => double.confirm()))).to.deep.equal([
      'ENOTFOUND',
      'answers',
    ]);
  });

  test('its folder goes with it', async () => {
    const transport = new HttpTransport();
    const { EGRESS_GUARD_HOSTS: hosts = '' } = transport.serviceEnvironment();
    expect(existsSync(hosts)).to.equal(true);
    await transport[Symbol.asyncDispose]();
    expect(existsSync(hosts)).to.equal(false);
  });
});
